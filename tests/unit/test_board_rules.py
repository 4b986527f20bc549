"""Where a trip and its phones stand on a board, and what is new to whoever looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from server.reconciliation.board_rules import (
    ONE_VISIT,
    Look,
    OneDay,
    PhoneFacts,
    is_watched,
    looked,
    where_is,
)

TRIP = OneDay(date(2026, 11, 26))
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
NOTHING = PhoneFacts(None, None, None, None, holds_something=False)


def place(facts, now=NOON):
    return where_is(facts, TRIP, now, UTC)


def test_a_loan_says_where_a_phone_is_and_without_one_its_own_word_does():
    hour = timedelta(hours=1)
    assert place(NOTHING, NOON - timedelta(days=1)) == "stays"
    assert place(NOTHING) == "unheard"
    assert place(replace(NOTHING, heard_at=NOON - timedelta(days=3))) == "unheard"
    assert place(replace(NOTHING, heard_at=NOON)) == "gone"
    assert place(replace(NOTHING, checked_at=NOON)) == "gone"
    lent = replace(NOTHING, out_at=NOON - hour)
    assert place(lent) == "gone"
    assert place(replace(NOTHING, back_at=NOON)) == "at_school"
    assert place(replace(lent, back_at=NOON - 2 * hour)) == "gone"


def test_a_phone_lent_again_is_out_though_the_clock_went_back_in_between():
    assert place(replace(NOTHING, out_at=NOON, back_at=NOON + timedelta(minutes=5))) == "gone"


def test_after_its_trip_a_phone_is_back_once_it_said_that_nothing_is_left():
    after, evening = NOON + timedelta(days=1), datetime(2026, 11, 26, 16, tzinfo=UTC)
    heard = replace(NOTHING, heard_at=evening)
    assert place(heard, after) == "at_school"
    assert place(replace(heard, holds_something=True), after) == "gone"
    assert place(replace(heard, heard_at=NOON), after) == "gone"


def test_a_board_keeps_itself_up_to_date_on_the_day_and_while_a_phone_is_out_around_it():
    assert is_watched(TRIP, TRIP.ends_on, is_any_out=False)
    assert not is_watched(TRIP, TRIP.ends_on + timedelta(days=1), is_any_out=False)
    assert is_watched(TRIP, TRIP.ends_on + timedelta(days=1), is_any_out=True)
    assert is_watched(TRIP, TRIP.ends_on + timedelta(days=15), is_any_out=True)
    assert is_watched(TRIP, TRIP.starts_on - timedelta(days=1), is_any_out=True)
    assert not is_watched(TRIP, TRIP.starts_on - timedelta(days=1), is_any_out=False)
    assert not is_watched(TRIP, TRIP.starts_on - timedelta(days=2), is_any_out=True)


def test_what_is_new_stays_new_for_a_visit_and_the_next_one_begins_where_it_ended():
    first = looked(None, 40, NOON)
    assert first == Look(40, NOON, 40, NOON)
    later = NOON + ONE_VISIT
    second = looked(first, 47, later)
    assert (second.seen_n, second.seen_at) == (40, NOON)
    still = looked(second, 50, later + ONE_VISIT / 2)
    assert (still.seen_n, still.latest_n) == (40, 50)
    third = looked(still, 50, still.looked_at + ONE_VISIT)
    assert (third.seen_n, third.seen_at) == (50, still.looked_at)
