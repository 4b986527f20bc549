"""The ledger of own phones: on a page, to print, as CSV, for office and headteacher, filtered, and each look noted."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.phones.models import Phone
from server.trips.models import DepartureCheck, Trip, TripPhone
from tests.api.own_phones import LEDGER, SAID, agree, page_of, staff_id, use
from tests.cast import receipts

EVERY_VIEW = (LEDGER, f"{LEDGER}/print", f"{LEDGER}.csv")
EARLIER = timedelta(days=3)


@pytest.fixture
def canal(app):
    """The canal walk of nine days ago, on which nobody called."""
    return str(Trip.get(Trip.title == "Canal walk").id)


@pytest.fixture
def files(phone, todays_trip):
    """`files("staff")` is a use on today's trip, three days ago by its own word, when no phone of it was heard."""

    def send(role="staff", trip=todays_trip, **body):
        began_at = clock.as_text(clock.now() - EARLIER)
        record = use(trip, role, **{"began_at": began_at, "ended_at": None, **body})
        receipts(phone.sends(phone.files(record)))
        return record

    return send


def rows_of(client, **asked):
    """The CSV as dictionaries."""
    answer = client.get(f"{LEDGER}.csv", query_string=asked)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def findings(client, **asked):
    """What was found, row by row."""
    return [row["Finding"] for row in rows_of(client, **asked)]


def test_no_agreement_and_one_never_used(files, as_role, canal):
    record = files()
    agree(canal, "trip_leader", minutes_ago=20 * 24 * 60)
    office = as_role("office")
    assert findings(office) == ["Used with no agreement", "Agreement never used"]
    page = office.get(LEDGER).text
    for words in ("Tom Hargreave", page_of(record), "Priya Shah", "Canal walk", "No agreement", "Agreement never used"):
        assert words in page
    printed = office.get(f"{LEDGER}/print").text
    assert ("Tom Hargreave" in printed, page_of(record) in printed) == (True, False)


def test_matched_by_an_agreement_of_that_time(files, as_role, todays_trip):
    files()
    agree(todays_trip, minutes_ago=4 * 24 * 60)
    [row] = rows_of(as_role("headteacher"))
    assert (row["Finding"], row["Agreement in force"], row["Whose phone"]) == ("Matched", "1", "Tom Hargreave")


@pytest.mark.parametrize("evidence", ["heard", "checked"])
def test_a_use_while_a_school_phone_was_there_names_it(files, as_role, todays_trip, phone, evidence):
    named = Phone.get(Phone.name == "Phone 3")
    assert TripPhone.get_or_none(TripPhone.trip == todays_trip, TripPhone.phone == named)
    if evidence == "heard":
        files(began_at=clock.as_text(clock.now()))
    else:
        at = clock.now() - EARLIER
        facts = {"openers": 2, "rings": True, "not_well": "[]", "checked_at": at, "told_at": at, "n": 999}
        DepartureCheck.create(school=named.school_id, trip=todays_trip, phone=named.id, **facts)
        files()
    [row] = rows_of(as_role("office"))
    assert "while a school phone was on the trip and working" in row["Finding"]
    assert "Phone 3" in row["School phones there and working"]


def test_a_check_that_found_something_wanting_is_no_working_phone(files, as_role, todays_trip):
    named, at = Phone.get(Phone.name == "Phone 3"), clock.now() - EARLIER
    facts = {"openers": 2, "rings": True, "not_well": '["charge"]', "checked_at": at, "told_at": at, "n": 999}
    DepartureCheck.create(school=named.school_id, trip=todays_trip, phone=named.id, **facts)
    files()
    assert findings(as_role("office")) == ["Used with no agreement"]


