"""Set-up codes: readable aloud, read however they are typed, good for one phone and one day."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from server.accounts.one_time_codes import LETTERS, new_code, shown_code
from server.phones.rules import CODE_LIFE, RETRY_LIFE, read_code, refusal

NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)


def test_a_code_has_eight_letters_that_nobody_mistakes():
    code = new_code(random.Random(7).choice)

    assert len(code) == 8
    assert set(code) <= set(LETTERS)
    assert not set("ILOU01") & set(LETTERS)


@pytest.mark.parametrize("typed", ["ABCD2345", "abcd-2345", " abcd 2345 ", "A B C D 2 3 4 5", "ABCD\u20132345"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "ABCD2345"


def test_a_code_is_shown_in_two_groups():
    assert shown_code("ABCD2345") == "ABCD-2345"


@pytest.mark.parametrize(
    ("now", "bound", "nonce", "expected"),
    [
        (NOON, None, "mine", None),
        (NOON + CODE_LIFE, None, "mine", None),
        (NOON + CODE_LIFE + timedelta(seconds=1), None, "mine", "enrolment.code_expired"),
        (NOON, "mine", "mine", None),
        (NOON, "mine", "another", "enrolment.code_used"),
        (NOON + RETRY_LIFE + timedelta(seconds=1), "mine", "mine", "enrolment.code_expired"),
    ],
)
def test_when_a_code_is_refused(now, bound, nonce, expected):
    used_at = NOON if bound else None

    assert refusal(now=now, expires_at=NOON + CODE_LIFE, bound_nonce=bound, used_at=used_at, nonce=nonce) == expected
