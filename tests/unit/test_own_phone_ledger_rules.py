"""The three-way match: uses, agreements, and the school phones that were there (R100)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.personal_phone import ledger_rules
from server.personal_phone.agreement_rules import Given
from server.personal_phone.ledger_rules import Agreed, SchoolPhone, TripFacts, Use, Wanted

NOON = datetime(2026, 6, 12, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def agreed(number=1, staff="tom", trip="castle", **instants):
    """An agreement of the morning."""
    return Agreed(number, trip, staff, Given(**{"given_at": NOON - 4 * HOUR, "closes": NOON + DAY, **instants}))


def use(ident="a", **more):
    """Tom's call at noon."""
    return Use(**{"id": ident, "trip": "castle", "staff": "tom", "at": NOON, **more})


def facts(*phones, is_over=False, zone=UTC):
    """The castle visit."""
    return {"castle": TripFacts(phones, zone, is_over)}


def found(uses, agreements, trips):
    """The ledger, short: (findings, use, agreement) of each row."""
    return [(row.findings, row.use, row.agreement) for row in ledger_rules.rows(uses, agreements, trips)]


def test_a_use_with_an_agreement_and_no_school_phone_matches():
    assert found([use()], [agreed()], facts()) == [(("matched",), "a", 1)]


@pytest.mark.parametrize(
    "other",
    [
        agreed(staff="priya"),
        agreed(trip="canal"),
        agreed(revoked_at=NOON - HOUR),
        agreed(closes=NOON),
        agreed(given_at=NOON + HOUR),
    ],
)
def test_an_agreement_of_another_person_trip_or_time_is_none(other):
    assert found([use()], [other], facts())[0][:2] == (("no_agreement",), "a")


def test_a_use_of_nobody_known_or_no_trip_has_no_agreement():
    assert found([use(staff=None), use("b", trip=None)], [], facts()) == [
        *((("no_agreement",), "a", None), (("no_agreement",), "b", None)),
    ]


def test_one_given_afterwards_is_said_so_and_counts_as_used():
    [row] = ledger_rules.rows([use()], [agreed(given_at=NOON + HOUR)], facts(is_over=True))
    assert (row.findings, row.agreement, row.afterwards) == (("no_agreement",), None, 1)


def test_an_agreement_is_never_used_once_its_trip_is_over():
    assert found([], [agreed()], facts()) == []
    assert found([], [agreed()], facts(is_over=True)) == [(("never_used",), None, 1)]
    assert found([use()], [agreed()], facts(is_over=True)) == [(("matched",), "a", 1)]


@pytest.mark.parametrize(
    ("phone", "is_there"),
    [
        (SchoolPhone("Phone 3", True, [NOON - HOUR]), True),
        (SchoolPhone("Phone 3", True, [NOON + 6 * HOUR]), True),
        (SchoolPhone("Phone 3", True, [NOON - DAY, NOON + DAY]), False),
        (SchoolPhone("Phone 3", True, []), False),
        (SchoolPhone("iPad", False, [NOON]), False),
        (SchoolPhone("Phone 3", True, [NOON], gone_at=NOON - HOUR), False),
        (SchoolPhone("Phone 3", True, [NOON], gone_at=NOON + HOUR), True),
    ],
)
def test_a_school_phone_was_there_when_it_could_ring_and_was_heard_that_day(phone, is_there):
    [row] = ledger_rules.rows([use()], [agreed()], facts(phone))
    assert row.findings == (("school_phone_there",) if is_there else ("matched",))
    assert [name for name, _at in row.phones] == ([phone.name] if is_there else [])


def test_it_says_when_the_phone_was_heard_nearest_to_the_call():
    phone = SchoolPhone("Phone 3", True, [NOON - 3 * HOUR, NOON + HOUR, NOON + 2 * HOUR])
    [row] = ledger_rules.rows([use()], [agreed()], facts(phone))
    assert row.phones == (("Phone 3", NOON + HOUR),)


def test_that_day_is_the_trips_own():
    phone = SchoolPhone("Phone 3", True, [NOON - HOUR])
    auckland = ZoneInfo("Pacific/Auckland")
    [row] = ledger_rules.rows([use(at=NOON + HOUR)], [agreed()], facts(phone, zone=auckland))
    assert row.phones == ()


def test_one_row_can_have_two_findings_and_the_newest_is_first():
    phone = SchoolPhone("Phone 3", True, [NOON])
    lines = ledger_rules.rows([use(at=NOON - HOUR), use("b")], [], facts(phone))
    assert [row.use for row in lines] == ["b", "a"]
    assert lines[0].findings == ("no_agreement", "school_phone_there")


@pytest.mark.parametrize(
    ("wanted", "uses"),
    [
        (Wanted(), ["b", "a"]),
        (Wanted(trip="castle"), ["a"]),
        (Wanted(staff="priya"), ["b"]),
        (Wanted(finding="no_agreement"), ["b"]),
        (Wanted(finding="matched"), ["a"]),
        (Wanted(first=date(2026, 6, 13)), ["b"]),
        (Wanted(last=date(2026, 6, 12)), ["a"]),
        (Wanted(first=date(2026, 6, 12), last=date(2026, 6, 12)), ["a"]),
        (Wanted(trip="castle", staff="priya"), []),
    ],
)
def test_only_what_is_asked_for(wanted, uses):
    lines = ledger_rules.rows([use(), use("b", trip="canal", staff="priya", at=NOON + DAY)], [agreed()], facts())
    assert [row.use for row in ledger_rules.wanted_of(lines, wanted, UTC)] == uses
