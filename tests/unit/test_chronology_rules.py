"""The order of a chronology, what opens an incident again, what asks about RIDDOR, and names on a slip."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.incidents.chronology_rules import (
    CLOSED,
    FOLLOWED_UP,
    REPORTED,
    VIEWED,
    WITH_NAMES,
    WITHOUT_NAMES,
    Entry,
    came_late,
    in_order,
    is_closed,
    last_seen,
    reopened_by,
)
from server.incidents.riddor_rules import words_that_ask
from server.incidents.slip_rules import children_named, is_of_several, names_in

NINE = datetime(2026, 11, 21, 9, tzinfo=UTC)
PUPILS = [("Rosa", "Ellwood"), ("Will", "Hale"), ("Zoë", "Green"), ("Rosa", "Begum"), ("Mary-Jane", "O’Brien")]


def line(minute, n, kind=FOLLOWED_UP, who="Tom", **more):
    at = NINE + timedelta(minutes=minute)
    return Entry(
        at=at, what=kind, who=who, words=f"{minute}", kind=kind, n=n, came_at=NINE + timedelta(hours=9), **more
    )


@given(st.permutations(range(8)))
def test_whatever_order_things_arrive_in_the_chronology_is_the_same(arrival):
    kinds = [REPORTED, FOLLOWED_UP, FOLLOWED_UP, "call.made", "parent.contacted", FOLLOWED_UP, "action.agreed", CLOSED]
    came = [line(minute, n, kinds[minute]) for n, minute in enumerate(arrival)]

    assert [one.words for one in in_order(came)] == [str(minute) for minute in range(8)]


def test_lines_of_one_moment_stand_as_they_arrived_and_the_report_before_them():
    came = [line(0, 5), line(0, 9, REPORTED), line(0, 3)]

    assert [(one.kind, one.n) for one in in_order(came)] == [(REPORTED, 9), (FOLLOWED_UP, 3), (FOLLOWED_UP, 5)]


def test_looks_of_one_person_with_nothing_between_them_are_one_line():
    looks = [line(1, 1, VIEWED), line(2, 2, VIEWED), line(3, 3), line(4, 4, VIEWED), line(5, 5, VIEWED, who="Elin")]
    told = [line(6, 6, "told", "Ruth"), line(6, 7, "told", "Daniel")]

    found = in_order([*looks, *told])

    assert [one.what for one in found] == [f"{VIEWED} 2 times", FOLLOWED_UP, VIEWED, VIEWED, "told"]
    assert (found[0].until, found[-1].who) == (NINE + timedelta(minutes=2), "Ruth, Daniel")


def test_reports_made_one_after_the_other_are_one_line_each_way():
    made = [line(1, 1, WITH_NAMES), line(2, 2, WITH_NAMES), line(3, 3, WITHOUT_NAMES), line(4, 4, VIEWED)]

    assert [one.what for one in in_order(made)] == [f"{WITH_NAMES} 2 times", WITHOUT_NAMES, VIEWED]


def test_a_follow_up_after_a_closing_in_the_office_opens_it_again_and_closes_nothing_from_a_phone():
    closing, phones = line(9, 4, CLOSED, is_of_office=True), line(8, 3, CLOSED)
    early, late = line(1, 2), line(2, 5)

    assert reopened_by([late, closing, early]) == {5}
    assert is_closed(1, [early, closing])
    assert not is_closed(1, [early, closing, late])
    assert not is_closed(1, [early, phones])
    # What came unfinished before it was closed, and finished after.
    assert not is_closed(6, [early, closing])
    assert not is_closed(1, [])


def test_whoever_closes_must_have_seen_the_report_and_every_follow_up():
    class Came:
        def __init__(self, n, kind, source="record"):
            self.n, self.kind, self.source = n, kind, source

    assert last_seen(3, []) == 3
    assert last_seen(3, [Came(4, FOLLOWED_UP), Came(9, CLOSED), Came(70, "opened", "act")]) == 4


@pytest.mark.parametrize(("minutes", "found"), [(0, None), (4, None), (6, "late"), (-4, None), (-6, "ahead")])
def test_what_came_late_or_by_a_wrong_clock_is_said(minutes, found):
    assert came_late(NINE, NINE + timedelta(minutes=minutes)) == found


@pytest.mark.parametrize(
    ("category", "text", "words"),
    [
        ("injury", "She went to Hospital, then hospital again.", ["Hospital"]),
        ("injury", "Her arm may be broken. Ambulance rung.", ["arm may be broken", "Ambulance"]),
        ("injury", "He broke his left wrist", ["broke his left wrist"]),
        ("illness", "Passed\n out, and was taken to A&E", ["Passed out", "A&E"]),
        ("near_miss", "knocked out for a moment", ["knocked out"]),
        ("injury", "A grazed knee, cleaned. They broke for lunch and talked of hospitality.", []),
        ("safeguarding", "She was in hospital", []),
        (None, "Broken arm, ambulance", ["Broken arm", "ambulance"]),
        (None, "She was in hospital", ["hospital"]),
        (None, "A grazed knee", []),
        ("unknown", "She was in hospital", []),
    ],
)
def test_words_ask_whether_it_may_be_reportable_and_are_named_as_written(category, text, words):
    assert words_that_ask(category, [text, ""]) == words


@pytest.mark.parametrize(
    ("text", "child", "named"),
    [
        ("She bumped into another child.", "Rosa Ellwood", []),
        ("Rosa bumped into Will.", "Rosa Ellwood", ["Will Hale"]),
        ("Rosa will be tired.", "Rosa Ellwood", []),
        ("She ran into ZOE", "Rosa Ellwood", ["Zoë Green"]),
        ("On the green grass", "Rosa Ellwood", []),
        ("She ran into Rosa Begum’s bag", "Rosa Ellwood", ["Rosa Begum"]),
        ("with Rosa Begum and Green Zoe, Will Hale", "", ["Will Hale", "Zoë Green", "Rosa Begum"]),
        ("begum", "Rosa Ellwood", ["Rosa Begum"]),
        ("with mary jane", "Rosa Ellwood", ["Mary-Jane O’Brien"]),
        ("Rosa Ellwood fell", "", ["Rosa Ellwood"]),
        ("Rosa fell", "", ["Rosa Ellwood", "Rosa Begum"]),
        ("Mrs Green put a cold pack on. Dr. Begum looked", "Rosa Ellwood", []),
        ("told Mrs Green Zoe fell, not to miss Begum", "Rosa Ellwood", ["Zoë Green", "Rosa Begum"]),
    ],
)
def test_no_other_pupil_is_named_on_a_slip(text, child, named):
    assert names_in(text, PUPILS, child) == named


def test_a_name_that_is_an_everyday_word_needs_its_capital_and_an_initial_is_nobody():
    pupils = [("Tom", "Ball"), ("An", "Wall"), ("Maya", "A"), ("Jo", "Head")]
    assert names_in("A ball hit her head by an old wall. I saw it", pupils) == []
    assert names_in("She ran into Head, Ball and jo", pupils) == ["Tom Ball", "Jo Head"]


def test_two_children_on_one_slip_are_seen():
    assert children_named("Rosa Ellwood and Zoe Green", PUPILS) == ["Rosa Ellwood", "Zoë Green"]
    assert children_named("Ellwood, Rosa", PUPILS) == []
    assert children_named("Zoe Green ran into Will Hale", PUPILS, but_for="zoe green") == ["Will Hale"]
    assert is_of_several("Rosa Ellwood and Zoe Green", PUPILS)
    # Two of one name, and a name within a longer one, are one child's.
    assert not is_of_several("Mary Jane Hale", [("Mary Jane", "Hale"), ("Jane", "Hale"), ("Mary-Jane", "Hale")])
