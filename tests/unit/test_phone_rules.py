"""Phones: what makes two names one, how far a phone has come, and which addresses a phone cannot use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.phones.rules import (
    CARD_LIFE,
    address_trouble,
    code_problem,
    name_key,
    name_order,
    name_problem,
    read_code,
    read_name,
    state,
)

NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize("same", ["phone 3", "PHONE 3", "  Phone \t 3\n", "Phone\u00a03", "Ｐｈｏｎｅ ３"])
def test_capitals_and_spaces_make_no_other_phone(same):
    assert name_key(same) == name_key("Phone 3")


@pytest.mark.parametrize("other", ["Phone 30", "Phone3", "Phone 3a", "Phone"])
def test_another_name_is_another_phone(other):
    assert name_key(other) != name_key("Phone 3")


@given(st.text())
def test_every_name_is_read_sorted_and_judged(typed):
    name = read_name(typed)
    assert read_name(name) == name
    assert name_order(name) == name_order(typed)
    assert isinstance(name_problem(name), str)


@given(st.text())
def test_every_code_is_read_and_judged(typed):
    code = read_code(typed)
    assert read_code(code) == code
    assert code_problem(code) or len(code) == 8


def test_phones_are_sorted_as_people_count():
    names = ["Year 5 iPad", "Phone 10", "phone 2", "Phone 1", "7", "Phone 2b"]
    assert sorted(names, key=name_order) == ["7", "Phone 1", "phone 2", "Phone 2b", "Phone 10", "Year 5 iPad"]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "not_set_up"),
        ({"code_until": NOON}, "code_waiting"),
        ({"set_up_at": NOON}, "not_ready"),
        ({"set_up_at": NOON, "code_until": NOON}, "not_ready"),
        ({"set_up_at": NOON, "ready_at": NOON}, "ready"),
        ({"set_up_at": NOON, "ready_at": NOON, "code_until": NOON}, "ready"),
        ({"set_up_at": NOON, "ready_at": NOON, "revoked_at": NOON}, "lost"),
    ],
)
def test_how_far_a_phone_has_come(known, expected):
    nothing = dict.fromkeys(("revoked_at", "ready_at", "set_up_at", "code_until"))
    assert state(**{**nothing, **known}) == expected


def test_a_card_printed_on_friday_works_on_monday_and_not_a_week_later():
    assert timedelta(days=3, hours=8) < CARD_LIFE < timedelta(days=7)


@pytest.mark.parametrize(
    ("scheme", "hostname", "expected"),
    [
        ("http", "localhost", "this_computer"),
        ("https", "localhost", "this_computer"),
        ("http", "lanyard.localhost", "this_computer"),
        ("http", "127.0.0.53", "this_computer"),
        ("http", "::1", "this_computer"),
        ("http", "10.1.2.3", "no_https"),
        ("http", "lanyard.wrenfield.example", "no_https"),
        ("https", "10.1.2.3", None),
        ("https", "lanyard.wrenfield.example", None),
    ],
)
def test_why_a_phone_could_not_use_an_address(scheme, hostname, expected):
    assert address_trouble(scheme, hostname) == expected
