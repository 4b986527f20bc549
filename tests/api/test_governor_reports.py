"""The governors' pack: totals of a term, small numbers hidden, nobody's name, and nothing that they hear of apart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.accounts import actions
from server.foundation import clock
from server.foundation.access import Person
from server.reconciliation import governor_report
from server.reconciliation.report_period_rules import term_at
from server.shell.demo_school import PASSWORD
from server.trips.models import Pupil
from tests.api.reported import (
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

ANCHORED = "10 or more"


@pytest.fixture
def term(app):
    """The term that runs, with twelve grazes, five of another kind and one serious safeguarding concern."""
    for _ in range(12):
        incident("injury", "minor")
    for _ in range(5):
        incident("illness", "moderate")
    incident("safeguarding", "serious")
    return term_at(clock.today())


def address(term):
    return f"{REPORTS}/governors/{term.key}"


def test_small_numbers_are_hidden_and_nothing_adds_up_to_them(term, as_role):
    for _ in range(2):
        own_phone_use(flags="no_agreement")
    head = as_role("headteacher")
    numbers = numbers_of(head, f"{address(term)}.csv")
    assert of(numbers, "Incidents", "All together") == "16 or more"
    assert of(numbers, "Incidents, by kind", "Injury") == ANCHORED
    assert of(numbers, "Incidents, by kind", "Illness") == "5"
    assert of(numbers, "Incidents, by kind", "Safeguarding concern") == "fewer than 5"
    assert of(numbers, "Incidents, by severity", "Minor") == ANCHORED
    assert of(numbers, "Own phones used, by term", term.name) == "fewer than 5"
    page = head.get(address(term)).text
    assert "fewer than 5" in page
    assert ">18<" not in page


def test_staff_concerns_and_whatever_is_about_the_headteacher_are_in_no_number(term, as_role):
    head = as_role("headteacher")
    alert(took_minutes=2)
    before = numbers_of(head, f"{address(term)}.csv")
    closed = incident("allegation", "serious")
    closing(closed, "CONFIDENTIAL")
    alert(category="allegation", about_role="staff", is_late=True)
    alert(is_apart=True, about_role="headteacher", is_late=True)
    alert("vice_chair.opened")
    own_phone_use(of="headteacher")
    own_phone_use(of=None, is_heads=True)
    assert numbers_of(head, f"{address(term)}.csv") == before
    assert "CONFIDENTIAL" not in head.get(address(term)).text


def test_what_was_learnt_and_what_changed_names_nobody(term, as_role):
    pupil = Pupil.get()
    closed = incident("near_miss")
    closing(closed, f"{pupil.first_name} {pupil.last_name} was not counted. Priya now counts twice.")
    action = record_of("action.agreed", {"incident": closed, "what": f"Sit {pupil.first_name} in front"})
    record_of("action.done", {"incident": closed, "action": action})
    safeguarding = incident("safeguarding")
    closing(safeguarding, "CONFIDENTIAL")
    head = as_role("headteacher")
    page = head.get(address(term)).text
    assert "Pupil A was not counted. Staff B now counts twice." in page
    assert "Sit Pupil A in front" in page
    assert [words for words in (pupil.first_name, "Priya", "CONFIDENTIAL") if words in page] == []
    assert "Read what was learnt and what changed before it leaves the school" in page
    assert made("report.governors_made") == [{"form": "page", "read": [closed]}]


def test_what_an_own_phone_says_is_no_lesson_and_no_change(term, as_role):
    closed = incident("near_miss")
    body = {"incident": closed, "lessons": "CANARY lesson", "what": "CANARY change"}
    record_of("incident.closed", body, is_own_phones=True)
    claimed = record_of("action.agreed", body, is_own_phones=True)
    record_of("action.done", {"incident": closed, "action": claimed}, is_own_phones=True)
    ours = [record_of("action.agreed", {**body, "what": what, "owner": "tom"}) for what in ("A new rope", "Hi-vis")]
    record_of("action.done", {"incident": closed, "action": ours[0]}, is_own_phones=True)
    record_of("action.done", {"incident": closed, "action": ours[0]}, phone="p", signed_by="elin")
    record_of("action.done", {"incident": closed, "action": ours[1]}, phone="p", signed_by="tom")
    page = as_role("headteacher").get(address(term)).text
    # Its owner's signature makes an action done, as on the incident's page.
    assert ("CANARY" in page, "A new rope" in page, "Hi-vis" in page) == (False, False, True)


@pytest.mark.parametrize("role", ["chair", "vice_chair"])
def test_governors_open_a_term_that_is_over_and_not_the_one_that_runs(term, as_role, role):
    governor, earlier = as_role(role), term_at(term.first - timedelta(days=1))
    assert [governor.get(f"{address(earlier)}{end}").status_code for end in ("", ".csv")] == [200, 200]
    assert [governor.get(f"{address(term)}{end}").status_code for end in ("", ".csv")] == [404, 404]
    assert [one["form"] for one in made("report.governors_made")] == ["page", "csv"]
    for odd in ("2020-winter", "1999-autumn", "x" * 300):
        assert governor.get(f"{REPORTS}/governors/{odd}").status_code == 404


@pytest.mark.parametrize("role", ["slt", "office", "dsl", "staff", "network_manager"])
def test_nobody_else_opens_it(term, as_role, role):
    client = as_role(role)
    assert [client.get(f"{address(term)}{end}").status_code for end in ("", ".csv")] == [403, 403]


def test_another_schools_incidents_are_in_no_number(term, in_app):
    """A headteacher next door counts their own."""
    finch = actions.add_staff(actions.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    person = Person(finch.id, finch.name, finch.school_id, frozenset({"headteacher"}), "")
    pack = governor_report.pack_for(person, term)
    assert {cells[0] for table in pack.tables for _name, cells in table.rows} == {"none", "0"}
