"""A photo's journey as the school sees it, from its record to the gallery, and who may look there."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from server.accounts.actions import add_school
from server.consent import queries
from server.foundation import audit, clock, crypto
from server.photos.models import Photo, PhotoErasure, PhotoFile, PhotoPupil
from server.trips.models import Pupil, TripPupil, TripStaff
from tests.api.photographer import NOTES, Photographer, jpeg
from tests.api.policies import seconded
from tests.cast import grazed_knee


@pytest.fixture
def photographer(phone, todays_trip):
    """Phone 3 on today's castle visit."""
    return Photographer(phone, todays_trip)


@pytest.fixture
def pupils(photographer):
    """Two of the pupils on it, who may be in every photo of learning record, display and website."""
    rows = list(Pupil.select().join(TripPupil).where(TripPupil.trip == photographer.trip).order_by(Pupil.id))
    found = queries.verdicts_for(rows[0].school_id, [row.id for row in rows], "photo", clock.today())
    wanted = ("learning_record", "display", "website")
    return [row for row in rows if all(found[row.id][purpose].may for purpose in wanted)][:2]


def look_at(client, trip, why="choosing", words=""):
    """Say what for; answers the address of the gallery."""
    answer = client.post(f"/office/photos/look/trip/{trip}", data={"why": why, "words": words})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def acts(photo):
    """What the audit log has of a photo, oldest first."""
    rows = audit.AuditEntry.select().where(audit.AuditEntry.subject == photo).order_by(audit.AuditEntry.n)
    return [row.action for row in rows]


def test_a_photo_goes_from_taken_to_at_school_to_off_the_phone(photographer, as_role):
    content = jpeg()
    photo, _record = photographer.writes(content)
    page = as_role("office").get(f"/office/photos/photo/{photo}").text
    assert "The photo itself has not arrived." in page
    photographer.sends(photo, content)
    page = as_role("office").get(f"/office/photos/photo/{photo}").text
    assert "Yes, the very picture that was taken" in page
    assert "Not yet, as far as the school has heard" in page
    photographer.erases(photo)
    assert "Thu 26 Nov, 10:20" in as_role("office").get(f"/office/photos/photo/{photo}").text


def test_a_photo_that_comes_before_its_record_is_the_same_photo(photographer, as_role):
    content, photo = jpeg(), "1f0c1a52-9d0e-4a57-8f43-0d5b8f1f8f10"
    photographer.sends(photo, content)
    assert PhotoFile.get().sha256 == crypto.digest(content)
    named = {"id": photo, "sha256": crypto.digest(content), "size": len(content)}
    body = {"list_as_at": None, "taken_at": "2026-11-26T10:00:00Z", "width": 1, "height": 1}
    record = {**grazed_knee(photographer.trip), "kind": "photo.taken", "body": body, "photos": [named]}
    photographer.phone.sends(photographer.phone.files(record))
    assert "Yes, the very picture" in as_role("office").get(f"/office/photos/photo/{photo}").text


def test_another_picture_under_its_id_does_not_count_and_is_not_shown(photographer, as_role):
    photo, _record = photographer.writes(jpeg())
    photographer.sends(photo, jpeg(seed=9))
    office = as_role("office")
    assert "Another picture came in its place." in office.get(f"/office/photos/photo/{photo}").text
    gallery = look_at(office, photographer.trip)
    assert office.get(f"{gallery}/{photo}.jpg").status_code == 404


def test_a_missing_photo_is_named_on_its_trip(photographer, as_role):
    photographer.takes()
    photographer.writes(jpeg())
    page = as_role("staff").get(f"/office/trips/{photographer.trip}").text
    assert "1 photo not arrived." in page
    assert "Photo taken" in page
    assert "Phone 3" in page
    assert "/office/photos/photo/" not in page


