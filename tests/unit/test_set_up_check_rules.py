"""The set-up check: in which term one was made, and what is wanting of it."""

from __future__ import annotations

from datetime import date

import pytest

from server.phones.set_up_check_rules import Point, Term, term_of, wanting

ALL_WELL = dict.fromkeys(Point, True)


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 9, 1), Term("Autumn", date(2026, 8, 1))),
        (date(2026, 12, 31), Term("Autumn", date(2026, 8, 1))),
        (date(2027, 1, 1), Term("Spring", date(2027, 1, 1))),
        (date(2027, 3, 31), Term("Spring", date(2027, 1, 1))),
        (date(2027, 4, 1), Term("Summer", date(2027, 4, 1))),
        (date(2027, 7, 31), Term("Summer", date(2027, 4, 1))),
        (date(2028, 2, 29), Term("Spring", date(2028, 1, 1))),
    ],
)
def test_a_day_lies_in_one_term(day, term):
    assert term_of(day) == term


def test_phones_got_ready_in_the_holidays_are_ready_for_the_term_that_follows():
    assert term_of(date(2026, 8, 26)) == term_of(date(2026, 10, 5))
    assert term_of(date(2026, 4, 9)) == term_of(date(2026, 6, 8))


def test_nothing_is_wanting_where_all_is_well():
    assert wanting(ALL_WELL, {}, can_ring=True) == []


def test_a_no_is_said_with_its_note_and_what_nobody_looked_at_is_not_well():
    answers = {**ALL_WELL, Point.RADIOS_OFF: False, Point.CAMERA: None, Point.PASSCODE_ON: False}

    found = wanting(answers, {"radios_off": "Kept for a hearing aid"}, can_ring=True)

    assert found == [
        "Camera: not looked at",
        "Bluetooth and AirDrop off: no, Kept for a hearing aid",
        "Passcode on: no",
    ]


def test_a_phone_that_cannot_ring_makes_no_test_call():
    assert wanting({**ALL_WELL, Point.CALL_WITHHELD: None}, {}, can_ring=False) == []
    assert len(wanting(dict.fromkeys(Point), {}, can_ring=True)) == len(Point)


def test_a_check_from_before_a_point_was_added_wants_nothing_of_it():
    before = {point: True for point in Point if point is not Point.TEST_ALERT}
    assert wanting(before, {}, can_ring=True) == []
    assert wanting({**before, Point.TEST_ALERT: None}, {}, can_ring=True) == ["Test alert: not looked at"]
