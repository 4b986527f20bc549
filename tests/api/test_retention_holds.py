"""A hold wins over every period: whatever it is on, nothing of it is confirmed or destroyed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.accounts.models import Staff
from server.foundation.audit import AuditEntry
from server.intake.models import Record
from server.retention.models import RetentionHold, RetentionHoldEnd
from server.trips import roster, team
from server.trips.changes import Save
from server.trips.models import Pupil, Trip, TripPupil, TripStaff
from server.trips.planning_rules import Ticks
from tests.api.access_requests import looks, opens, takes
from tests.api.alerted import incident
from tests.api.custody import link, taken
from tests.api.kept_long import PAGE, confirms, destroys, is_due, is_looked_after, years_on
from tests.cast import grazed_knee

HOLDS = f"{PAGE}/holds"
WALL = "2026-06-12T10:00:00Z"


@pytest.fixture
def note(phone, todays_trip):
    """An everyday note that names a pupil."""
    pupil = Pupil.get_by_id(TripPupil.get(TripPupil.trip == todays_trip).pupil_id)
    record = incident(todays_trip, "behaviour", "minor", pupils=f"{pupil.first_name} {pupil.last_name}")
    phone.sends(phone.files(record))
    return record["id"], f"{pupil.first_name} {pupil.last_name}"


def holds(client, what, subject, why="A claim"):
    said = {"what": what, "subject": subject, "why": why}
    return client.post(HOLDS, data=said, follow_redirects=True)


def named(what, note, trip):
    if what == "staff":
        return Staff.get_by_id(TripStaff.get(TripStaff.trip == trip).staff_id).name
    return {"trip": Trip.get_by_id(trip).title, "record": f"/office/incidents/{note[0]}", "pupil": note[1]}[what]


@pytest.mark.parametrize("what", ["trip", "record", "pupil", "staff"])
def test_a_hold_wins_over_every_period(app, note, as_role, run, todays_trip, what):
    dsl, head = as_role("dsl"), as_role("headteacher")
    with years_on(99):
        is_looked_after(app)
        dsl, head = as_role("dsl"), as_role("headteacher")
        assert "Held." in holds(dsl, what, named(what, note, todays_trip)).text
        assert is_due(run)[note[0]]["held"]
        assert f'value="{note[0]}"' not in dsl.get(f"{PAGE}/due/note").text
        assert "Due, and held" in dsl.get(f"{PAGE}/due/note").text
        assert confirms(dsl, "note", note[0]).status_code == 409
        assert "Nothing waits" in destroys(head).text
        assert Record.select().count() == 1
        assert AuditEntry.get(AuditEntry.action == "retention.held")


def test_a_hold_that_comes_after_the_confirmation_wins_too(app, note, as_role, todays_trip):
    with years_on(3):
        is_looked_after(app)
        confirms(as_role("dsl"), "note", note[0])
        holds(as_role("dsl"), "trip", Trip.get_by_id(todays_trip).title)

        assert "There is a hold on its trip" in destroys(as_role("headteacher")).text
    assert Record.select().count() == 1


def test_once_it_ends_the_schedule_counts_again(app, note, as_role, run):
    with years_on(3):
        is_looked_after(app)
        dsl = as_role("dsl")
        page = holds(dsl, "record", f"/office/incidents/{note[0]}").text
        address = page.split('href="/office/retention/holds/')[1].split('"')[0]
        assert dsl.post(f"{HOLDS}/{address}", data={"why": ""}).status_code == 422
        assert "The hold is over" in dsl.post(f"{HOLDS}/{address}", data={"why": "Settled"}, follow_redirects=True).text
        assert is_due(run)[note[0]]["held"] is None
        assert dsl.get(f"{HOLDS}/{address}").status_code == 404


def test_what_the_police_have_is_held_by_itself(app, phone, as_role, run, todays_trip):
    item = taken(WALL, todays_trip)
    police = link("item.handed_to_police", WALL, todays_trip, item=item["id"], officer="PC 4411", handed_at=WALL)
    for record in (item, police):
        phone.sends(phone.files(record))
    with years_on(99):
        is_looked_after(app)
        assert "handed to the police" in is_due(run)[item["id"]]["held"]
        assert confirms(as_role("dsl"), "trip_papers", item["id"]).status_code == 409
    assert Record.select().count() == 2


@pytest.mark.parametrize(
    ("what", "subject", "words"),
    [
        ("trip", "No such trip", "There is none of that name"),
        ("", "Anything", "Choose one"),
        ("bogus", "Anything", "Not a valid choice"),
        ("pupil", "", "Say which"),
    ],
)
def test_what_nobody_can_mean_is_asked_again(as_role, what, subject, words):
    answer = holds(as_role("dsl"), what, subject)

    assert answer.status_code == 422
    assert words in answer.text


def test_a_hold_on_a_concern_about_staff_is_seen_put_and_ended_by_those_who_handle_it(app, phone, as_role, todays_trip):
    concern = incident(todays_trip, "allegation", "serious", what_happened="Somebody shouted")
    phone.sends(phone.files(concern))
    address = f"/office/incidents/{concern['id']}"
    assert "There is none of that name" in holds(as_role("dsl"), "record", address).text
    assert "Held." in holds(as_role("headteacher"), "record", address, why="LADO 12").text
    one = f"{HOLDS}/{RetentionHold.get().id}"
    for role in ("dsl", "deputy_dsl"):
        client = as_role(role)
        assert "LADO 12" not in client.get(HOLDS).text
        assert client.get(one).status_code == client.post(one, data={"why": "Over"}).status_code == 404
    assert RetentionHoldEnd.select().count() == 0
    assert "LADO 12" in as_role("chair").get(HOLDS).text
    assert as_role("chair").post(one, data={"why": "Over"}).status_code == 302


def test_another_schools_hold_is_not_there(as_role):
    assert as_role("dsl").get(f"{HOLDS}/no-such").status_code == 404
    assert as_role("office").get(HOLDS).status_code == 403


def test_what_an_access_request_found_stays_until_it_is_closed(app, note, as_role, run):
    with years_on(3):
        is_looked_after(app)
        dsl, head = as_role("dsl"), as_role("headteacher")
        assert confirms(dsl, "note", note[0]).status_code == 200
        address = opens(dsl, Pupil.get(Pupil.first_name == note[1].split()[0], Pupil.last_name == note[1].split()[1]))
        looks(dsl, address)
        assert "There is a hold" in destroys(head).text
        assert "There is a hold" in is_due(run)[note[0]]["held"]
        assert takes(dsl, address, "close").status_code == 302
        confirms(dsl, "note", note[0])
        destroys(head)
    assert Record.get_or_none(Record.id == note[0]) is None


def a_no(trip, pupil):
    """A pupil's own no on the day: a list's key alone names them."""
    body = {"pupil": pupil.replace("-", "")[:8], "change": "said_no_today", "changed_at": WALL}
    return {**grazed_knee(trip), "kind": "consent.changed_on_the_day", "body": body}


@pytest.mark.parametrize("how", ["hold", "request"])
def test_what_names_a_pupil_by_a_lists_key_is_held_on_no_trip_too(app, phone, note, as_role, run, how):
    first, last = note[1].split(" ", 1)
    pupil = Pupil.get(Pupil.first_name == first, Pupil.last_name == last)
    other = Pupil.get(Pupil.id != pupil.id)
    theirs, others = a_no(None, pupil.id), a_no(None, other.id)
    for record in (theirs, others):
        phone.sends(phone.files(record))
    with years_on(3):
        is_looked_after(app)
        dsl = as_role("dsl")
        confirms(dsl, "trip_papers", theirs["id"])
        assert opens(dsl, pupil) if how == "request" else holds(dsl, "pupil", note[1])
        assert "a pupil it names" in destroys(as_role("headteacher")).text
        assert [is_due(run)[one["id"]]["held"] for one in (theirs, others)] == [
            "There is a hold on a pupil it names.",
            None,
        ]
    assert Record.get_or_none(Record.id == theirs["id"])


@pytest.mark.parametrize("what", ["pupil", "staff"])
def test_a_hold_on_a_person_holds_the_trips_they_were_taken_off(app, phone, note, as_role, run, todays_trip, what):
    trip, name = Trip.get_by_id(todays_trip), note[1]
    said = a_no(todays_trip, "0" * 8)
    phone.sends(phone.files(said))
    if what == "pupil":
        gone = frozenset(one.id for one in Pupil.select() if f"{one.first_name} {one.last_name}" == name)
        roster.change_pupils(trip.school_id, trip.id, Ticks(gone), Save("somebody", 0, "Ill"))
    else:
        was = team.team_of(trip)
        gone, *stay = sorted(was.staff)
        team.change(trip.school_id, trip.id, replace(was, staff=frozenset(stay)), Save("somebody", 0))
        name = Staff.get_by_id(gone).name
    with years_on(3):
        is_looked_after(app)
        holds(as_role("dsl"), what, name)
        assert "somebody who was on it" in is_due(run)[said["id"]]["held"]
