"""How long things are kept, whatever the days are: never shorter than the schedule says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.incidents.rules import CATEGORY_NAMES, SEVERITY_NAMES
from server.retention.rules import (
    ALLEGATION,
    CHILD,
    IMAGE,
    INJURY,
    NOTE,
    SCHEDULE,
    due_on,
    handled_by,
    rule_of_incident,
)
from server.retention.settings import SETTINGS

USUAL = {one.code: one.usual for one in SETTINGS}
DAYS = some.dates(date(1990, 1, 1), date(2120, 12, 31))
BIRTHS = some.lists(some.none() | some.dates(date(1970, 1, 1), date(2120, 12, 31)), max_size=4)
RULES = some.sampled_from(sorted(SCHEDULE))


def years_after(day: date, years: int) -> date:
    return date(day.year + years, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + years)


@given(DAYS, BIRTHS)
def test_no_childs_record_goes_before_the_youngest_is_25(last_on, births):
    day = due_on(CHILD, last_on, births, USUAL)

    for born in births:
        assert day >= years_after(born, 25) if born else day >= last_on + timedelta(days=25 * 365)
    if not births:
        assert day >= last_on + timedelta(days=25 * 365)


@given(RULES, DAYS, BIRTHS)
def test_nothing_goes_within_a_year(rule, last_on, births):
    assert due_on(rule, last_on, births, USUAL) > last_on + timedelta(days=364)


@given(RULES, DAYS, some.integers(0, 4000), BIRTHS)
def test_what_was_added_later_never_makes_it_go_sooner(rule, last_on, more, births):
    later = last_on + timedelta(days=more)

    assert due_on(rule, later, births, USUAL) >= due_on(rule, last_on, births, USUAL)


@given(RULES, DAYS, BIRTHS, some.dates(date(1970, 1, 1), date(2120, 12, 31)))
def test_another_child_never_makes_it_go_sooner(rule, last_on, births, born):
    named = [*births, born] if births else [None, born]

    assert due_on(rule, last_on, named, USUAL) >= due_on(rule, last_on, births, USUAL)


@pytest.mark.parametrize(
    ("last_on", "gone"),
    [
        (date(2026, 8, 31), date(2027, 9, 1)),
        (date(2026, 9, 1), date(2028, 9, 1)),
        (date(2028, 2, 29), date(2029, 9, 1)),
    ],
)
def test_a_note_goes_a_year_after_its_school_year(last_on, gone):
    assert due_on(NOTE, last_on, (), USUAL) == gone


def test_a_child_born_on_29_february_is_25_on_1_march():
    assert due_on(INJURY, date(2025, 1, 1), [date(2016, 2, 29)], USUAL) == date(2041, 3, 1)


@pytest.mark.parametrize("category", [*CATEGORY_NAMES, None, "of a later version"])
@pytest.mark.parametrize("severity", [*SEVERITY_NAMES, None, "of a later version"])
def test_whatever_may_be_grave_is_kept_as_a_concern(category, severity):
    rule = rule_of_incident(category, severity)

    assert rule in SCHEDULE
    if category in {"safeguarding", "bullying", "online_safety", "missing_pupil", None, "of a later version"}:
        assert rule == CHILD
    if severity in {"serious", "critical"}:
        assert rule != NOTE
    assert (rule == IMAGE) == (category == "nude_image")


def test_concerns_about_staff_are_for_the_headteacher_and_the_chair_alone():
    assert ALLEGATION not in handled_by({"dsl"})
    assert ALLEGATION in handled_by({"headteacher"})
    assert handled_by({"chair"}) == (ALLEGATION,)
    assert handled_by({"office", "network_manager"}) == ()
