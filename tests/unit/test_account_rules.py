"""When a sign-in runs out, and roles in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.accounts.rules import ABSOLUTE_LIMIT, IDLE_LIMIT, ROLE_NAMES, Role, is_live, role_names

START = datetime(2026, 6, 12, 7, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("seen_after", "now_after", "expected"),
    [
        (timedelta(0), IDLE_LIMIT, True),
        (timedelta(0), IDLE_LIMIT + SECOND, False),
        (ABSOLUTE_LIMIT, ABSOLUTE_LIMIT, True),
        (ABSOLUTE_LIMIT, ABSOLUTE_LIMIT + SECOND, False),
    ],
)
def test_a_sign_in_holds_until_it_is_idle_or_old(seen_after, now_after, expected):
    assert is_live(START, START + seen_after, START + now_after) is expected


def test_every_role_has_a_name():
    assert set(ROLE_NAMES) == set(Role)


def test_several_roles_read_in_one_order():
    assert role_names(frozenset({Role.SLT, Role.HEADTEACHER})) == "Headteacher, SLT"
