"""When a backup is due and late, and which of the older ones go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from server.backups.rules import is_due, is_late, to_remove

LONDON = ZoneInfo("Europe/London")


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def test_each_night_after_two_one_is_due_and_no_second():
    assert not is_due(at(3, 3), at(4, 1, 59), LONDON, is_out=False)
    assert is_due(at(3, 3), at(4, 2), LONDON, is_out=False)
    assert not is_due(at(4, 2), at(4, 23), LONDON, is_out=False)


def test_a_server_that_was_off_at_night_makes_it_when_it_is_on():
    assert is_due(at(3, 3), at(4, 8), LONDON, is_out=False)
    assert is_due(None, at(4, 8), LONDON, is_out=False)


def test_each_hour_while_a_trip_is_out():
    assert not is_due(at(4, 10), at(4, 10, 59), LONDON, is_out=True)
    assert is_due(at(4, 10), at(4, 11), LONDON, is_out=True)
    assert not is_due(at(4, 10), at(4, 11), LONDON, is_out=False)


def test_one_made_in_the_future_makes_another_due_and_late():
    assert is_due(at(5, 10), at(4, 10), LONDON, is_out=False)
    assert is_late(at(5, 10), at(4, 10), is_out=False)


def test_late_has_some_grace():
    assert not is_late(at(4, 2), at(5, 4), is_out=False)
    assert is_late(at(4, 2), at(5, 4, 1), is_out=False)
    assert not is_late(at(4, 10), at(4, 11, 30), is_out=True)
    assert is_late(at(4, 10), at(4, 11, 31), is_out=True)
    assert is_late(None, at(4, 10), is_out=False)


def test_all_of_two_days_stay_then_the_last_of_each_day():
    hourly = [at(1, 0) + timedelta(hours=hour) for hour in range(24 * 10)]

    left = set(hourly) - set(to_remove(hourly, LONDON))

    assert {one for one in hourly if hourly[-1] - one < timedelta(days=2)} <= left
    assert sorted(left)[:3] == [at(day, 23) for day in (1, 2, 3)]
    assert len(left) == 48 + 8


def test_after_35_days_they_go_and_a_clock_set_wrong_takes_none():
    nightly = [at(1, 2, month=1) + timedelta(days=day) for day in range(40)]
    assert to_remove(nightly, LONDON) == nightly[:5]

    few = nightly[:10]
    assert to_remove([*few, few[-1] + timedelta(days=26 * 365)], LONDON) == []
    assert to_remove([], LONDON) == []
