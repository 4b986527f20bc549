"""Who may look, when a photo is late, what may stand beside one, and a JPEG's parts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from server.foundation.clock import SCHOOL_TIME
from server.photos import jpeg, rules
from server.photos.rules import InPicture
from tests.api.photographer import NOTES, segment
from tests.api.photographer import jpeg as a_jpeg

ADA = InPicture("Ada", "Begum", may_be_named=True)
ZARA = InPicture("Zara", "O'Neill-Nash", may_be_named=False)


def at(hour: int, minute: int = 0, day: int = 26) -> datetime:
    """A time of that day at school, in winter."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_roles_and_the_trips_own_leader_may_look_and_nobody_else():
    assert all(rules.may_look({role}, leads_the_trip=False) for role in rules.LOOKS)
    assert rules.may_look({"staff"}, leads_the_trip=True)
    assert not rules.may_look({"staff", "site_manager", "network_manager"}, leads_the_trip=False)


@pytest.mark.parametrize(
    ("came", "is_erased", "standing"),
    [
        ([], False, "missing"),
        (["other"], True, "differs"),
        (["other", "own"], False, "at_school"),
        (["own"], True, "off"),
    ],
)
def test_a_photo_is_at_school_only_with_its_own_digest(came, is_erased, standing):
    assert rules.standing("own", came, is_erased=is_erased) == standing


def test_a_phone_that_says_it_erased_what_never_came_leaves_it_missing():
    assert rules.standing("own", [], is_erased=True) == "missing"


def test_a_photo_is_late_at_the_first_such_time_after_it_was_taken():
    def off_by(taken):
        return rules.off_by(taken, taken, "16:30", SCHOOL_TIME)

    assert off_by(at(10)) == at(16, 30)
    assert off_by(at(16, 29)) == at(16, 30)
    assert off_by(at(16, 30)) == at(16, 30, day=27)
    assert off_by(at(22)) == at(16, 30, day=27)
    summer = datetime(2026, 6, 12, 10, tzinfo=UTC)
    assert rules.off_by(summer, summer, "16:30", SCHOOL_TIME) == datetime(2026, 6, 12, 15, 30, tzinfo=UTC)


def test_a_phones_clock_a_year_off_is_not_believed():
    for years in (-365, 365):
        assert rules.off_by(at(10) + timedelta(days=years), at(11), "16:30", SCHOOL_TIME) == at(16, 30)


def test_an_exception_holds_to_the_end_of_its_day():
    assert rules.end_of(date(2026, 11, 30), "16:30", SCHOOL_TIME) == at(16, 30, day=30)


@pytest.mark.parametrize(
    "caption", ["", "On the drawbridge", "Ada on the drawbridge", "ADA’s drawing", "Adalbert was here"]
)
def test_a_first_name_with_permission_may_stand_beside_a_photo(caption):
    assert rules.caption_problem(caption, [ADA, ZARA], ["Mbeki"]) == ""


@pytest.mark.parametrize(
    "caption",
    ["Ada Begum", "begum, second from left", "Ada B on the wall", "Zara O'Neill-Nash", "Ada Mbeki", "Miss BEGUM"],
)
def test_a_last_name_or_its_letter_may_not(caption):
    assert "last names" in rules.caption_problem(caption, [ADA, ZARA], ["Mbeki"])


def test_a_first_name_without_permission_may_not():
    assert rules.caption_problem("Ada and Zara", [ADA, ZARA]).startswith("Leave out Zara")


def test_what_leaves_the_school_needs_a_second_person():
    assert {code for code in (*rules.IN_SCHOOL, *rules.BEYOND) if rules.needs_a_second(code)} == set(rules.BEYOND)


def test_a_jpeg_keeps_its_picture_and_loses_its_notes():
    assert jpeg.bare(a_jpeg(notes=NOTES) + b"PK\x03\x04 behind the end") == a_jpeg()
    assert [marker for marker, _start, _end in jpeg.segments(a_jpeg())] == [0xE0, 0xC0, 0xDA]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8",
        b"GIF89a",
        b"\xff\xd8<html>",
        a_jpeg()[:-2],
        a_jpeg()[:30],
        b"\xff\xd8" + segment(0xE1, b"\xff\xd9"),
    ],
)
def test_what_is_no_whole_jpeg_is_never_shown(content):
    with pytest.raises(jpeg.NotAJpeg):
        jpeg.bare(content)
