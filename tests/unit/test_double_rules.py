"""Which two reports are proposed as one event, and which never."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.incidents.compare_rules import side_by_side
from server.incidents.double_rules import SAME_PUPILS_WITHIN, Told, pairs_among, why_one_event

AT = datetime(2026, 6, 12, 10, 14, tzinfo=UTC)
PRIYA = Told("a", "castle", "injury", AT, "Moat path", "Rosa Ellwood", "phone 3", "priya")
TOM = replace(PRIYA, id="b", at=AT + timedelta(minutes=6), place="by the moat", pupils="rosa E.", phone="phone 4")
TOM = replace(TOM, author="tom")
MIDNIGHT = datetime(2026, 6, 12, tzinfo=ZoneInfo("Europe/London"))
ON_PAPER = replace(TOM, at=MIDNIGHT, has_time=False, phone="")


def later(minutes):
    return AT + timedelta(minutes=minutes)


words = st.lists(st.sampled_from("Rosa rosa Ellwood Theo Gill a girl the moat gate GATE Kiosk 4 é".split()), max_size=4)  # noqa: SIM905
tolds = st.builds(
    Told,
    id=st.sampled_from("abcdefgh"),
    trip=st.sampled_from(["castle", "canal", None]),
    category=st.sampled_from(["injury", "illness", "emergency", None]),
    at=st.integers(0, 300).map(later),
    place=words.map(" ".join),
    pupils=words.map(" ".join),
    phone=st.sampled_from(["phone 3", "phone 4", ""]),
    author=st.sampled_from(["priya", "tom", None]),
)
# Some of them on paper, with a day and no time.
days = st.sampled_from([MIDNIGHT, MIDNIGHT + timedelta(days=1)])
tolds |= st.builds(lambda one, day: replace(one, at=day, has_time=False), tolds, days)


def test_what_two_adults_told_of_one_graze_is_proposed_and_why_is_said_without_a_name():
    why = why_one_event(PRIYA, TOM)

    assert why == "6 minutes apart, on two phones. Alike: the kind of incident, who it was about, the place."


@pytest.mark.parametrize(
    "change",
    [
        {"pupils": "", "place": "The moat"},
        {"pupils": "a girl of year 4", "place": ""},
        {"at": later(119), "place": ""},
        {"category": None},
        {"category": "emergency"},
        {"phone": "phone 3"},
        {"author": "priya"},
        {"author": None},
    ],
)
def test_one_that_says_less_or_comes_later_is_proposed_too(change):
    assert why_one_event(PRIYA, replace(TOM, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"trip": "canal"},
        {"category": "behaviour"},
        {"at": later(121)},
        {"pupils": "Theo Gill", "at": AT},
        {"pupils": "", "place": "Coach", "at": AT},
        {"pupils": "a girl of year 4", "place": "", "at": later(11)},
        {"pupils": "", "at": later(31)},
        {"place": "Coach", "at": later(31)},
        {"phone": "phone 3", "author": "priya"},
        {"phone": "phone 3", "author": None},
        {"id": "a"},
    ],
)
def test_what_is_clearly_another_event_is_not(change):
    assert why_one_event(PRIYA, replace(TOM, **change)) is None


@pytest.mark.parametrize("trip", [None, "castle"])
def test_of_no_trip_it_is_proposed_where_somebody_or_a_place_is_the_same_and_never_for_a_kind_and_a_time(trip):
    of_none = replace(TOM, trip=None)

    assert why_one_event(replace(PRIYA, trip=trip), of_none) == why_one_event(PRIYA, TOM)
    assert why_one_event(replace(PRIYA, trip=trip), replace(of_none, pupils="", place="", at=AT)) is None
    by_place = why_one_event(replace(PRIYA, trip=trip), replace(of_none, pupils=""))
    assert bool(by_place) == (trip is None), "Of a trip and none the place says nothing."
    assert why_one_event(PRIYA, replace(TOM, pupils="", place="", at=AT))


def test_one_that_gives_its_day_alone_is_proposed_beside_what_is_alike_on_that_day():
    why = why_one_event(PRIYA, ON_PAPER)

    assert why == "On the same day, one with no time. Alike: the kind of incident, who it was about, the place."
    assert why_one_event(ON_PAPER, replace(ON_PAPER, id="c", author="priya")) == why


@pytest.mark.parametrize(
    "change",
    [
        {"at": MIDNIGHT - timedelta(days=1)},
        {"at": MIDNIGHT + timedelta(days=1)},
        {"pupils": "Theo Gill"},
        {"pupils": "", "place": "Coach"},
        {"category": "behaviour"},
        {"trip": "canal"},
    ],
)
def test_one_that_gives_another_day_or_differs_is_not(change):
    assert why_one_event(PRIYA, replace(ON_PAPER, **change)) is None


def test_the_day_is_the_one_at_school_from_its_first_to_its_last_moment_whatever_its_length():
    longest = replace(ON_PAPER, at=datetime(2026, 10, 25, tzinfo=ZoneInfo("Europe/London")))
    last = datetime(2026, 10, 25, 23, 59, tzinfo=UTC)

    for at, count in ((last, 1), (last + timedelta(minutes=1), 0), (longest.at, 1), (longest.at - timedelta(1), 0)):
        assert len(list(pairs_among([replace(PRIYA, at=at), longest]))) == count, at


@given(tolds, tolds)
def test_it_is_the_same_either_way_round_and_never_against_a_fact(one, other):
    why = why_one_event(one, other)

    assert why == why_one_event(other, one)
    if why:
        assert one.id != other.id
        assert None in (one.trip, other.trip) or one.trip == other.trip
        assert one.trip == other.trip or "who it was about" in why
        assert one.trip == other.trip is not None or "who it was about" in why or "the place" in why
        assert {None, "emergency"} & {one.category, other.category} or one.category == other.category
        is_timed = one.has_time and other.has_time
        assert abs(one.at - other.at) <= (SAME_PUPILS_WITHIN if is_timed else timedelta(days=1))
        assert (one.phone, one.author) != (other.phone, other.author)
        assert not {"rosa", "ellwood", "theo", "gill"} & set(why.lower().split())


@given(st.lists(tolds, max_size=8, unique_by=lambda one: one.id))
def test_of_many_each_pair_is_proposed_once_the_earlier_first(many):
    found = [(one.id, other.id) for one, other, _why in pairs_among(many)]

    expected = {
        frozenset((one.id, other.id))
        for one in many
        for other in many
        if one.id < other.id and why_one_event(one, other)
    }
    assert {frozenset(pair) for pair in found} == expected
    assert len(found) == len(expected)
    at = {one.id: one.at for one in many}
    assert all(at[first] <= at[second] for first, second in found)


texts = st.text(alphabet="ab \n", max_size=30)


@given(st.dictionaries(st.sampled_from("xyz"), texts), st.dictionaries(st.sampled_from("xyz"), texts))
def test_side_by_side_loses_no_letter_and_marks_what_differs(first, second):
    rows = {row.name: row for row in side_by_side(first, second)}

    assert set(rows) == {*first, *second}
    for name, row in rows.items():
        mine, theirs = first.get(name, ""), second.get(name, "")
        assert "".join(part.text for part in row.first) in (mine, "" if not mine.strip() else mine)
        assert "".join(part.text for part in row.second) in (theirs, "" if not theirs.strip() else theirs)
        assert row.differs == (mine.strip() != theirs.strip())
        if row.differs and row.first and row.second:
            assert any(part.is_changed for part in (*row.first, *row.second))


def test_only_the_words_that_differ_are_marked():
    [row] = side_by_side({"What": "Fell at the gate"}, {"What": "Fell by the gate"})

    assert [part.text for part in row.first if part.is_changed] == ["at"]
    assert [part.text for part in row.second if part.is_changed] == ["by"]
