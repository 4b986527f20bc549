"""Who checks a trip off, when it takes two, what counts as explained, and where a trip stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from server.incidents.rules import CATEGORY_NAMES
from server.reconciliation import check_off_rules as rules
from server.reconciliation import trip_states
from server.reconciliation.attestation_rules import ATTESTED, LOST, NOT_SINCE, Loan, Standing
from server.reconciliation.gap import Gap
from server.trips.rules import STATE_NAMES

NOW = datetime(2026, 6, 12, 15, tzinfo=UTC)
TODAY = date(2026, 6, 12)
GAP = Gap("attestation|p3", "Phone 3: 2 things wait on it", "Bring it into signal.", "/office")


def test_two_sign_after_anything_grave_and_after_what_nobody_can_place():
    two = {name for name in CATEGORY_NAMES if rules.takes_two([("injury", "minor"), (name, None)])}
    grave = {"missing_pupil", "emergency", "allegation"}
    assert two == grave | {"safeguarding", "bullying", "online_safety", "nude_image", "visitor_breach"}
    assert rules.takes_two([("injury", "serious")])
    assert rules.takes_two([("other", "critical")])
    assert rules.takes_two([(None, None)])
    assert rules.takes_two([("of a newer version", "minor")])
    assert rules.takes_two([("injury", "minor")], has_unread=True)
    assert not rules.takes_two([])
    assert not rules.takes_two([("injury", "moderate"), ("illness", None)])


def test_a_gap_is_explained_only_as_it_was_said_then():
    assert rules.open_gaps([GAP], {}) == [GAP]
    assert rules.open_gaps([GAP], {GAP.key: GAP.title}) == []
    assert rules.open_gaps([GAP], {GAP.key: "Phone 3: 1 thing waits on it"}) == [GAP]


def test_it_is_signed_from_its_last_day_on_and_once_it_is_back():
    tomorrow = TODAY + timedelta(days=1)
    assert "last day" in rules.why_not_yet(tomorrow, NOW - timedelta(hours=1), NOW, TODAY)
    assert "came back" in rules.why_not_yet(TODAY, NOW + timedelta(hours=1), NOW, TODAY)
    assert rules.why_not_yet(TODAY, NOW, NOW, TODAY) == ""


@pytest.mark.parametrize(
    ("days", "signed", "is_archived", "state"),
    [
        ((1, 2), None, False, "coming"),
        ((-1, 0), None, False, "out"),
        ((-3, -1), None, False, "back"),
        ((-3, -1), "signed_off", False, "signed_off"),
        ((0, 0), "signed_off", False, "signed_off"),
        ((-3, -1), "reopened", False, "reopened"),
        ((-3, -1), "signed_off", True, "archived"),
        ((-3, -1), "reopened", True, "reopened"),
    ],
)
def test_a_trip_stands_in_one_state_for_everybody(days, signed, is_archived, state):
    starts_on, ends_on = (TODAY + timedelta(days=day) for day in days)
    trip = SimpleNamespace(starts_on=starts_on, ends_on=ends_on, archived_at=NOW if is_archived else None)
    assert trip_states.state_of(trip, signed, TODAY) == state
    assert STATE_NAMES[state]


def test_phones_are_out_until_they_have_told_that_nothing_waits():
    standings = [Standing("a", "Phone 3", ATTESTED), Standing("b", "Phone 4", LOST)]
    assert trip_states.phones_in_words(standings) == "1 phone out, 1 back"
    assert trip_states.phones_in_words([]) == "No phone went"


def test_where_loans_are_noted_a_phone_is_out_until_it_is_handed_back():
    still_lent = Standing("a", "Phone 3", ATTESTED, loan=Loan("Tom Hargreave"))
    handed_back = Standing("b", "Phone 4", NOT_SINCE, loan=Loan(is_handed_back=True))
    lent_again = Standing("c", "Phone 5", ATTESTED, loan=Loan("Tom Hargreave", is_handed_back=True))
    assert trip_states.phones_in_words([still_lent, handed_back, lent_again]) == "2 phones out, 1 back"
