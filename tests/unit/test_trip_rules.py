"""When a trip's phones open, by the cases that the phone holds too; how pupils are told apart by short names."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from server.foundation.clock import SCHOOL_TIME, from_text
from server.trips.rules import short_names, window

CASES = json.loads((Path(__file__).resolve().parents[1] / "golden" / "windows.json").read_text(encoding="utf-8"))[
    "cases"
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_window_is_the_one_that_phones_keep(case):
    found = window(date.fromisoformat(case["starts_on"]), date.fromisoformat(case["ends_on"]), SCHOOL_TIME)

    assert (found.opens, found.closes) == (from_text(case["opens"]), from_text(case["closes"]))


def test_a_list_is_handed_out_a_day_longer_for_those_who_run_late():
    found = window(date(2026, 11, 26), date(2026, 11, 26), SCHOOL_TIME)

    assert not found.has_list_at(found.opens - timedelta(seconds=1))
    assert found.has_list_at(found.opens)
    assert found.has_list_at(found.closes + timedelta(hours=23))
    assert not found.has_list_at(found.closes + timedelta(hours=24))


@pytest.mark.parametrize(
    ("pupils", "names"),
    [
        ([("Maya", "Barlow")], ["Maya B."]),
        ([("Maya", "Barlow"), ("Maya", "Begum")], ["Maya Ba.", "Maya Be."]),
        ([("Maya", "Barlow"), ("Maya", "Bar")], ["Maya Barl.", "Maya Bar"]),
        ([("Maya", "Kaur"), ("Maya", "Kaur")], ["Maya Kaur", "Maya Kaur"]),
        ([("Cher", "")], ["Cher"]),
        ([], []),
    ],
)
def test_the_fewest_letters_that_tell_pupils_apart(pupils, names):
    assert short_names(pupils) == names
