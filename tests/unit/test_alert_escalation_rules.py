"""Who is told next and when, while nobody has taken an alert up."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.accounts.rules import Role
from server.alerts.escalation_rules import GOVERNORS, Times, due_at, ladder, next_step
from server.alerts.routing_rules import TABLE, Situation, rows

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 6, 12, 12, 0, tzinfo=LONDON)
USUAL = Times()


def at(hour: int, minute: int = 0, day: int = 12) -> datetime:
    """A time at school in June, when it is not UTC."""
    return datetime(2026, 6, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("situation", "roles"),
    [
        (Situation("incident.reported", "injury", "serious"), ("deputy_dsl", "headteacher", "chair", "vice_chair")),
        (Situation("incident.reported", "safeguarding", None), ("deputy_dsl", "headteacher", "chair", "vice_chair")),
        (Situation("incident.reported", "allegation", None), ("headteacher", "chair", "vice_chair")),
        (Situation("incident.reported", "injury", "serious", "staff"), ("headteacher", "chair", "vice_chair")),
        (Situation("incident.reported", "allegation", None, "headteacher"), ("chair", "vice_chair")),
        (Situation("personal_phone.used"), ("headteacher", "slt", "chair", "vice_chair")),
        (Situation("personal_phone.used", None, None, "headteacher"), ("chair", "vice_chair")),
    ],
)
def test_who_comes_after_whom(situation, roles):
    assert ladder(rows(situation)) == roles


@pytest.mark.parametrize(
    ("urgency", "told_at", "step", "due"),
    [
        ("now", at(12), 0, at(12, 10)),
        ("now", at(12, 10), 1, at(12, 20)),
        ("now", at(23, 30), 0, at(23, 40)),
        ("now", at(3), 1, at(3, 10)),
        ("today", at(9), 0, at(17)),
        ("today", at(16, 30), 0, at(17, 30)),
        ("today", at(17), 1, at(18)),
        ("today", at(20, 30), 0, at(7, day=13)),
        ("today", at(0, 30), 0, at(17)),
        ("today", at(23), 0, at(7, day=13)),
    ],
)
def test_when_the_next_is_told(urgency, told_at, step, due):
    assert due_at(urgency, told_at, step, USUAL, zone=LONDON) == due


def test_the_school_chooses_the_times():
    chosen = Times(5, 20, time(15, 30), time(0), time(0))
    assert due_at("now", NOON, 0, chosen, zone=LONDON) == NOON + timedelta(minutes=5)
    assert due_at("now", NOON, 1, chosen, zone=LONDON) == NOON + timedelta(minutes=20)
    assert due_at("today", NOON, 0, chosen, zone=LONDON) == at(15, 30)
    assert due_at("today", at(22), 0, chosen, zone=LONDON) == at(23)


INSTANTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: (NOON + timedelta(minutes=minutes)).astimezone(UTC))
CLOCKS = st.times()
TIMES = st.builds(Times, st.integers(1, 240), st.integers(1, 240), CLOCKS, CLOCKS, CLOCKS)


@settings(max_examples=150)
@given(INSTANTS, st.integers(0, 3), TIMES)
def test_quiet_hours_never_hold_back_now(told_at, step, times):
    minutes = times.first_minutes if step == 0 else times.then_minutes
    assert due_at("now", told_at, step, times, zone=LONDON) - told_at == timedelta(minutes=minutes)


@settings(max_examples=150)
@given(INSTANTS, st.integers(0, 3), TIMES)
def test_the_next_is_told_within_two_days_and_later_than_the_one_before(told_at, step, times):
    for urgency in ("now", "today"):
        assert timedelta(0) < due_at(urgency, told_at, step, times, zone=LONDON) - told_at < timedelta(hours=50)


PEOPLE = "abcdefgh"
HOLDERS = st.dictionaries(
    st.sampled_from([*map(str, Role)]), st.lists(st.sampled_from(PEOPLE), max_size=3), max_size=len(Role)
)
ROWS = st.lists(st.sampled_from([*TABLE]), min_size=1, max_size=3)


def everybody_told(found_rows, first, holders):
    """Whoever was told once nobody answered for long enough."""
    told, step = set(first), 0
    while after := next_step(found_rows, step, frozenset(told), holders):
        assert after.people
        assert after.step > step
        assert not set(after.people) & told
        told |= set(after.people)
        step = after.step
    return told


@settings(max_examples=300)
@given(ROWS, HOLDERS, st.frozensets(st.sampled_from(PEOPLE), max_size=6), st.sets(st.sampled_from(PEOPLE), max_size=2))
def test_somebody_reachable_is_always_told_and_the_person_concerned_never(found_rows, holders, silent, concerned):
    free = {role: [one for one in people if one not in concerned] for role, people in holders.items()}
    told = everybody_told(found_rows, [], free)
    above_all = {one for role in GOVERNORS for one in free.get(role, [])}
    assert above_all <= told
    assert not told & concerned
    assert bool(above_all - silent) <= bool(told - silent)
