"""Which head counts of a trip still leave somebody out, and what a group of pupils may be called."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.incidents.count_rules import Count, in_words, standings, written_of
from server.trips.group_rules import problem_with, tidy

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
COACH, OTHER = "Coach 1", "Coach 2"


def count(minute, counted, of=32, group=COACH, n=None):
    """One count, so many minutes after noon; it arrived as `n`, or in the order of its time."""
    return Count(group, counted, of, NOON + timedelta(minutes=minute), n or minute)


def seen(*counts):
    """By group: the number of the latest count, and whether one is still open."""
    return {one.last.group: (one.last.counted, one.is_open) for one in standings(counts)}


def test_a_shortfall_stays_open_until_the_same_group_is_full():
    assert seen(count(1, 31)) == {COACH: (31, True)}
    assert seen(count(1, 31), count(2, 32)) == {COACH: (32, False)}
    assert seen(count(1, 31), count(2, 32), count(3, 30)) == {COACH: (30, True)}
    assert seen(count(1, 31), count(2, 32, group=OTHER)) == {COACH: (31, True), OTHER: (32, False)}


def test_one_too_many_or_of_nobody_knows_how_many_closes_nothing():
    assert seen(count(1, 31), count(2, 33)) == {COACH: (33, True)}
    assert seen(count(1, 31), count(2, 32, of=None)) == {COACH: (32, True)}
    assert seen(count(2, 33)) == {COACH: (33, False)}


def test_a_full_count_of_everybody_closes_every_group_before_it_and_none_after():
    everybody = count(2, 64, of=64, group=None)
    assert seen(count(1, 31), everybody)[COACH] == (31, False)
    assert seen(everybody, count(3, 31))[COACH] == (31, True)


def test_the_time_of_counting_decides_and_not_that_of_arriving():
    late = count(1, 31, n=9)
    assert seen(count(2, 32, n=1), late) == {COACH: (32, False)}
    assert seen(count(3, 31, n=1), count(2, 32, n=9)) == {COACH: (31, True)}


def test_what_is_open_comes_first():
    found = standings([count(1, 32), count(2, 31, group=OTHER)])
    assert [one.last.group for one in found] == [OTHER, COACH]


def test_a_record_that_fits_nothing_still_has_words():
    assert written_of({"group": 7, "counted": "x", "missing": "Maya"}) == ["Everyone: No number", ""]
    assert in_words(35, 32) == "35 of 32: 3 more than the list"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Coach 1", None),
        ("Minibus B", None),
        ("", "Choose a group"),
        ("everyone", "always there"),
        ("x" * 31, "at most 30"),
        ("Zoë's group", "a pupil’s name"),
        ("ZOE", "a pupil’s name"),
        ("Ellwood", "a pupil’s name"),
    ],
)
def test_a_group_names_no_pupil_of_the_trip(name, said):
    found = problem_with(tidy(name), [], [("Zoe", "Ellwood"), ("Ada", "O'Brien")])
    assert (found is None) if said is None else (said in (found or ""))


def test_a_trip_has_twenty_groups_at_most_and_the_same_name_again_is_no_new_one():
    known = [f"Coach {n}" for n in range(20)]
    assert "at most 20 groups" in (problem_with("Coach 21", known, []) or "")
    assert problem_with("Coach 7", known, []) is None
    assert tidy("  Coach \n 1\u200b ") == "Coach 1"
