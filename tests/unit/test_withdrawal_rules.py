"""What a phone knows of a no, why a photo is held back, and what becomes of one that was judged before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from server.consent import turn_rules
from server.foundation.clock import SCHOOL_TIME
from server.photos import held_rules
from server.photos.held_rules import Known
from server.trips.given import PhoneOut

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
EARLIER, LATER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)


def test_a_yes_that_turned_is_told_from_a_no_that_stood():
    before = {"website": True, "press": False, "display": True}
    assert turn_rules.turned(before, {"website": False, "press": False, "display": True}) == ["website"]
    assert turn_rules.turned(before, {}) == ["website", "display"]
    assert turn_rules.turned({}, {"website": False}) == []


def stands(**more):
    knows_nothing = {"list_at": EARLIER, "heard_at": None, "has_rung": False, "is_told": False, "is_lost": False}
    return turn_rules.standing(**{**knows_nothing, **more})


def test_a_phone_that_nothing_shows_to_know_has_to_be_rung():
    assert stands() == "to_ring"
    assert stands(heard_at=LATER, is_told=True) == "heard"
    assert stands(is_told=True) == "told"
    assert stands(has_rung=True) == "rang"
    assert stands(list_at=None) == "no_list"
    assert stands(is_lost=True) == "lost"


def test_a_phone_has_heard_once_the_last_of_its_people_was_given_a_later_list():
    phone = PhoneOut(None, {"a": [(EARLIER, EARLIER), (LATER, LATER)], "b": [(EARLIER, EARLIER)]})
    assert phone.list_at == EARLIER
    assert phone.heard_at(NOON) is None
    phone.lists["b"].append((LATER + timedelta(minutes=5), LATER + timedelta(minutes=50)))
    assert phone.heard_at(NOON) == LATER + timedelta(minutes=5)
    phone.lists["b"] = [(EARLIER, NOON)]
    assert phone.heard_at(NOON) is None
    assert PhoneOut(None).heard_at(NOON) is None


@pytest.mark.parametrize(("typed", "time"), [(" 8:20 ", "08:20"), ("23.59", "23:59"), ("24:00", None), ("", None)])
def test_a_time_is_read_as_people_type_it(typed, time):
    assert turn_rules.read_time(typed) == time


def test_a_time_of_the_day_is_the_schools_in_summer_too():
    assert turn_rules.on_the_day(date(2026, 7, 1), "08:20", SCHOOL_TIME) == datetime(2026, 7, 1, 7, 20, tzinfo=UTC)


def test_the_gravest_reason_is_the_one_that_is_said():
    assert held_rules.reason_for(Known()) is None
    assert held_rules.reason_for(Known(check="passed")) is None
    assert held_rules.reason_for(Known(True, True, "failed")) == "said_no"
    assert held_rules.reason_for(Known(lacks_consent=True, check="missing")) == "no_consent"
    assert held_rules.reason_for(Known(check="failed")) == "check_failed"
    assert held_rules.reason_for(Known(check="missing")) == "no_check"


JUDGED = [
    (None, "no_consent", None, "no_consent"),
    ("no_consent", None, None, "no_consent"),
    ("no_check", None, None, None),
    ("no_check", None, ("kept", "no_check"), "no_check"),
    ("no_check", "check_failed", None, "check_failed"),
    (None, "no_check", ("let_in", "no_check"), None),
    (None, "said_no", ("let_in", "no_check"), "said_no"),
    (None, None, ("let_in", "no_consent"), None),
]


@pytest.mark.parametrize(("now", "found", "last", "then"), JUDGED)
def test_what_is_held_waits_for_a_person_but_for_a_check_that_came_after_all(now, found, last, then):
    assert held_rules.judged(now, found, last) == then


def test_what_was_saved_counts_until_the_photo_came_or_its_day_was_over():
    day, midnight = NOON.date(), datetime(2026, 11, 27, tzinfo=UTC)
    later = NOON + timedelta(days=9)
    assert held_rules.as_known_at(NOON, day, LATER, SCHOOL_TIME) == LATER
    assert held_rules.as_known_at(NOON, day, later, SCHOOL_TIME) == midnight
    assert held_rules.as_known_at(later, day, later, SCHOOL_TIME) == later
