"""Checks made on phones and a no on the day, as the school hears of them; each check is judged once more on arrival."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from server.accounts.actions import add_school
from server.consent import queries
from server.consent.check_models import ClassCameraUse, ConsentChange, ConsentCheck
from server.consent.rules import PURPOSE_NAMES, Verdict
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.database import new_id
from server.trips.models import Pupil, Trip, TripPupil
from tests.cast import grazed_knee, receipts

YES, NO = Verdict(True, "given"), Verdict(False, "withdrawn")


@pytest.fixture
def going(todays_trip):
    """The pupils of today's trip: (key, full name)."""
    rows = Pupil.select().join(TripPupil).where(TripPupil.trip == todays_trip).order_by(Pupil.id)
    return [(row.id[:8], f"{row.first_name} {row.last_name}") for row in rows]


@pytest.fixture
def register(monkeypatch):
    """What the register answers: everybody may, but for those whose key is put in here."""
    out: set[str] = set()

    def verdicts_for(_school, pupil_ids, _medium, _on):
        return {pupil: dict.fromkeys(PURPOSE_NAMES, NO if pupil[:8] in out else YES) for pupil in pupil_ids}

    monkeypatch.setattr(queries, "verdicts_for", verdicts_for)
    return out


@pytest.fixture
def tells(phone, todays_trip):
    """`tells(kind, body)` hands in a record of Phone 3 for today's trip; returns its id."""

    def send(kind, body, trip=todays_trip):
        record = {**grazed_knee(trip), "kind": kind, "body": body}
        receipts(phone.sends(phone.files(record)))
        return record["id"]

    return send


def check(pupils, **more):
    now = clock.now()
    return {
        "purpose": "website",
        "place": "Outdoors",
        "justification": "The drawbridge",
        "activity": None,
        "medium": "photo",
        "list_as_at": clock.as_text(now - timedelta(hours=1)),
        "pupils": pupils,
        "out": [],
        "outcome": "go",
        "told": True,
        "way": "camera",
        "school_camera": None,
        "checked_at": clock.as_text(now),
        **more,
    }


def change(pupil, kind="said_no_today", **more):
    return {"pupil": pupil, "change": kind, "changed_at": clock.as_text(clock.now()), **more}


def page(as_role, trip, role="dsl"):
    return as_role(role).get(f"/office/trips/{trip}/photo-checks").text


def flags():
    return json.loads(ConsentCheck.get().flags)


def test_a_check_stands_on_its_trips_page(tells, going, todays_trip, register, as_role):
    tells("consent.checked", check([key for key, _name in going[:3]]))
    tells("consent.checked", check([going[0][0]], out=[going[0][0]], outcome="stop", told=False))
    shown = page(as_role, todays_trip)
    assert "3 pupils" in shown
    assert "Website and prospectus · Outdoors" in shown
    assert "the pupils knew" in shown
    assert f"Had to step out: {going[0][1]}" in shown
    assert "photo-checks" in as_role("office").get(f"/office/trips/{todays_trip}").text
    assert "should not have passed" not in as_role("dsl").get("/office").text


def test_a_no_on_the_day_is_on_the_due_list_of_dsl_and_office_and_names_nobody(tells, going, todays_trip, as_role):
    (key, name), (other, _) = going[:2]
    tells("consent.changed_on_the_day", change(key, words="Not the hair"))
    tells("consent.changed_on_the_day", change(other, "school_rang"))
    for role in ("dsl", "office", "deputy_dsl"):
        due = as_role(role).get("/office").text
        assert "A pupil said no to photos on Castle visit" in due
        assert "The school rang about photos of a pupil on Castle visit" in due
        assert name not in due
    assert "said no to photos" not in as_role("staff").get("/office").text
    shown = page(as_role, todays_trip)
    assert name in shown
    assert "Not the hair" in shown