def test_it_is_filtered_by_trip_person_finding_and_days(files, as_role, canal, todays_trip):
    files("staff")
    files("trip_leader", canal)
    agree(canal, "trip_leader", minutes_ago=20 * 24 * 60)
    office, day = as_role("office"), (clock.now() - EARLIER).astimezone(clock.SCHOOL_TIME).date()
    boxes = {f"first-{part}": getattr(day + timedelta(days=1), part) for part in ("day", "month", "year")}
    assert len(rows_of(office)) == 3
    assert [row["Whose phone"] for row in rows_of(office, trip=todays_trip)] == ["Tom Hargreave"]
    assert {row["Whose phone"] for row in rows_of(office, person=staff_id("trip_leader"))} == {"Priya Shah"}
    assert findings(office, finding="never_used") == ["Agreement never used"]
    assert findings(office, **boxes) == []
    page = office.get(LEDGER, query_string={"trip": todays_trip}).text
    assert f"{LEDGER}.csv?trip={todays_trip}" in page
    assert "Priya Shah</a>" not in page


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"first-day": "x", "first-month": "1", "first-year": "2026"}, "as numbers"),
        ({"last-day": "31", "last-month": "2", "last-year": "2026"}, "no such day"),
        ({"trip": "elsewhere"}, "Not a valid choice"),
        ({"finding": "perhaps"}, "Not a valid choice"),
    ],
)
@pytest.mark.parametrize("view", EVERY_VIEW)
def test_what_cannot_be_asked_is_said_by_the_field(files, as_role, view, asked, words):
    files()
    answer = as_role("office").get(view, query_string=asked)
    assert (answer.status_code, words in answer.text, "Castle office" in answer.text) == (422, True, False)


def test_days_that_end_before_they_begin_are_said_so(as_role):
    days = {"first-day": 2, "first-month": 6, "first-year": 2026, "last-day": 1, "last-month": 6, "last-year": 2026}
    answer = as_role("office").get(LEDGER, query_string=days)
    assert (answer.status_code, "cannot end before it begins" in answer.text) == (422, True)


def test_no_cell_is_a_formula_and_nothing_that_was_said_is_in_any(files, as_role):
    files(called_name='=HYPERLINK("http://x","y")', called_number="@SUM(A1)")
    [row] = rows_of(as_role("office"))
    assert row["Who was called"].startswith("'=")
    assert row["Number"].startswith("'@")
    shown = [as_role("headteacher").get(view).text for view in EVERY_VIEW]
    assert not [page for page in shown if SAID in page]


@pytest.mark.parametrize("role", ["staff", "trip_leader", "slt", "dsl", "evc", "network_manager"])
@pytest.mark.parametrize("view", EVERY_VIEW)
def test_another_role_is_refused(as_role, role, view):
    assert as_role(role).get(view).status_code == 403


def test_a_headteachers_agreements_are_no_headteachers_to_see(as_role, canal):
    agree(canal, "headteacher", minutes_ago=20 * 24 * 60)
    assert findings(as_role("headteacher")) == []
    for role in ("office", "chair"):
        assert findings(as_role(role)) == ["Agreement never used"]
    assert "Ruth Adeyemi</option>" not in as_role("headteacher").get(LEDGER).text


def test_each_look_is_in_the_audit_log(files, as_role):
    files()
    office = as_role("office")
    for view in EVERY_VIEW:
        office.get(view)
    acts = [row.action for row in AuditEntry.select() if row.action.startswith("own_phone_uses.")]
    assert acts == [f"own_phone_uses.{what}_viewed" for what in ("ledger", "ledger_print", "ledger_csv")]


@pytest.mark.parametrize("odd", ["endpoint", "_method", "_scheme", "_external", "_anchor", "values"])
def test_what_nobody_asks_for_in_the_address_goes_nowhere(files, as_role, todays_trip, odd):
    files()
    office = as_role("office")
    for view in EVERY_VIEW:
        answer = office.get(view, query_string={odd: "x", "trip": todays_trip})
        assert answer.status_code == 200
        assert f"{odd}=x" not in answer.text
    page = office.get(LEDGER, query_string={odd: "x", "trip": todays_trip}).text
    assert f'href="{LEDGER}.csv?trip={todays_trip}"' in page
