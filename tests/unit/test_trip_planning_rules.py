"""What a trip may be set up as: days, times, ticks, the order of a day, and what is only warned of."""

from __future__ import annotations

from datetime import date, time

import pytest

from server.trips.planning_rules import (
    Details,
    NoTimeError,
    Standing,
    Ticks,
    differences,
    first_day_problem,
    last_day_problem,
    place_order,
    read_time,
    return_problem,
    warnings,
)

TODAY = date(2026, 11, 3)
WELL = Standing(has_leader=True, pupils=30, phones=2)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("8:30", time(8, 30)), ("08.30", time(8, 30)), (" 0830 ", time(8, 30)), ("23:59", time(23, 59)), ("", None)],
)
def test_a_time_is_read_as_people_type_it(typed, read):
    assert read_time(typed) == read


@pytest.mark.parametrize("typed", ["24:00", "8", "half past eight", "08:60", "8:30pm", "٠٨:٣٠", "08:30:00"])
def test_what_is_no_time_is_none(typed):
    with pytest.raises(NoTimeError, match="08:30"):
        read_time(typed)


def test_a_trip_neither_ends_before_it_begins_nor_lasts_a_year_nor_is_twenty_years_off():
    assert "before the first" in last_day_problem(TODAY, date(2026, 11, 2))
    assert last_day_problem(TODAY, TODAY) == last_day_problem(TODAY, date(2027, 2, 2)) == ""
    assert "400 days" in last_day_problem(TODAY, date(2027, 12, 7))
    assert "three years ahead" in first_day_problem(date(2046, 11, 3), TODAY)
    assert "a year ago" in first_day_problem(date(2006, 11, 3), TODAY)
    assert first_day_problem(date(2027, 6, 1), TODAY) == first_day_problem(date(2026, 6, 1), TODAY) == ""


def test_it_is_back_after_it_left_on_one_day_alone():
    one, two = (TODAY, TODAY), (TODAY, date(2026, 11, 4))
    assert return_problem(one, time(9), time(9))
    assert not return_problem(one, time(9), time(15))
    assert not return_problem(two, time(15), time(9))
    assert not return_problem(one, None, time(9))


def test_what_changed_is_told_by_the_names_on_screen():
    old = Details("Castle visit", "Aldermere", TODAY, TODAY)
    new = Details("Castle visit", "Aldermere", TODAY, date(2026, 11, 4), returns=time(15, 30), swims=True)
    assert differences(old.in_words(), new.in_words()) == {
        "last day": ["Tue 3 Nov 2026", "Wed 4 Nov 2026"],
        "back": ["", "15:30"],
        "swimming": ["no", "yes"],
    }


def test_ticks_change_only_what_the_page_showed():
    ticks = Ticks(shown=frozenset("abc"), ticked=frozenset("az"))
    assert ticks.changes(frozenset("bd")) == (["a"], ["b"])


def test_a_place_goes_where_its_time_is_and_without_one_to_the_end():
    day = [("09:00", 0), ("", 1), ("12:00", 2)]
    assert [place_order(day, at) for at in ("08:00", "10:00", "13:00", "")] == [0, 2, 3, 3]
    assert place_order([], "") == 0


def test_nothing_is_warned_of_where_all_is_well():
    assert warnings(WELL) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"has_leader": False}, "Nobody leads it yet"),
        ({"pupils": 0}, "No pupil"),
        ({"phones": 0}, "No school phone"),
        ({"twins": 1}, "same title and first day"),
        ({"staff_left": ["Ann", "Ben", "Cy"]}, "Ann, Ben and Cy can no longer sign in"),
        ({"clashes": ["Phone 3 also goes with Canal walk."]}, "Phone 3 also goes with"),
        ({"places_outside": 2}, "outside the trip"),
        ({"has_number": False}, "no number for them"),
    ],
)
def test_what_is_allowed_and_odd_is_warned_of(more, said):
    (words,) = warnings(Standing(**{**WELL.__dict__, **more}))
    assert said in words
