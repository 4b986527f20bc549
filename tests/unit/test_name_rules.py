"""Names as people type them, and whom a line of names means."""

from __future__ import annotations

import pytest

from server.accounts.name_rules import Known, Named, folded, named_in, says_more

ADA, OTIS = Known("ada", "Ada", "Abbott"), Known("otis", "Otis", "O'Brien")
ADA_TOO, ZOE = Known("ada2", "Ada", "Nash"), Known("zoe", "Zoë", "García-Łuk")
GOING = [ADA, OTIS, ZOE]
FAR = Known("far", "Ezra", "Gill")


def _nobody():
    raise AssertionError("the roll was asked")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("O'Brien", "obrien"),
        ("O’BRIEN", "obrien"),
        ("  Zoë   García-Łuk ", "zoe garcia luk"),
        ("Sørensen Æsop", "sorensen aesop"),
        ("100%_; DROP", "100 drop"),
        ("…", ""),
        ("", ""),
    ],
)
def test_accents_capitals_and_marks_do_not_matter(typed, plain):
    assert folded(typed) == plain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ada Abbott", {"ada"}),
        ("abbott, ada", {"ada"}),
        ("Otis O’Brien and Zoe Garcia Luk", {"otis", "zoe"}),
        ("ZOE", {"zoe"}),
        ("Adaline", set()),
        ("Abbott", set()),
        (None, set()),
        ("", set()),
        (["Ada Abbott"], set()),
    ],
)
def test_on_a_trip_a_first_name_is_enough_and_a_whole_name_is_known_either_way_round(written, meant):
    assert {one.pupil for one in named_in(written, GOING, list)} == meant


def test_of_two_with_one_first_name_neither_is_sure_and_a_whole_name_is():
    both = named_in("Ada", [ADA, ADA_TOO], _nobody)
    one = named_in("Ada Nash", [ADA, ADA_TOO], _nobody)

    assert {(one.pupil, one.is_sure) for one in both} == {("ada", False), ("ada2", False)}
    assert one == [Named("ada2", is_sure=True)]


def test_where_nobody_on_the_trip_is_meant_the_whole_name_is_looked_for_at_school():
    roll = [*GOING, FAR, Known("far2", "Ezra", "Gill")]

    assert {(one.pupil, one.is_sure) for one in named_in("Ezra Gill", GOING, lambda: roll)} == {
        ("far", False),
        ("far2", False),
    }
    assert named_in("Ezra", GOING, lambda: roll) == []


def test_whom_the_rest_of_the_line_names_is_looked_for_at_school():
    roll = [*GOING, FAR]

    assert {one.pupil for one in named_in("Ada, Ezra Gill", GOING, lambda: roll)} == {"ada", "far"}
    assert {one.pupil for one in named_in("Otis O’Brien and Gill, Ezra", GOING, lambda: roll)} == {"otis", "far"}
    assert {one.pupil for one in named_in("Ada and Zoe", GOING, _nobody)} == {"ada", "zoe"}


@pytest.mark.parametrize(
    ("written", "is_more"),
    [
        ("Ada Abbott, Otis", False),
        ("Otis and Abbott Ada", False),
        ("Ada, Tiny", True),
        ("Ada, Ada Nash", True),
        ("Ada Abbott, Ada", True),
        ("", False),
        (None, False),
        (["Ada"], True),
    ],
)
def test_a_line_says_more_where_a_word_of_it_is_no_name_of_these(written, is_more):
    assert says_more(written, [ADA, OTIS]) == is_more
