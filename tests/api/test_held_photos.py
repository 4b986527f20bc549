"""Photos held back: taken before the phone heard, after a no, without a check that passed; who looks and decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.accounts.actions import add_school
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.database import new_id
from server.photos.models import Photo, PhotoHolding
from server.shell import demo_consent
from server.trips.models import Pupil
from tests.api.photographer import Photographer, jpeg
from tests.cast import grazed_knee, receipts


@pytest.fixture
def photographer(phone, todays_trip):
    """Phone 3 on today's castle visit."""
    return Photographer(phone, todays_trip)


@pytest.fixture
def pupil(todays_trip):
    """Somebody on it who may be in every photo."""
    return Pupil.get(Pupil.upn == f"Z9{demo_consent.ENDING:011}")


def takes(photographer, pupil, **body):
    now = clock.as_text(clock.now())
    return photographer.takes(pupils=[pupil.id[:8]], nobody=False, taken_at=now, list_as_at=now, **body)


def withdraws(client, pupil):
    client.post(f"/office/consent/pupil/{pupil.id}/withdraw", data={"withdrawn_by": "Mrs Akande"})


def reason(photo):
    return Photo.get_by_id(photo).held_reason


def tells(photographer, kind, body, record_id=None):
    record = {**grazed_knee(photographer.trip), "kind": kind, "body": body, "id": record_id or new_id()}
    receipts(photographer.phone.sends(photographer.phone.files(record)))
    return record["id"]


def check_of(pupil, **more):
    now = clock.as_text(clock.now())
    said = {"purpose": "display", "place": "Outdoors", "justification": "x", "activity": None, "medium": "photo"}
    asked = {"list_as_at": now, "pupils": [pupil.id[:8]], "out": [], "outcome": "go", "told": True}
    return {**said, **asked, "way": "camera", "school_camera": None, "checked_at": now, **more}


def looks(client, photo):
    """Open a held photo; answers the page."""
    answer = client.post(f"/office/photos/held/{photo}/look")
    page = client.get(answer.headers["Location"]).text
    address = page.split('class="photos__picture" src="')[1].split('"')[0]
    assert client.get(address).data == jpeg()
    return page


def test_a_photo_of_whoever_withdrew_before_it_came_is_held_and_shown_nowhere(photographer, pupil, as_role):
    office = as_role("office")
    withdraws(office, pupil)
    photo = takes(photographer, pupil)
    assert reason(photo) == "no_consent"
    begun = office.post(f"/office/photos/look/trip/{photographer.trip}", data={"why": "choosing", "words": ""})
    gallery = office.get(begun.headers["Location"]).text
    assert "1 photo held back." in gallery
    assert f"{photo}.jpg" not in gallery
    assert office.get(f"{begun.headers['Location']}/{photo}.jpg").status_code == 404
    page = office.get(f"/office/photos/photo/{photo}").text
    assert "Held back:</strong> there was no yes for somebody in it" in page
    slt = as_role("slt")
    drawn = slt.post("/office/photos/scrutiny/sample").headers["Location"]
    assert drawn == "/office/photos/scrutiny"
    asked = office.post(f"/office/photos/photo/{photo}/release", data={"purpose": "display", "place": "Hall"})
    assert asked.status_code == 422
    assert "Held back" in office.get(f"/office/trips/{photographer.trip}").text
    assert "are held back: 1" in as_role("dsl").get("/office").text


def test_a_withdrawal_of_the_same_day_holds_what_came_before_and_a_later_one_ends_it(
    photographer, pupil, as_role, monkeypatch
):
    same_day = takes(photographer, pupil)
    assert reason(same_day) is None
    tomorrow = clock.now() + timedelta(days=1)
    withdraws(as_role("office"), pupil)
    assert reason(same_day) == "no_consent"
    Photo.update(held_reason=None, received_at=clock.now() - timedelta(days=3)).execute()
    Photo.update(taken_at=clock.now() - timedelta(days=3)).execute()
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    office = as_role("office")
    withdraws(office, pupil)
    assert reason(same_day) is None
    begun = office.post(f"/office/photos/look/trip/{photographer.trip}", data={"why": "choosing", "words": ""})
    gallery = office.get(begun.headers["Location"]).text
    assert "Consent has ended since for 1 photo." in gallery
    assert f"{same_day}.jpg" not in gallery
    page = office.get(f"/office/photos/photo/{same_day}").text
    assert "Consent has ended since." in page
    refused = office.post(f"/office/photos/photo/{same_day}/release", data={"purpose": "display", "place": "Hall"})
    assert refused.status_code == 422
    assert "withdrawn" in refused.text


def test_a_no_on_the_day_that_any_phone_heard_holds_it_whichever_arrives_first(photographer, pupil):
    said = {"pupil": pupil.id[:8], "change": "said_no_today"}
    late = clock.as_text(clock.now() + timedelta(seconds=1))
    before = clock.as_text(clock.now() - timedelta(minutes=5))
    photo = takes(photographer, pupil)
    tells(photographer, "consent.changed_on_the_day", {**said, "changed_at": late})
    other = Pupil.get(Pupil.upn == f"Z9{demo_consent.DISAGREE:011}")
    tells(photographer, "consent.changed_on_the_day", {**said, "pupil": other.id[:8], "changed_at": before})
    assert reason(photo) is None
    tells(photographer, "consent.changed_on_the_day", {**said, "changed_at": before})
    assert reason(photo) == "said_no"
    assert reason(takes(photographer, pupil)) == "said_no"