def test_consent_that_changed_between_check_and_arrival_is_flagged(tells, going, todays_trip, register, as_role):
    register.add(going[1][0])
    tells("consent.checked", check([key for key, _name in going[:2]]))
    assert flags() == {"consent_changed": [going[1][0]]}
    assert f"{going[1][1]}: consent changed between check and arrival" in page(as_role, todays_trip)
    due = as_role("dsl").get("/office").text
    assert "A photo check on Castle visit should not have passed" in due
    assert going[1][1] not in due


def test_a_pupil_who_is_on_no_list_of_the_trip_is_flagged_and_named_where_the_school_knows_them(
    tells, going, todays_trip, register, as_role
):
    here = [row.pupil_id for row in TripPupil.select().where(TripPupil.trip == todays_trip)]
    stranger = Pupil.get(Pupil.id.not_in(here))
    tells("consent.checked", check([going[0][0], stranger.id[:8], "ffffffff"]))
    assert flags() == {"not_on_list": [stranger.id[:8], "ffffffff"]}
    assert f"{stranger.first_name} {stranger.last_name}, Nobody known: not on this trip" in page(as_role, todays_trip)


def test_a_no_that_another_phone_heard_before_is_flagged_whichever_arrives_first(tells, going, register):
    before = clock.as_text(clock.now() - timedelta(minutes=5))
    tells("consent.checked", check([going[0][0]]))
    assert flags() == {}
    tells("consent.changed_on_the_day", change(going[0][0], changed_at=before))
    assert flags() == {"said_no": [going[0][0]]}


def test_a_no_said_after_the_check_flags_nothing(tells, going, register):
    tells("consent.checked", check([going[0][0]], checked_at=clock.as_text(clock.now() - timedelta(minutes=5))))
    tells("consent.changed_on_the_day", change(going[0][0]))
    assert flags() == {}


def test_a_longer_key_of_a_newer_list_names_the_same_pupil(tells, going, todays_trip, register):
    ids = [row.pupil_id for row in TripPupil.select().where(TripPupil.trip == todays_trip)]
    longer = next(one for one in ids if one[:8] == going[0][0]).replace("-", "")[:11]
    tells("consent.changed_on_the_day", change(longer))
    tells("consent.checked", check([going[0][0]]))
    assert flags() == {"said_no": [going[0][0]]}


STOPS = [
    ({"place": "Toilets"}, "place"),
    ({"list_as_at": None}, "no_list"),
    ({"list_as_at": "2020-01-15T08:00:00.000Z"}, "list_old"),
]


@pytest.mark.parametrize(("part", "flag"), STOPS)
def test_what_should_have_stopped_it_is_flagged(tells, going, register, part, flag):
    tells("consent.checked", check([going[0][0]], **part))
    assert flag in flags()


def test_an_activity_that_the_school_stops_is_flagged(tells, going, register, as_role):
    given = {"name": "Gymnastics", "kind": "stop", "line": "No photos."}
    as_role("headteacher").post("/office/photo-rules/activities", data=given)
    tells("consent.checked", check([going[0][0]], activity="Gymnastics"))
    assert flags() == {"activity": []}


def test_an_empty_frame_that_said_go_is_flagged(tells, register):
    tells("consent.checked", check([]))
    assert flags() == {"nobody": []}


@pytest.mark.parametrize("years", [-1, 1])
def test_a_phone_clock_a_year_off_moves_no_check_off_the_trips_days(tells, going, register, years):
    wrong = clock.now() + timedelta(days=365 * years)
    tells("consent.checked", check([going[0][0]], checked_at=clock.as_text(wrong)))
    row = ConsentCheck.get()
    assert abs(row.checked_at - row.told_at) < timedelta(days=3)
    assert row.checked_at <= row.told_at


