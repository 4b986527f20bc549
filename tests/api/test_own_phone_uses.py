"""Own phones used: each is listed whatever it says, shown to whom it concerns, reported, taken up and closed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from server.accounts.actions import add_school, add_staff, give_role
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.registry import OpenedRecord
from server.intake.models import Opening, Record
from server.personal_phone import uses
from server.personal_phone.use_models import OwnPhoneUse
from server.shell.demo_school import PASSWORD
from server.trips.models import Trip
from tests.api.own_phones import LIST, SAID, agree, page_of, staff_id, use
from tests.cast import receipts

OUTCOME = "Spoke to Tom. Nothing further."


@pytest.fixture
def files(phone, todays_trip):
    """`files("staff", withheld="tried")` is a use on today's trip, sent and opened; returns its plaintext."""

    def send(role="staff", trip=todays_trip, **body):
        record = use(trip, role, **body)
        receipts(phone.sends(phone.files(record)))
        return record

    return send


def due(client):
    """What stands under somebody's To do about own phones."""
    return client.get("/office").text


def listed(record):
    """The row of a use."""
    return OwnPhoneUse.get_by_id(record["id"])


def flags_of(record):
    """What is told beside a use."""
    return set(listed(record).flags.split())


def test_a_use_shows_every_fact_to_the_headteacher(files, as_role):
    record = files()
    head = as_role("headteacher")
    assert page_of(record) in head.get(LIST).text
    page = head.get(page_of(record)).text
    for fact in ("Tom Hargreave", "Castle visit", "Castle office", "01632 960450", SAID, "Both were with the other"):
        assert fact in page
    for fact in ("141 was dialled first", "To be agreed afterwards", "Tom Hargreave, signed in on Phone 3", "noted as"):
        assert fact in page


def test_office_and_slt_see_that_it_exists_and_not_what_was_said(files, as_role):
    record = files()
    for role in ("office", "slt"):
        client = as_role(role)
        assert page_of(record) in client.get(LIST).text
        page = client.get(page_of(record)).text
        assert "Castle office" in page
        assert (SAID in page, "Both were with" in page, "got this" in page) == (False, False, False)


@pytest.mark.parametrize("role", ["staff", "trip_leader", "dsl", "evc", "network_manager", "site_manager"])
def test_another_role_is_refused_and_sees_no_way_there(files, as_role, role, todays_trip):
    record = files("trip_leader")
    client = as_role(role)
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(record)).status_code == 404
    assert client.post(f"{page_of(record)}/take-up").status_code == 404
    assert client.post(f"{page_of(record)}/outcome", data={"words": OUTCOME}).status_code == 404
    for page in ("/office", f"/office/trips/{todays_trip}"):
        shown = client.get(page).text
        assert (f'href="{LIST}"' in shown, f"{LIST}?trip" in shown) == (False, False)


def test_the_neighbour_finds_none_of_it(files, app):
    record = files()
    finch = add_staff(add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    give_role(finch, "headteacher")
    client = app.test_client()
    client.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})
    assert "Tom Hargreave" not in client.get(LIST).text
    assert client.get(page_of(record)).status_code == 404
    assert client.post(f"{page_of(record)}/take-up").status_code == 404
    assert client.get(LIST, query_string={"trip": record["trip"]}).status_code == 404


def test_sent_again_it_is_listed_once_and_exported_as_it_came(phone, todays_trip, exported):
    record = use(todays_trip)
    frame = phone.files(record)
    first = receipts(phone.sends(frame))
    assert receipts(phone.sends(frame)) == first
    assert OwnPhoneUse.select().count() == 1
    [line] = [line for line in exported() if line["kind"] == "personal_phone.used"]
    assert (line["body"], line["state"]) == (record["body"], "opened")


def test_heard_of_again_it_is_listed_once(files, app):
    row = listed(files())
    body = json.loads(Record.get_by_id(row.n).body)
    fact = OpenedRecord(
        n=row.n,
        school=row.school_id,
        id=row.id,
        kind="personal_phone.used",
        version=1,
        trip=row.trip,
        body=body,
        actor={},
        phone=row.phone,
        recorded_at=None,
        received_at=row.received_at,
        held=None,
    )
    with app.app_context():
        for again in (fact, replace(fact, id="another"), replace(fact, n=row.n + 1)):
            uses.hear(again)
    assert [(one.id, one.staff) for one in OwnPhoneUse.select()] == [(row.id, row.staff)]


def test_a_finished_one_takes_the_place_of_what_came_unfinished(phone, todays_trip, as_role):
    record = use(todays_trip, ended_at=None)
    sealed = phone.seals("draft", record["id"], json.dumps(record).encode())
    receipts(phone.sends(phone.labels(sealed, id=record["id"], type="draft", trip=todays_trip)))
    head = as_role("headteacher")
    assert "came unfinished" in head.get(page_of(record)).text
    head.post(f"{page_of(record)}/take-up")
    receipts(phone.sends(phone.files({**record, "body": {**record["body"], "called_name": "The castle"}})))
    page = head.get(page_of(record)).text
    assert ("came unfinished" in page, "The castle" in page, "Ruth Adeyemi, " in page) == (False, True, True)


