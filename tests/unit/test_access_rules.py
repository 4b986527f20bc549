"""By when an access request is due, what a child may be called, and who lets one go."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from server.access_requests import rules
from server.access_requests.clock_rules import (
    LONGEST,
    SATURDAY,
    Pause,
    bank_holidays,
    due_on,
    months_after,
    school_days_after,
)
from server.access_requests.name_rules import NameLook, names_of
from server.access_requests.rules import Done, Thing

DSLS, HEADS, DEPUTIES = (frozenset({role}) for role in ("dsl", "headteacher", "deputy_dsl"))
TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("came", "due"),
    [
        # The same date of the next month, where that is a working day.
        (date(2026, 9, 3), date(2026, 10, 5)),
        (date(2026, 10, 7), date(2026, 11, 9)),
        (date(2026, 9, 10), date(2026, 10, 12)),
        (date(2026, 9, 1), date(2026, 10, 1)),
        # No such date: the month's last day, in a leap year too.
        (date(2027, 1, 31), date(2027, 3, 1)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 5, 31), date(2026, 6, 30)),
        # Christmas Day and Boxing Day of a year in which the second is a Saturday; Good Friday to Easter Monday.
        (date(2026, 11, 25), date(2026, 12, 29)),
        (date(2026, 3, 3), date(2026, 4, 7)),
        (date(2026, 12, 1), date(2027, 1, 4)),
        # School holidays move nothing: the middle of August.
        (date(2026, 7, 20), date(2026, 8, 20)),
    ],
)
def test_a_month_ends_on_its_own_date_or_the_next_working_day(came, due):
    assert due_on(came, [], TODAY) == due


def test_a_complex_request_takes_three_months_in_all():
    assert due_on(date(2026, 11, 30), [], TODAY, months=LONGEST) == date(2027, 3, 1)
    assert months_after(date(2027, 11, 30), LONGEST) == date(2028, 2, 29)
    assert months_after(date(2026, 1, 31)) == date(2026, 2, 28)


def test_the_clock_stands_while_the_school_waits():
    came = date(2026, 9, 1)
    week = Pause(date(2026, 9, 7), date(2026, 9, 14))

    assert due_on(came, [week], TODAY) == date(2026, 10, 8)
    assert due_on(came, [week, Pause(date(2026, 9, 20), date(2026, 9, 21))], TODAY) == date(2026, 10, 9)
    standing = [Pause(date(2026, 9, 7), None)]
    assert due_on(came, standing, date(2026, 9, 8)) == date(2026, 10, 2)
    assert due_on(came, standing, date(2026, 9, 10)) == date(2026, 10, 5)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # Two were proclaimed for that year alone.
        (2022, {date(2022, 1, 3), date(2022, 4, 15), date(2022, 6, 3), date(2022, 9, 19), date(2022, 12, 27)}),
        (2026, {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 8, 31), date(2026, 12, 28)}),
        (2027, {date(2027, 3, 26), date(2027, 3, 29), date(2027, 12, 27), date(2027, 12, 28)}),
        (2028, {date(2028, 1, 3), date(2028, 4, 14), date(2028, 5, 29)}),
    ],
)
def test_bank_holidays_are_those_that_england_has(year, days):
    assert days <= bank_holidays(year)
    assert len({day for day in bank_holidays(year) if day.weekday() < SATURDAY}) == (10 if year == 2022 else 8)


def test_fifteen_school_days_are_three_weeks_where_nothing_is_in_between():
    assert school_days_after(date(2026, 11, 2)) == date(2026, 11, 23)
    assert months_after(date(2026, 12, 31)) == date(2027, 1, 31)
    assert school_days_after(date(2026, 12, 18)) - date(2026, 12, 18) > timedelta(days=21)


NAMES = names_of("Adaeze Okonkwo-Brown", ["Addy", "Adaeze Finch", "Łucja"])


@pytest.mark.parametrize(
    "words",
    [
        "Adaeze Okonkwo-Brown fell.",
        "OKONKWO BROWN, Adaeze",
        "We rang for addy's mother",
        "Addys bag was found",
        "adaeze finch, as she was",
        "the Finch girl",
        "Adaeze O. was missing",
        "Lucja ran",
        "Ada\u200beze was there",
        "ADAEZE",
    ],
)
def test_each_name_is_found_however_it_is_written(words):
    assert NameLook(NAMES)(words)


@pytest.mark.parametrize("words", ["Adam fell", "a finchley bus", "Mrs Brown rang", "No addition", ""])
def test_what_names_somebody_else_is_not(words):
    assert not NameLook(NAMES)(words)


def test_an_ordinary_word_is_a_name_with_a_capital_alone():
    look = NameLook(names_of("May Hill", []))

    assert look("May cried")
    assert not look("it may rain on the hill")


def done(act, by="a", roles=DSLS, n=0, **more):
    told = {"item": 0, "digest": "", "words": "", "ground": "", "passage": "", **more}
    return Done(n=n, act=act, by=by, roles=roles, **told)


def test_the_second_is_another_person_and_one_of_the_two_answers_for_it():
    first = done(rules.AGREED, roles=DEPUTIES, digest="d")

    assert "Somebody else" in rules.why_not_second(first, "a", HEADS, "d")
    assert "DSL or the headteacher" in rules.why_not_second(first, "b", DEPUTIES, "d")
    assert "not what the first person saw" in rules.why_not_second(first, "b", HEADS, "e")
    assert rules.why_not_second(first, "b", HEADS, "d") == ""


@pytest.mark.parametrize("change", sorted(rules.CHANGES))
def test_whatever_changes_what_goes_out_ends_the_first_signature(change):
    assert rules.agreed([done(rules.AGREED)])
    assert rules.agreed([done(rules.AGREED), done(change)]) is None


def test_a_decision_holds_for_what_the_thing_said_then():
    log = [done(rules.OUT, item=1, digest="old")]

    assert rules.decided([Thing(1, "old", frozenset())], log) == {1: rules.OUT}
    assert rules.decided([Thing(1, "new", frozenset())], log) == {1: ""}


def test_what_is_the_headteachers_alone_holds_nobody_else_up_by_a_word():
    alone, log = Thing(1, "d", HEADS), [done(act) for act in (rules.LOOKED, rules.IDENTITY, rules.CHAIR_ASKED)]

    with_it, without = (rules.in_the_way(things, log, DSLS) for things in ([alone], []))

    assert with_it == without == ["The headteacher says that what is theirs alone is decided"]
    assert rules.undecided_by_head([alone], log) == 1
    assert not rules.may_see(alone, DSLS, "")
    assert rules.may_see(alone, DSLS, rules.OUT)