def test_nothing_is_shown_before_somebody_says_what_for_and_each_look_is_noted_once(photographer, as_role):
    photo = photographer.takes(jpeg(notes=NOTES))
    office = as_role("office")
    assert "/office/photos/viewing/" not in office.get(f"/office/photos/photo/{photo}").text
    refused = office.post(f"/office/photos/look/trip/{photographer.trip}", data={})
    assert refused.status_code == 422
    assert "Say what you are looking at them for" in refused.text
    other = office.post(f"/office/photos/look/trip/{photographer.trip}", data={"why": "other", "words": " "})
    assert other.status_code == 422
    assert "Say in a few words what for" in other.text
    gallery = look_at(office, photographer.trip, "parent")
    assert f"{photo}.jpg" in office.get(gallery).text
    for _ in range(2):
        shown = office.get(f"{gallery}/{photo}.jpg")
        assert shown.status_code == 200
    assert acts(photo).count("photo.viewed") == 1
    begun = audit.AuditEntry.get(audit.AuditEntry.action == "photos.viewing_begun")
    assert json.loads(begun.details) == {"scope": "trip", "of": photographer.trip, "why": "parent"}


def test_a_photo_is_shown_without_its_notes_under_no_name_and_is_kept_nowhere(photographer, as_role):
    photo = photographer.takes(jpeg(notes=NOTES))
    office = as_role("office")
    shown = office.get(f"{look_at(office, photographer.trip)}/{photo}.jpg")
    assert shown.data == jpeg()
    assert b"Exif" not in shown.data
    assert b"Ada" not in shown.data
    assert (shown.content_type, shown.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert shown.headers["Content-Disposition"].startswith('inline; filename="')
    assert photo not in shown.headers["Content-Disposition"]
    again = office.get(f"{look_at(office, photographer.trip)}/{photo}.jpg")
    assert again.headers["Content-Disposition"] != shown.headers["Content-Disposition"]


@pytest.mark.parametrize("content", [b"GIF89a<script>alert(1)</script>", b"%PDF-1.7", b"", jpeg()[:-2]])
def test_what_is_no_picture_is_kept_and_never_shown(photographer, as_role, content):
    photo, _record = photographer.writes(content)
    photographer.sends(photo, content)
    office = as_role("office")
    assert office.get(f"{look_at(office, photographer.trip)}/{photo}.jpg").status_code == 404


def test_nothing_of_a_photo_lies_on_the_schools_disk_in_clear(photographer, as_role, app):
    content = jpeg()
    photo = photographer.takes(content)
    office = as_role("office")
    office.get(f"{look_at(office, photographer.trip)}/{photo}.jpg")
    files = [file for file in app.config["DATA_DIR"].rglob("*") if file.is_file()]
    assert any(file.suffix == ".sealed" for file in files)
    assert not [
        file for file in files if b"\xff\xd8\xff\xe0" in file.read_bytes() or content[40:80] in file.read_bytes()
    ]


def test_who_may_not_look_sees_neither_photos_nor_that_there_are_any(photographer, as_role):
    photo = photographer.takes()
    gallery = look_at(as_role("office"), photographer.trip)
    for role in ("staff", "site_manager", "network_manager"):
        client = as_role(role)
        assert client.get(f"/office/photos/photo/{photo}").status_code == 404
        assert client.get(f"/office/photos/look/trip/{photographer.trip}").status_code == 404
        assert client.get(f"{gallery}/{photo}.jpg").status_code == 404
        assert "Castle visit" not in client.get("/office/photos").text
        assert client.get("/office/photos/scrutiny").status_code == 403


def test_a_viewing_is_ones_own_and_ends(photographer, as_role, monkeypatch):
    photo = photographer.takes()
    office = as_role("office")
    gallery = look_at(office, photographer.trip)
    assert as_role("headteacher").get(f"{gallery}/{photo}.jpg").status_code == 404
    later = clock.now() + timedelta(minutes=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert office.get(f"{gallery}/{photo}.jpg").status_code in (302, 404)


def test_the_trips_leader_looks_at_its_photos_and_at_no_others(photographer, phone, as_role):
    own, elsewhere = photographer.takes(), Photographer(phone, None).takes()
    leader = as_role("trip_leader")
    gallery = look_at(leader, photographer.trip)
    assert leader.get(f"{gallery}/{own}.jpg").status_code == 200
    assert leader.get(f"{gallery}/{elsewhere}.jpg").status_code == 404
    assert leader.get(f"/office/photos/photo/{elsewhere}").status_code == 404
    assert leader.get("/office/photos/look/purpose/display").status_code == 404


def test_photos_are_found_by_child_and_by_purpose(photographer, pupils, as_role):
    keys = [pupil.id[:8] for pupil in pupils]
    with_first = photographer.takes(pupils=keys[:1], nobody=False, purpose="website")
    photographer.takes(pupils=keys[1:], nobody=False)
    office = as_role("office")
    child = f"{pupils[0].last_name} {pupils[0].first_name[:2]}"
    found = office.post("/office/photos/find", data={"child": child, "purpose": ""})
    begun = office.post(found.headers["Location"], data={"why": "parent", "words": ""})
    page = office.get(begun.headers["Location"]).text
    assert f"{with_first}.jpg" in page
    assert "1 photo" in page
    begun = office.post("/office/photos/look/purpose/website", data={"why": "choosing", "words": ""})
    assert "1 photo" in office.get(begun.headers["Location"]).text


def test_a_pupil_the_school_cannot_tell_is_said_to_be_in_it(photographer, pupils, as_role):
    photo = photographer.takes(pupils=[pupils[0].id[:8], "00000000"], nobody=False)
    page = as_role("office").get(f"/office/photos/photo/{photo}").text
    assert f"{pupils[0].first_name} {pupils[0].last_name}" in page
    assert "Somebody the school cannot tell" in page
    assert PhotoPupil.select().where(PhotoPupil.pupil.is_null()).count() == 1


def test_a_photo_held_back_is_in_no_gallery(photographer, as_role):
    photo = photographer.takes()
    Photo.update(held_reason="withdrawn").execute()
    office = as_role("office")
    gallery = look_at(office, photographer.trip)
    page = office.get(gallery).text
    assert "1 photo held back." in page
    assert f"{photo}.jpg" not in page
    assert office.get(f"{gallery}/{photo}.jpg").status_code == 404
    assert "It is in no gallery." in office.get(f"/office/photos/photo/{photo}").text
    assert photo not in office.post("/office/photos/releases/files", data={"purpose": "display"}).text


def test_a_photo_of_the_neighbouring_school_is_not_there(photographer, as_role, in_app):
    photo = photographer.takes()
    neighbour = add_school("Next door")
    gallery = look_at(as_role("office"), photographer.trip)
    Photo.update(school=neighbour.id).execute()
    office = as_role("office")
    assert office.get(f"/office/photos/photo/{photo}").status_code == 404
    assert office.get(f"{gallery}/{photo}.jpg").status_code == 404
    assert "1 photo" not in office.get(gallery).text


def test_a_phone_cannot_name_another_records_photo_or_add_pupils_to_it(photographer, pupils):
    content = jpeg()
    photo, record = photographer.writes(content)
    named = {"id": photo, "sha256": "0" * 64, "size": 3}
    body = {
        "list_as_at": None,
        "taken_at": "2026-11-26T10:00:00Z",
        "width": 1,
        "height": 1,
        "pupils": [pupils[0].id[:8]],
    }
    again = {**grazed_knee(photographer.trip), "kind": "photo.taken", "body": body, "photos": [named]}
    photographer.phone.sends(photographer.phone.files(again))
    assert Photo.get().record == record
    assert PhotoPupil.select().count() == 0


ODD = [None, "x", {}, {"id": 3}, {"id": "a", "sha256": "b", "size": -1}, {"id": "é", "sha256": "b", "size": 1}]


def test_a_record_that_names_its_photo_oddly_is_taken_all_the_same(photographer, exported):
    body = {"list_as_at": None, "taken_at": "2026-11-26T10:00:00Z", "width": 1, "height": 1}
    record = {**grazed_knee(photographer.trip), "kind": "photo.taken", "body": body, "photos": ODD}
    photographer.phone.sends(photographer.phone.files(record))
    assert exported()[0]["state"] == "opened"
    assert Photo.select().count() == 0


def test_what_an_erasure_says_of_an_unknown_photo_is_kept(photographer, exported):
    photographer.erases("5f0c1a52-9d0e-4a57-8f43-0d5b8f1f8f10")
    assert exported()[0]["state"] == "opened"
    assert PhotoErasure.select().count() == 1


def test_photos_still_on_a_phone_at_the_end_of_the_day_wait_for_the_trips_leader(photographer, as_role, todays_trip):
    now = clock.now()
    yesterday = clock.as_text(now - timedelta(days=1))
    photo = photographer.takes(taken_at=yesterday)
    photographer.takes(taken_at=clock.as_text(now + timedelta(minutes=1)))
    told = as_role("trip_leader").get("/office").text
    assert "Photos of Castle visit are still on a phone" in told
    assert "Phone 3: 1. They had to be off by" in told
    assert "still on a phone" not in as_role("office").get("/office").text
    photographer.erases(photo)
    assert "still on a phone" not in as_role("trip_leader").get("/office").text


def test_where_nobody_leads_the_office_is_told(photographer, as_role, todays_trip):
    photographer.takes(taken_at=clock.as_text(clock.now() - timedelta(days=2)))
    TripStaff.update(part="staff").where(TripStaff.trip == todays_trip).execute()
    assert "still on a phone" in as_role("office").get("/office").text


def test_a_residential_lets_them_stay_and_says_who_agreed(photographer, phone, as_role, todays_trip):
    photographer.takes(taken_at=clock.as_text(clock.now() - timedelta(days=1)))
    address = f"/office/photos/trip/{todays_trip}/stay"
    until = clock.today() + timedelta(days=2)
    parts = {f"until_on-{name}": str(getattr(until, name)) for name in ("day", "month", "year")}
    assert as_role("staff").post(address, data=parts).status_code == 403
    evc = as_role("evc")
    refused = evc.post(address, data={"until_on-day": "1", "until_on-month": "1", "until_on-year": "2020", "why": ""})
    assert refused.status_code == 422
    assert "That day is over" in refused.text
    assert "Say why" in refused.text
    assert evc.post(address, data={**parts, "why": "No signal at the centre"}).status_code == 302
    assert "still on a phone" not in as_role("trip_leader").get("/office").text
    assert "No signal at the centre (Owen Fairley" in evc.get(address).text
    assert phone.reports().json["card"]["photos_stay"] == {todays_trip: until.isoformat()}
    assert "No signal at the centre" in evc.get(f"/office/trips/{todays_trip}").text


def test_the_time_of_the_day_is_the_schools_and_goes_to_the_phones_once_a_second_person_agrees(phone, as_role, app):
    assert phone.reports().json["card"]["photos_off_by"] == "16:30"
    head = as_role("headteacher")
    refused = head.post("/office/photos/off-by", data={"off_by": "noon"})
    assert refused.status_code == 422
    assert "Give a time such as 16:30" in refused.text
    assert "noon" in refused.text
    assert as_role("staff").post("/office/photos/off-by", data={"off_by": "15:00"}).status_code == 403
    waits = head.post("/office/photos/off-by", data={"off_by": "15.00"}, follow_redirects=True)
    assert "waits for a second person" in waits.text
    assert phone.reports().json["card"]["photos_off_by"] == "16:30"
    assert seconded(app) == 1
    assert phone.reports().json["card"]["photos_off_by"] == "15:00"
    assert audit.AuditEntry.select().where(audit.AuditEntry.action == "policy.changed").count() == 1


def test_those_who_answer_for_it_see_what_photos_were_for_and_draw_a_sample(photographer, as_role):
    for seed in range(1, 13):
        photographer.takes(jpeg(seed=seed), justification=f"Reason {seed}")
    slt = as_role("slt")
    page = slt.get("/office/photos/scrutiny").text
    assert "Reason 1" in page
    assert "Nobody yet." in page
    drawn = slt.post("/office/photos/scrutiny/sample")
    gallery = slt.get(drawn.headers["Location"]).text
    assert gallery.count(".jpg") == 10
    assert "A random sample" in gallery
    assert "Looking at how photos are taken" in slt.get("/office/photos/scrutiny").text
    assert as_role("office").post("/office/photos/scrutiny/sample").status_code == 403


@pytest.mark.parametrize(
    ("address", "camera"), [("/app", "(self)"), ("/", "()"), ("/sign-in", "()"), ("/office/photos", "()")]
)
def test_only_the_phone_app_may_use_the_camera(client, address, camera):
    with client.get(address) as answer:
        assert f"camera={camera}" in answer.headers["Permissions-Policy"]
