"""The headteacher's monitoring report and the list of reports: what is counted, for whom, of which days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.foundation import clock
from server.incidents.models import Incident
from server.reconciliation.report_period_rules import term_at
from tests.api.reported import (
    MONITORING,
    REPORTS,
    alert,
    closing,
    incident,
    made,
    numbers_of,
    of,
    own_phone_use,
    record_of,
)

PARTS = ("day", "month", "year")


@pytest.fixture
def term(app):
    """A term of which every number is known: two weeks of incidents, calls, alerts, what was learnt."""
    first = term_at(clock.today()).first
    earlier = clock.now() - timedelta(days=365)
    for severity in ("minor", "minor", "serious"):
        incident("injury", severity)
    incident("behaviour", None)
    incident("safeguarding", "critical")
    allegation = incident("allegation", "serious")
    incident("injury", "minor", earlier)
    for flags, staff in (("", "staff"), ("no_agreement", "trip_leader"), ("no_agreement own_number", None)):
        own_phone_use(of=staff, flags=flags)
    alert(took_minutes=3)
    alert(is_late=True)
    alert(category="allegation", about_role="staff", is_late=True)
    closed = incident("near_miss", "minor", needs_follow_up=True)
    closing(closed, "Count at the gate as well.")
    closing(allegation, "CONFIDENTIAL")
    action = record_of("action.agreed", {"incident": closed, "what": "A second count", "due_on": "2020-01-01"})
    record_of("action.agreed", {"incident": closed, "what": "A new rope", "due_on": "2020-01-01"})
    record_of("action.done", {"incident": closed, "action": action})
    return first


def test_it_counts_a_term_and_nothing_besides(term, as_role):
    numbers = numbers_of(as_role("headteacher"), f"{MONITORING}.csv")
    kinds = "Incidents by kind"
    assert of(numbers, kinds, "Injury", "Together") == "3"
    assert of(numbers, kinds, "Injury", "Serious") == "1"
    assert of(numbers, kinds, "Behaviour", "Severity not given") == "1"
    assert of(numbers, kinds, "Concern about a member of staff", "Together") == "1"
    assert of(numbers, "Own phones", "Used, with an agreement") == "1"
    assert of(numbers, "Own phones", "Used, with no agreement then") == "2"
    assert of(numbers, "Own phones", "Reports that nobody took up") == "3"
    assert [of(numbers, "Alerts", line) for line in ("Raised", "Not taken up in time")] == ["3", "2"]
    assert [of(numbers, "Actions agreed", line) for line in ("Done", "Open", "Of those overdue")] == ["1", "1", "1"]


def days_from(first, last):
    return {f"{end}-{part}": getattr(day, part) for end, day in (("first", first), ("last", last)) for part in PARTS}


def test_trips_count_once_they_are_over(as_role):
    today = clock.today()
    asked = days_from(today - timedelta(days=20), today + timedelta(days=20))
    numbers = numbers_of(as_role("headteacher"), f"{MONITORING}.csv", **asked)
    assert of(numbers, "Trips that ended", "Not signed off") == "1"


def test_slt_is_told_of_no_concern_about_staff_and_of_no_lesson_they_may_not_read(term, as_role):
    numbers, page = numbers_of(as_role("slt"), f"{MONITORING}.csv"), as_role("slt").get(MONITORING).text
    assert ("Incidents by kind", "Concern about a member of staff", "Together") not in numbers
    assert [of(numbers, "Alerts", line) for line in ("Raised", "Not taken up in time")] == ["2", "1"]
    assert of(numbers, "Incidents by kind", "Safeguarding concern", "Together") == "1"
    assert ("Count at the gate as well." in page, "CONFIDENTIAL" in page) == (True, False)
    assert "CONFIDENTIAL" in as_role("headteacher").get(MONITORING).text


def test_a_headteachers_own_phone_and_what_is_apart_are_in_no_number(term, as_role):
    views = [(role, address) for role in ("headteacher", "slt") for address in (f"{MONITORING}.csv",)]
    before = [numbers_of(as_role(role), address) for role, address in views]
    own_phone_use(of="headteacher")
    own_phone_use(of=None, is_heads=True, flags="no_agreement")
    alert(is_apart=True, about_role="headteacher", is_late=True)
    alert("chair.opened", is_late=True)
    assert [numbers_of(as_role(role), address) for role, address in views] == before


def test_days_of_ones_own_hold_both_ends_and_are_drawn_week_by_week(term, as_role):
    today = clock.today()
    days = days_from(today, today)
    head = as_role("headteacher")
    assert of(numbers_of(head, f"{MONITORING}.csv", **days), "Incidents by kind", "Injury", "Together") == "3"
    page = head.get(MONITORING, query_string=days).text
    assert "7: 3 minor, 2 serious, 1 critical, 1 severity not given" in page
    assert f"{MONITORING}.csv?first-day={today.day}" in page
    tomorrow = today + timedelta(days=1)
    days = days_from(tomorrow, tomorrow)
    assert not [key for key in numbers_of(head, f"{MONITORING}.csv", **days) if key[0] == "Incidents by kind"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"term": "days"}, "Give the first day"),
        ({"term": "2020-winter"}, "Not a valid choice"),
        ({"first-day": "31", "first-month": "2", "first-year": "2026"}, "no such day"),
        ({"first-day": "1", "first-month": "2", "first-year": "2026", "last-day": "x"}, "as numbers"),
        (
            {"first-day": 2, "first-month": 2, "first-year": 2026, "last-day": 1, "last-month": 2, "last-year": 2026},
            "cannot end before",
        ),
        (
            {"first-day": 1, "first-month": 1, "first-year": 2024, "last-day": 1, "last-month": 1, "last-year": 2026},
            "a year at most",
        ),
        (
            {"first-day": 1, "first-month": 1, "first-year": 9999, "last-day": 31, "last-month": 12, "last-year": 9999},
            "from 2000 on",
        ),
    ],
)
def test_days_that_cannot_be_asked_for_are_said_by_the_field(term, as_role, asked, words):
    for address in (MONITORING, f"{MONITORING}.csv"):
        answer = as_role("headteacher").get(address, query_string=asked)
        assert (answer.status_code, words in answer.text, "Count at the gate" in answer.text) == (422, True, False)
    assert not made("report.monitoring_made")


def test_each_one_made_is_noted_with_what_was_read_in_it(term, as_role):
    [closed] = Incident.select().where(Incident.category == "near_miss")
    head = as_role("headteacher")
    head.get(MONITORING)
    head.get(f"{MONITORING}.csv")
    page, file = made("report.monitoring_made")
    assert (closed.id in page["read"], page["form"], page["first"]) == (True, "page", term.isoformat())
    assert (file["read"], file["form"]) == ([], "csv")


@pytest.mark.parametrize("role", ["office", "dsl", "evc", "staff", "chair", "vice_chair", "network_manager"])
def test_nobody_else_opens_the_monitoring_report(as_role, role):
    client = as_role(role)
    assert {client.get(address).status_code for address in (MONITORING, f"{MONITORING}.csv")} == {403}


@pytest.mark.parametrize(
    ("role", "sees", "not_sees"),
    [
        ("headteacher", ("Monitoring report", "still runs", "Canal walk"), ()),
        ("slt", ("Monitoring report", "Canal walk"), ("For governors",)),
        ("office", ("Canal walk",), ("Monitoring report", "For governors")),
        ("vice_chair", ("For governors",), ("Canal walk", "Monitoring report", "still runs")),
    ],
)
def test_the_list_of_reports_is_ones_own(as_role, role, sees, not_sees):
    page = as_role(role).get(REPORTS).text
    assert [words for words in sees if words not in page] == []
    assert [words for words in not_sees if words in page] == []


def test_the_list_is_in_the_navigation_of_those_who_may_and_refused_to_others(as_role):
    assert f'href="{REPORTS}"' in as_role("slt").get("/office").text
    staff = as_role("staff")
    assert f'href="{REPORTS}"' not in staff.get("/office").text
    assert staff.get(REPORTS).status_code == 403
