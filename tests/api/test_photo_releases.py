"""Letting a photo out: one person in school, two beyond it, consent looked at again; and files without a trace."""

from __future__ import annotations

import io
import zipfile

import pytest

from server.consent import queries as consent
from server.consent.rules import PURPOSE_NAMES, Verdict
from server.foundation import audit
from server.photos.models import Photo, PhotoRelease
from server.shell import demo_consent
from server.trips.models import Pupil
from tests.api.photographer import NOTES, Photographer, jpeg

ASKED = {"purpose": "website", "place": "Spring newsletter", "caption": ""}


def numbered(i):
    """The demo school's pupil with this place on the roll."""
    return Pupil.get(Pupil.upn == f"Z9{i:011}")


@pytest.fixture
def photographer(phone, todays_trip):
    """Phone 3 on today's castle visit."""
    return Photographer(phone, todays_trip)


@pytest.fixture
def pupil(photographer):
    """One of the pupils on it, who may be in every photo."""
    return numbered(demo_consent.ENDING)


@pytest.fixture
def of_a_pupil(photographer, pupil):
    """A photo with that pupil in it."""
    return photographer.takes(jpeg(notes=NOTES), pupils=[pupil.id[:8]], nobody=False)


@pytest.fixture
def may(monkeypatch):
    """`may("website")` lets everybody be seen for these purposes, and for no other, from now on."""

    def let(*purposes):
        def verdicts(_school, pupils, _on, _media, **_as_of):
            yes, no = Verdict(True, "given"), Verdict(False, "withdrawn")
            one = {(purpose, "photo"): yes if purpose in purposes else no for purpose in PURPOSE_NAMES}
            return dict.fromkeys(pupils, one)

        monkeypatch.setattr(consent, "verdicts", verdicts)

    return let


def ask(client, photo, **more):
    """Ask for a photo."""
    return client.post(f"/office/photos/photo/{photo}/release", data={**ASKED, **more})


def test_a_display_in_school_takes_one_person(of_a_pupil, may, as_role):
    may("display")
    assert ask(as_role("office"), of_a_pupil, purpose="display").status_code == 302
    release = PhotoRelease.get()
    assert (release.is_agreed, release.decided_by) == (True, release.asked_by)


def test_beyond_the_school_a_second_person_lets_it_out(of_a_pupil, may, as_role):
    may("website")
    head = as_role("headteacher")
    assert ask(head, of_a_pupil).status_code == 302
    release = PhotoRelease.get()
    assert release.is_agreed is None
    agree = f"/office/photos/release/{release.id}/agree"
    assert as_role("office").post(agree).status_code == 403
    assert head.post(agree).status_code == 422
    assert "Let it out" not in head.get(f"/office/photos/photo/{of_a_pupil}").text
    slt = as_role("slt")
    assert "A photo waits for a second person: Website and prospectus" in slt.get("/office").text
    assert "waits for a second person" not in as_role("office").get("/office").text
    assert slt.post(agree).status_code == 302
    assert PhotoRelease.get().is_agreed is True
    assert slt.post(agree).status_code == 404
    acts = [row.action for row in audit.AuditEntry.select().where(audit.AuditEntry.subject == of_a_pupil)]
    assert [act for act in acts if "release" in act] == ["photo.release_asked", "photo.released"]


def test_a_second_person_may_say_no(of_a_pupil, may, as_role):
    may("website")
    ask(as_role("office"), of_a_pupil)
    assert as_role("slt").post(f"/office/photos/release/{PhotoRelease.get().id}/refuse").status_code == 302
    assert PhotoRelease.get().is_agreed is False
    assert "Not released" in as_role("office").get("/office/photos/releases").text


def test_whoever_withdrew_is_a_no_for_that_purpose_alone(photographer, as_role):
    pupil = numbered(demo_consent.WITHDRAWN)
    photo = photographer.takes(pupils=[pupil.id[:8]], nobody=False)
    refused = ask(as_role("office"), photo, place="Year 4 corridor")
    assert refused.status_code == 422
    assert f"Website and prospectus, today no: {pupil.first_name} {pupil.last_name}: withdrawn." in refused.text
    assert "Year 4 corridor" in refused.text
    assert PhotoRelease.select().count() == 0


