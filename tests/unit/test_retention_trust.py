"""Nothing is destroyed by a clock that may be wrong: it has to have stood for weeks, with phones that agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.retention.trust_rules import days_in_backups_left, doubts

NOW = datetime(2052, 10, 15, 10, tzinfo=UTC)
NIGHTS = [NOW - timedelta(days=day, hours=8) for day in range(60)]
WELL = [(NOW - timedelta(hours=2), 4), (NOW - timedelta(days=3), None)]


def test_a_server_that_was_looked_after_is_believed():
    assert doubts(NOW, NIGHTS, WELL) == []
    assert doubts(NOW, NIGHTS, []) == []


@given(some.integers(36, 20_000))
def test_a_clock_that_jumped_ahead_is_not_believed_at_once(days):
    assert doubts(NOW + timedelta(days=days), NIGHTS, WELL)


@given(some.integers(101, 20_000), some.integers(0, 34))
def test_nor_within_the_five_weeks_after(days, nights):
    later = NOW + timedelta(days=days)
    since = [later + timedelta(days=night) for night in range(nights + 1)]

    assert doubts(later + timedelta(days=nights), [*NIGHTS, *since], [])


@pytest.mark.parametrize(
    ("backups", "contacts", "words"),
    [
        (NIGHTS[:9], WELL, "Backups were made on 9"),
        (NIGHTS[:30], WELL, "No backup is from between"),
        ([*NIGHTS, NOW + timedelta(days=2)], WELL, "dated later than now"),
        (NIGHTS, [(NOW + timedelta(days=2), 0)], "dated later than now"),
        (NIGHTS, [(NOW - timedelta(hours=1), -26 * 365 * 86_400)], "1 of 1 phones"),
    ],
)
def test_each_doubt_is_said(backups, contacts, words):
    assert any(words in one for one in doubts(NOW, backups, contacts))


def test_one_phone_with_a_wrong_clock_stops_nothing():
    well = [(NOW - timedelta(hours=hour), 3) for hour in range(3)]

    assert doubts(NOW, NIGHTS, [*well, (NOW - timedelta(hours=1), 90_000)]) == []


def test_it_is_in_no_backup_after_35_days_that_have_one():
    assert [days_in_backups_left(days) for days in (0, 34, 35, 400)] == [35, 1, 0, 0]