def test_two_versions_are_held_and_the_first_stays_listed(phone, todays_trip):
    record = use(todays_trip)
    changed = {**record, "body": {**record["body"], "called_name": "Somebody else"}}
    receipts(phone.sends(phone.files(record)))
    receipts(phone.sends(phone.files(changed)))
    assert [row.reason for row in Opening.select().where(Opening.state == "held")] == ["versions.two"]
    assert listed(record).called_name == "Castle office"


@pytest.mark.parametrize(
    "body",
    [
        {"began_at": None, "ended_at": None, "called": None, "called_name": None, "called_number": None},
        {"began_at": "0001-01-01T00:00:00Z", "ended_at": "9999-12-31T23:59:59.999Z"},
        {"called_name": "w" * 5000, "called_number": "0" * 5000, "called_role": "nobody we know"},
        {"called_number": "07700 900123 or 07700 900124"},
        {"called_name": "\x00\u202e", "used_by": "not a person", "written_on": "paper"},
        {"called_name": "\ud83d", "what_was_said": "<img src=x onerror=fetch('/x')>"},
    ],
)
def test_whatever_it_says_it_is_listed_and_shown_as_text(files, as_role, body):
    record = files(**body)
    head = as_role("headteacher")
    assert listed(record).trip is not None
    assert head.get(LIST).status_code == 200
    answer = head.get(page_of(record))
    assert (answer.status_code, "<img src=x" in answer.text) == (200, False)
    assert head.get(f"{LIST}/ledger.csv").status_code == 200


def test_what_does_not_fit_is_told_beside_it_and_stops_nothing(files, as_role, todays_trip):
    now = clock.now()
    long_ago, earlier = clock.as_text(now - timedelta(days=40)), clock.as_text(now - timedelta(days=41))
    assert flags_of(files()) == {"no_agreement"}
    odd, head = files(began_at=long_ago, ended_at=earlier), as_role("headteacher")
    assert flags_of(odd) == {"no_agreement", "outside_trip", "end_before_start"}
    page = head.get(page_of(odd)).text
    for words in ("The end given is before the start.", "on no day of the trip.", "No agreement was in force"):
        assert words in page
    agree(todays_trip)
    record = files()
    assert flags_of(record) == set()
    assert "Number 1, given" in head.get(page_of(record)).text


def test_the_days_are_those_of_the_place_where_the_trip_is(files, todays_trip):
    midday = clock.now().replace(hour=12, minute=0)
    Trip.update(time_zone="Pacific/Auckland").where(Trip.id == todays_trip).execute()
    assert "outside_trip" in flags_of(files(began_at=clock.as_text(midday), ended_at=None))
    Trip.update(time_zone="Europe/London").where(Trip.id == todays_trip).execute()
    assert "outside_trip" not in flags_of(files(began_at=clock.as_text(midday), ended_at=None))


def test_an_agreement_given_after_the_call_was_none_then(files, todays_trip):
    agree(todays_trip, minutes_ago=5)
    assert "no_agreement" in flags_of(files())


def test_one_call_written_down_by_two_is_linked_and_both_are_kept(files, as_role):
    one = files("staff")
    other = files("trip_leader", called_name=None, called_number="+44 1632 960450")
    apart = files("trip_leader", called_name="Coach firm", called_number="01632 960451")
    head = as_role("headteacher")
    for mine, theirs in ((one, other), (other, one)):
        page = head.get(page_of(mine)).text
        assert "may be the same call" in page
        assert page_of(theirs) in page
        assert page_of(apart) not in page
    assert "may be the same call" not in head.get(page_of(apart)).text
    assert OwnPhoneUse.select().count() == 3


def test_each_look_and_each_decision_is_in_the_audit_log_without_words(files, as_role, run):
    record, head = files(), as_role("headteacher")
    head.get(LIST)
    head.get(page_of(record))
    head.post(f"{page_of(record)}/take-up")
    head.post(f"{page_of(record)}/outcome", data={"words": OUTCOME, "seen": "0"})
    rows = [row for row in AuditEntry.select() if row.action.startswith("own_phone_use")]
    assert [row.action.partition(".")[2] for row in rows] == [
        *("list_viewed", "viewed", "taken_up", "outcome_recorded"),
    ]
    assert {row.actor for row in rows} == {staff_id("headteacher")}
    assert not [row for row in rows if "Tom" in row.details]
    assert run("audit", "verify").exit_code == 0


def test_the_trips_page_counts_them_and_leads_there(files, as_role, todays_trip):
    office = as_role("office")
    assert "Calls with own phones: none" in office.get(f"/office/trips/{todays_trip}").text
    record = files()
    page = office.get(f"/office/trips/{todays_trip}").text
    assert f"{LIST}?trip={todays_trip}" in page
    assert "Calls with own phones: 1" in page
    assert page_of(record) in office.get(LIST, query_string={"trip": todays_trip}).text
    assert office.get(LIST, query_string={"trip": "nowhere"}).status_code == 404