def test_a_photo_waits_for_the_check_it_names_and_is_held_by_one_that_should_not_have_passed(photographer, pupil):
    good, bad, stopped = new_id(), new_id(), new_id()
    photos = [takes(photographer, pupil, check=check) for check in (good, bad, stopped)]
    assert {reason(photo) for photo in photos} == {"no_check"}
    tells(photographer, "consent.checked", check_of(pupil), good)
    tells(photographer, "consent.checked", check_of(pupil, place="Toilets"), bad)
    tells(photographer, "consent.checked", check_of(pupil, outcome="stop"), stopped)
    assert [reason(photo) for photo in photos] == [None, "check_failed", "check_failed"]


def test_somebody_looks_and_lets_it_in_only_where_consent_held_that_day(photographer, pupil, as_role):
    office, dsl = as_role("office"), as_role("dsl")
    withdraws(office, pupil)
    photo = takes(photographer, pupil)
    address = f"/office/photos/held/{photo}"
    assert "erasing at school comes" in dsl.get("/office/photos/held").text
    assert "Say in a few words why" in dsl.post(address, data={"answer": "kept", "note": " "}).text
    unseen = dsl.post(address, data={"answer": "let_in", "note": ""})
    assert unseen.status_code == 422
    assert "Look at it first." in unseen.text
    looks(dsl, photo)
    assert AuditEntry.select().where(AuditEntry.action == "photo.viewed", AuditEntry.subject == photo).count() == 1
    refused = dsl.post(address, data={"answer": "let_in", "note": ""})
    assert refused.status_code == 422
    assert "Consent did not hold on the day it was taken." in refused.text
    assert dsl.post(address, data={"answer": "kept", "note": "For the file"}).status_code == 302
    assert "For the file" in dsl.get(address).text
    assert "are held back" not in dsl.get("/office").text
    assert reason(photo) == "no_consent"
    acts = [row.action for row in AuditEntry.select().where(AuditEntry.subject == photo)]
    assert ("photo.held" in acts, "photo.kept_held" in acts, "photo.let_in" in acts) == (True, True, False)


def test_a_photo_whose_check_never_came_is_let_in_by_somebody_and_held_again_for_another_reason(
    photographer, pupil, as_role
):
    photo = takes(photographer, pupil, check=new_id())
    head = as_role("headteacher")
    looks(head, photo)
    address = f"/office/photos/held/{photo}"
    assert head.post(address, data={"answer": "let_in", "note": ""}).status_code == 302
    assert reason(photo) is None
    assert head.get(address).status_code == 404
    assert PhotoHolding.get().answer == "let_in"
    assert AuditEntry.select().where(AuditEntry.action == "photo.let_in").count() == 1
    asked = {"purpose": "website", "place": "Spring newsletter"}
    assert as_role("office").post(f"/office/photos/photo/{photo}/release", data=asked).status_code == 302
    other = Pupil.get(Pupil.upn == f"Z9{demo_consent.DISAGREE:011}")
    withdraws(head, other)
    assert reason(photo) is None
    withdraws(head, pupil)
    assert reason(photo) == "no_consent"


def test_others_and_the_neighbouring_school_neither_see_nor_decide(photographer, pupil, as_role):
    withdraws(as_role("office"), pupil)
    photo = takes(photographer, pupil)
    for role in ("office", "slt", "trip_leader"):
        client = as_role(role)
        assert client.get("/office/photos/held").status_code == 403
        assert client.post(f"/office/photos/held/{photo}/look").status_code == 403
        assert client.post(f"/office/photos/held/{photo}", data={"answer": "kept"}).status_code == 403
    Photo.update(school=add_school("Next door").id).execute()
    head = as_role("headteacher")
    assert photo not in head.get("/office/photos/held").text
    assert head.get(f"/office/photos/held/{photo}").status_code == 404
    assert head.post(f"/office/photos/held/{photo}/look").status_code == 404


def test_every_photo_of_a_child_is_listed_with_what_could_not_be_recalled(photographer, pupil, as_role):
    photo = takes(photographer, pupil)
    office = as_role("office")
    asked = {"purpose": "website", "place": "Spring newsletter", "caption": ""}
    office.post(f"/office/photos/photo/{photo}/release", data=asked)
    office.post(f"/office/photos/photo/{photo}/release", data={**asked, "purpose": "display", "place": "Hall"})
    slt = as_role("slt")
    page = slt.get(f"/office/photos/photo/{photo}").text
    release = page.split("/office/photos/release/")[1].split("/")[0]
    assert slt.post(f"/office/photos/release/{release}/agree").status_code == 302
    files = office.post("/office/photos/releases/files", data={"purpose": "website"})
    assert (files.status_code, files.data[:2]) == (200, b"PK")
    address = f"/office/photos/of/{pupil.id}"
    assert "Nothing that consent no longer covers" in office.get(address).text
    withdraws(office, pupil)
    held = takes(photographer, pupil)
    page = office.get(address).text
    recalled = page.split("What could not be recalled")[1].split("Every photo")[0]
    assert "Spring newsletter" in recalled
    assert "taken as a file" in recalled
    assert "Hall" in recalled.split("To take down in school")[1]
    assert "Hall" not in recalled.split("To take down in school")[0]
    assert "2 photos" in page
    assert f"/photo/{held}" in page
    assert ".jpg" not in page
    assert f"/office/photos/of/{pupil.id}" in office.get(f"/office/consent/pupil/{pupil.id}").text
    assert AuditEntry.select().where(AuditEntry.action == "photos.of_pupil_viewed").count() == 2
    assert as_role("staff").get(address).status_code == 403
    Pupil.update(school=add_school("Next door").id).where(Pupil.id == pupil.id).execute()
    assert office.get(address).status_code == 404
