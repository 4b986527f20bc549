"""What the headteacher allows: on its own days and trip, never after it was revoked, never where nobody is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.consent import authorisation_rules as rules
from server.consent import check_rules
from server.consent.check_rules import ALWAYS_STOPS, GO, Asked, TodaysList

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
TODAY = NOW.date()
COACHING = rules.Given(7, "Gymnastics", "castle", TODAY, TODAY + timedelta(days=2), "Vaults alone.", NOW)
PLACES = [[name, "stop", "Never."] for name in ALWAYS_STOPS]
USUAL = [*PLACES, ["Swimming", "warn", "Poolside."], ["Gymnastics", "stop", "No photos."]]
days = st.integers(-5, 5).map(lambda number: TODAY + timedelta(days=number))


def answer(activities, activity, day):
    todays = TodaysList(NOW, 12, 48, activities, {"0a1b2c3d": [1] * 7})
    asked = Asked("website", "Outdoors", activity, ["0a1b2c3d"])
    return check_rules.answer(asked, todays, (), now=NOW, day=day)


@given(first=days, length=st.integers(0, 4), list_first=days, list_length=st.integers(0, 4), day=days)
def test_a_list_allows_it_on_its_days_and_on_no_other(first, length, list_first, list_length, day):
    one = replace(COACHING, from_on=first, until_on=first + timedelta(days=length))
    of_list = (list_first, list_first + timedelta(days=list_length))
    activities = rules.with_allowed(USUAL, [one], "castle", of_list)
    is_sent = len(activities) > len(USUAL)
    assert is_sent is any(one.from_on <= list_first + timedelta(days=n) <= one.until_on for n in range(list_length + 1))
    found = answer(activities, "Gymnastics", day)
    assert (found.outcome == GO) is (is_sent and one.from_on <= day <= one.until_on)


@given(
    st.lists(
        st.builds(
            rules.Given,
            number=st.integers(1, 99),
            activity=st.sampled_from([*ALWAYS_STOPS, "toilets", "CHANGING ROOMS", "Gymnastics", "Judo", None]),
            trip=st.sampled_from([None, "castle", "canal"]),
            from_on=days,
            until_on=days,
            conditions=st.just(""),
            given_at=st.just(NOW),
        )
    ),
    st.sampled_from([*ALWAYS_STOPS]),
)
def test_nothing_that_was_ever_given_opens_where_nobody_is_photographed(given_so_far, never):
    odd = [*USUAL, ["toilets", "stop", "No."], ["changing rooms", "stop", "No."]]
    activities = rules.with_allowed(odd, given_so_far, "castle", (TODAY, TODAY))
    assert activities[: len(odd)] == odd
    assert {one[0] for one in activities[len(odd) :]} <= {"Gymnastics"}
    assert "place" in answer(activities, never, TODAY).stops
    assert not any(rules.allows(one, never, "castle", TODAY) for one in given_so_far)


def test_an_activity_that_only_warns_needs_no_authorisation_and_gets_none():
    swimming = replace(COACHING, activity="Swimming")
    assert rules.with_allowed(USUAL, [swimming], "castle", (TODAY, TODAY)) == USUAL


def test_the_next_trip_is_allowed_nothing_and_the_whole_school_is_every_trip():
    assert rules.with_allowed(USUAL, [COACHING], "canal", (TODAY, TODAY)) == USUAL
    everywhere = replace(COACHING, trip=None)
    assert len(rules.with_allowed(USUAL, [everywhere], "canal", (TODAY, TODAY))) == len(USUAL) + 1
    assert rules.concerns(everywhere, None, TODAY, TODAY)
    assert not rules.concerns(COACHING, None, TODAY, TODAY)


def test_the_newest_authorisation_is_named_and_its_name_is_the_rules_own():
    newer = replace(COACHING, number=8, activity="gymnastics", conditions="Beams.")
    added = rules.with_allowed(USUAL, [COACHING, newer], "castle", (TODAY, TODAY))[len(USUAL) :]
    until = "until 28 November."
    assert added == [
        ["Gymnastics", "warn", f"Allowed by the headteacher: authorisation {n}, {until} {said}", first, last]
        for n, said in ((8, "Beams."), (7, "Vaults alone."))
        for first, last in [("2026-11-26", "2026-11-28")]
    ]
    assert answer([*USUAL, *added], "Gymnastics", TODAY).warns == ["activity"]


def test_a_line_says_the_year_where_it_is_another_and_no_condition_where_there_is_none():
    long = replace(COACHING, until_on=date(2027, 3, 1), conditions="")
    assert rules.line(long, TODAY) == "Allowed by the headteacher: authorisation 7, until 1 March 2027."


@pytest.mark.parametrize(("days_on", "stands"), [(-1, "coming"), (0, "running"), (2, "running"), (3, "ended")])
def test_where_it_stands_changes_at_the_days_it_names(days_on, stands):
    today = TODAY + timedelta(days=days_on)
    assert rules.standing(COACHING, today) == stands
    assert rules.standing(replace(COACHING, revoked_at=NOW), today) == "revoked"


def test_it_counts_from_when_it_was_given_to_when_it_was_revoked():
    revoked = replace(COACHING, revoked_at=NOW + timedelta(hours=1))
    assert not rules.is_revoked_at(revoked, NOW + timedelta(minutes=59))
    assert rules.is_revoked_at(revoked, NOW + timedelta(hours=1))
    assert not rules.is_revoked_at(COACHING, NOW + timedelta(days=1))
    assert rules.is_given_at(COACHING, NOW - check_rules.CLOCKS_DIFFER)
    assert not rules.is_given_at(COACHING, NOW - check_rules.CLOCKS_DIFFER - timedelta(seconds=1))


LONGEST = [
    (date(2026, 9, 1), date(2027, 8, 31)),
    (date(2027, 3, 1), date(2028, 2, 29)),
    (date(2028, 2, 29), date(2029, 2, 28)),
    (date(2028, 3, 1), date(2029, 2, 28)),
]


@pytest.mark.parametrize(("first", "last"), LONGEST)
def test_a_year_is_a_year_of_days(first, last):
    assert rules.longest(first) == last


@pytest.mark.parametrize("words", ["In the TOILETS", "the boys’ changing-rooms", "During  personal\ncare", "A toilet"])
def test_words_about_where_nobody_is_ever_photographed_are_told(words):
    assert rules.names_what_never_may(words)
    assert not rules.names_what_never_may("A room for changing trains; careful persons")
