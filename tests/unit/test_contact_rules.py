"""Whom to ring: how old a check is, what can be rung, what counts of a national body; the cases the phone holds too."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from server.policy import contact_rules
from server.policy.contact_rules import Said, address_problem, checked_after, number_problem
from server.policy.contact_words import ILLEGAL, KINDS, NATIONAL_BODIES

CASES = json.loads((Path(__file__).resolve().parents[1] / "golden" / "contacts.json").read_text(encoding="utf-8"))
DAY = date(2026, 11, 3)


def _day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_the_age_of_a_check_is_worded_as_the_phone_words_it(case):
    asked = (_day(case["checked_on"]), _day(case["today"]), case["days"])
    assert contact_rules.checked_in_words(*asked) == case["words"]
    assert contact_rules.is_overdue(*asked) == case["is_overdue"]


@pytest.mark.parametrize("case", CASES["national"], ids=lambda case: case["name"])
def test_of_a_national_body_whoever_checked_it_later_counts(case):
    marked = [[{**row, "from": name} for row in case[name]] for name in ("release", "own")]
    assert [one["from"] for one in contact_rules.what_counts(*marked)] == case["counts"]


def test_texts_of_another_nation_say_whose_they_are():
    for case in CASES["notes"]:
        assert contact_rules.nation_note(case["nation"]) == case["note"]


@pytest.mark.parametrize("number", ["", "101", "999", "116 000", "01632 960100", "+44 (0)1632 960100", "0808-800.5000"])
def test_a_number_that_is_rung_is_none_to_complain_of(number):
    assert number_problem(number) == ""


@pytest.mark.parametrize("number", ["12", "0" * 16, "+", "０１６３２ ９６０１００", "01632 96O100", "tel:999", "-"])
def test_what_nobody_can_ring_is_no_number(number):
    assert number_problem(number) == "That is no phone number. Give one such as 01632 960100, or 101"


@pytest.mark.parametrize("address", ["https://", "https://x", "ftp://a.example", "https://a b.example", "https://[::1"])
def test_what_opens_no_page_is_no_address(address):
    assert address_problem(address)


def test_a_check_holds_for_the_number_it_was_of():
    said = Said("dsl", "DSL", "Daniel Okoro", "07700 900201", "")
    renamed, moved = Said(**{**vars(said), "title": "Lead"}), Said(**{**vars(said), "number": "07700 900299"})
    assert checked_after((said, DAY), renamed, None) == DAY
    assert checked_after((said, DAY), moved, None) is None
    assert checked_after((said, DAY), moved, date(2026, 11, 28)) == date(2026, 11, 28)


def test_what_the_release_says_is_dated_sourced_and_can_be_rung_or_opened():
    for one in NATIONAL_BODIES:
        assert number_problem(one["number"]) == address_problem(one["address"]) == ""
        assert one["number"] or one["address"]
        assert one["name"]
        assert date.fromisoformat(one["checked_on"])
        assert one["source"].startswith("https://")
    known = {one["role"] for one in NATIONAL_BODIES}
    assert {body for step in ILLEGAL["steps"] for body in step["bodies"]} <= known
    assert {role for step in ILLEGAL["steps"] for role in step["roles"]} <= set(KINDS["school"])
    assert ILLEGAL["nation"] == contact_rules.CHECKED_FOR