def test_a_class_cameras_count_joins_its_check(tells, going, todays_trip, register, as_role):
    made = tells("consent.checked", check([going[0][0]], way="check_only", school_camera="Year 4 camera"))
    assert "Year 4 camera, pictures not counted yet" in page(as_role, todays_trip)
    tells("class_camera.used", {"check": made, "school_camera": "Year 4 camera", "count": 12})
    assert "Year 4 camera: 12 pictures" in page(as_role, todays_trip)


def test_records_with_nothing_that_a_person_says_are_taken_all_the_same(tells, going, register, exported):
    wanting = ("purpose", "place", "justification", "activity", "told", "school_camera")
    tells("consent.checked", {name: value for name, value in check([going[0][0]]).items() if name not in wanting})
    tells("class_camera.used", {"check": "none that is known"})
    assert [line["state"] for line in exported()] == ["opened", "opened"]
    assert flags() == {"consent_changed": [going[0][0]]}
    assert ClassCameraUse.get().pictures is None


UNREADABLE = [
    {"pupils": ["Maya B."]},
    {"purpose": "advertising"},
    {"outcome": "perhaps"},
    {"way": "own_phone"},
    {"checked_at": "yesterday"},
    {"pupils": ["0a1b2c3d"] * 5001},
    {"reason": "never"},
]


@pytest.mark.parametrize("part", UNREADABLE)
def test_a_check_that_cannot_be_read_is_held_and_not_lost(tells, going, exported, part):
    tells("consent.checked", {**check([going[0][0]]), **part})
    (line,) = exported()
    assert (line["state"], line["reason"]) == ("held", "body.invalid")
    assert ConsentCheck.select().count() == 0


def test_a_check_sent_twice_is_there_once(phone, going, todays_trip, register):
    record = {**grazed_knee(todays_trip), "kind": "consent.checked", "body": check([going[0][0]])}
    frame = phone.files(record)
    for _ in range(2):
        receipts(phone.sends(frame))
    assert ConsentCheck.select().count() == 1


def test_a_change_for_an_unknown_trip_is_held(tells, going, exported):
    tells("consent.changed_on_the_day", change(going[0][0]), trip=new_id())
    assert exported()[0]["reason"] == "trip.unknown"
    assert ConsentChange.select().count() == 0


@pytest.mark.parametrize("role", ["staff", "network_manager", "trip_leader"])
def test_others_do_not_read_the_checks(as_role, todays_trip, role):
    assert as_role(role).get(f"/office/trips/{todays_trip}/photo-checks").status_code == 403
    assert "photo-checks" not in as_role(role).get(f"/office/trips/{todays_trip}").text


def test_another_schools_trip_is_not_found(as_role):
    other = add_school("Next door")
    today = clock.today()
    trip = Trip.create(school=other, title="Zoo", place="Zoo", starts_on=today, ends_on=today, made_at=clock.now())
    assert as_role("dsl").get(f"/office/trips/{trip.id}/photo-checks").status_code == 404


def test_each_look_is_in_the_audit_log(as_role, todays_trip, run):
    page(as_role, todays_trip)
    assert "consent.checks_viewed" in [row.action for row in AuditEntry.select()]
    assert run("audit", "verify").exit_code == 0


def test_the_boards_number_of_checks_to_look_at_is_its_list(tells, going, todays_trip, register, as_role):
    register.add(going[1][0])
    tells("consent.checked", check([going[0][0]]))
    tells("consent.checked", check([going[1][0]]))
    tells("consent.checked", check([going[0][0]], out=[going[0][0]], outcome="stop", told=False))
    tells("consent.changed_on_the_day", change(going[0][0]))
    dsl = as_role("dsl")
    address = f"/office/trips/{todays_trip}/board/consent_exceptions"
    assert f'href="{address}">3<' in dsl.get(f"/office/trips/{todays_trip}").text
    listed = dsl.get(address).text
    assert listed.count("list__item") == 3
    assert "It should not have passed" in listed
    assert "It stopped the photo" in listed
    assert "Said no that day" in listed
    assert going[0][1] not in listed
    assert as_role("staff").get(address).text.count("list__item") == 0