def test_consent_is_looked_at_again_when_the_second_person_decides(of_a_pupil, may, as_role):
    may("website")
    ask(as_role("office"), of_a_pupil)
    may()
    refused = as_role("slt").post(f"/office/photos/release/{PhotoRelease.get().id}/agree")
    assert refused.status_code == 422
    assert "withdrawn" in refused.text
    assert PhotoRelease.get().is_agreed is None


def test_a_photo_whose_pupils_nobody_can_tell_is_not_released(photographer, may, as_role):
    may("website", "display")
    office = as_role("office")
    unknown = photographer.takes(pupils=["00000000"], nobody=False)
    assert "somebody in it whom the school cannot tell" in ask(office, unknown).text
    unchecked = photographer.takes(nobody=False)
    assert "nobody was checked for it" in ask(office, unchecked).text
    assert PhotoRelease.select().count() == 0


def test_a_photo_held_back_or_missing_is_not_released(photographer, as_role):
    held, (missing, _record) = photographer.takes(), photographer.writes(jpeg())
    Photo.update(held_reason="withdrawn").where(Photo.id == held).execute()
    for photo in (held, missing):
        assert ask(as_role("office"), photo, purpose="display").status_code == 422
    assert PhotoRelease.select().count() == 0


def test_a_last_name_never_stands_beside_a_photo_and_a_first_name_only_with_permission(of_a_pupil, pupil, may, as_role):
    may("display")
    office = as_role("office")
    for caption in (f"{pupil.first_name} {pupil.last_name}", pupil.first_name):
        refused = ask(office, of_a_pupil, purpose="display", caption=caption)
        assert refused.status_code == 422
        assert "Leave" in refused.text
        assert caption in refused.text
    may("display", "first_name")
    assert ask(office, of_a_pupil, purpose="display", caption=pupil.first_name).status_code == 302


@pytest.mark.parametrize("part", [{"purpose": ""}, {"purpose": "first_name"}, {"place": " "}, {"caption": "x" * 201}])
def test_what_is_missing_is_said_by_the_field_and_what_was_typed_stays(photographer, as_role, part):
    photo = photographer.takes()
    refused = ask(as_role("office"), photo, **{"place": "Spring newsletter", **part})
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert PhotoRelease.select().count() == 0


def test_files_go_out_under_random_names_without_a_trace_of_where_and_when(of_a_pupil, may, as_role):
    may("display")
    office = as_role("office")
    ask(office, of_a_pupil, purpose="display")
    names = set()
    for _ in range(2):
        answer = office.post("/office/photos/releases/files", data={"purpose": "display"})
        archive = zipfile.ZipFile(io.BytesIO(answer.data))
        (member,) = archive.infolist()
        assert archive.read(member) == jpeg()
        assert member.date_time == (1980, 1, 1, 0, 0, 0)
        names.add(member.filename)
    assert len(names) == 2
    assert not any(of_a_pupil in name for name in names)
    assert audit.AuditEntry.select().where(audit.AuditEntry.action == "photo.exported").count() == 2


def test_what_consent_no_longer_covers_does_not_go_out(of_a_pupil, may, as_role):
    may("display")
    office = as_role("office")
    ask(office, of_a_pupil, purpose="display")
    may()
    refused = office.post("/office/photos/releases/files", data={"purpose": "display"})
    assert refused.status_code == 422
    assert "consent no longer covers it" in refused.text
    assert office.post("/office/photos/releases/files", data={"purpose": "nonsense"}).status_code == 422


def test_roles_that_release_nothing_are_refused(photographer, as_role):
    photo = photographer.takes()
    for role in ("staff", "trip_leader", "dsl", "site_manager"):
        assert ask(as_role(role), photo, purpose="display").status_code == 403
        assert as_role(role).get("/office/photos/releases").status_code == 403
