"""New passwords: long enough and hard to guess, nothing else is asked; and what is wrong is said in our own words."""

from __future__ import annotations

import runpy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zxcvbn import feedback

from server.accounts import passwords
from server.accounts.strength import JUDGED_CHARACTERS, LONGEST, SHORTEST, fault_of

PRIYA = ("Priya Shah", "priya@wrenfield.example", "Wrenfield Park Primary School")
GOOD = [
    "copper kettle moon",
    "пароль из трёх слов",
    "  spaces all round  ",
    "🪁🪁 kites over fens",
    "tülin's öffnet brücke",
]


@pytest.mark.parametrize("password", GOOD)
def test_any_characters_make_a_good_password(password):
    assert fault_of(password, PRIYA) is None


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("kettle moon", "Use at least 12 characters. Three random words are enough."),
        ("kettle moon " * 11, "Use at most 128 characters"),
        ("aaaaaaaaaaaaaaaa", "Leave out repeats"),
        ("abcdefghijklmnop", "Leave out runs"),
        ("sdfghjkl;'lkjhgf", "Leave out rows of keys"),
        ("password123456", "It holds a password that many people use"),
        ("priyashah1984", "Leave out your name"),
        ("Priya Shah Priya Shah", "Leave out"),
        ("wrenfieldpark26", "Leave out your name, your e-mail address, the school’s name"),
        ("lanyard-school-trip", "words like trip"),
        ("2026 school trip", "words like trip"),
    ],
)
def test_what_is_wrong_with_a_password_is_said_plainly(password, words):
    fault = fault_of(password, PRIYA)

    assert fault is not None
    assert words in fault


def test_a_name_counts_for_nothing_and_the_rest_still_has_to_be_good():
    assert fault_of("priya copper kettle moon", PRIYA) is None
    assert fault_of("priya kettle", PRIYA) is not None


def test_somebody_elses_name_is_no_reason():
    assert fault_of("daniel okoro harbour", PRIYA) is None
    assert fault_of("daniel okoro harbour"[:12], ("Daniel Okoro", "daniel@wrenfield.example", "x")) is not None


@given(st.text(max_size=LONGEST + 20))
def test_no_password_fails_the_judge_or_brings_its_words_to_the_page(password):
    fault = fault_of(password, PRIYA)

    if len(passwords.normal(password)) < SHORTEST or len(passwords.normal(password)) > LONGEST:
        assert fault is not None
    assert fault is None or not any(raw in fault for raw in RAW)


RAW = {feedback.get_feedback(0, [])["warning"], 'easy to guess."', "This is a very common password"} - {""}


def test_only_the_beginning_is_judged(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "server.accounts.strength.zxcvbn", lambda text, **_: seen.append(text) or {"score": 4, "sequence": []}
    )

    fault_of("x" * LONGEST, ())

    assert max(map(len, seen)) == JUDGED_CHARACTERS


def test_one_password_typed_on_two_keyboards_is_one():
    composed, apart = "caf\u00e9 kettle moon", "cafe\u0301 kettle moon"

    assert passwords.is_right(passwords.hashed(apart), composed)
    assert passwords.is_right(passwords.hashed(composed), apart)
    assert len(passwords.normal(apart)) == len(composed)


def test_nothing_goes_with_an_account_that_is_not_there():
    assert passwords.is_right(None, "copper kettle moon") is False


def test_passwords_are_kept_at_owasps_smallest_cost_and_so_is_nobodys():
    # As the module says by itself: in a test run it is made cheaper (tests/checked_passwords.py).
    module = runpy.run_path(passwords.__file__)

    for kept in (module["hashed"]("copper kettle moon"), module["NOBODYS_HASH"]):
        assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
