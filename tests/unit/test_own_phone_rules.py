"""Who may agree that somebody uses their own phone, on what conditions, and how long it holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.accounts.rules import Role
from server.personal_phone import agreement_rules, own_phone_rules
from server.personal_phone.agreement_rules import Given, held_at, standing
from server.personal_phone.own_phone_rules import OwnPhoneChoice, may_give

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ENDS = NOON + timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("agrees", "who"),
    [("slt", {Role.SLT, Role.HEADTEACHER}), ("headteacher", {Role.HEADTEACHER}), ("nobody", {Role.HEADTEACHER})],
)
def test_the_school_says_who_agrees_and_the_headteacher_always_may(agrees, who):
    chosen = OwnPhoneChoice(agrees=agrees)
    assert {role for role in Role if may_give(frozenset({role}), chosen)} == who
    assert "nobody agrees" in own_phone_rules.not_ones_own(chosen).lower()


def test_where_nobody_agrees_beforehand_a_call_is_agreed_afterwards_and_the_words_say_so():
    chosen = OwnPhoneChoice(agrees="nobody")
    assert own_phone_rules.is_only_afterwards(chosen)
    assert own_phone_rules.who_agrees(chosen) == "afterwards, and never before, the headteacher"
    assert not own_phone_rules.is_only_afterwards(OwnPhoneChoice(agrees="headteacher"))


def test_until_a_school_chooses_slt_agrees_without_a_risk_assessment_and_the_headteacher_is_told():
    assert OwnPhoneChoice() == OwnPhoneChoice("slt", False, "headteacher", None)


@pytest.mark.parametrize(
    ("at", "does"),
    [
        (NOON - timedelta(hours=1), False),
        (NOON - 9 * MINUTE, True),
        (NOON, True),
        (ENDS - MINUTE, True),
        (ENDS, False),
    ],
)
def test_it_holds_from_when_it_was_given_by_clocks_that_differ_to_the_end_of_its_trip(at, does):
    assert held_at(Given(NOON, ENDS), at) is does


def test_once_revoked_it_holds_no_more_and_what_was_before_stays_allowed():
    one = Given(NOON, ENDS, revoked_at=NOON + 5 * MINUTE)
    assert (held_at(one, NOON + 4 * MINUTE), held_at(one, NOON + 5 * MINUTE)) == (True, False)
    assert standing(one, NOON + 9 * MINUTE) == "revoked"
    assert (standing(Given(NOON, ENDS), ENDS - MINUTE), standing(Given(NOON, ENDS), ENDS)) == ("in_force", "ended")


def test_the_conditions_name_everything_that_is_never_allowed():
    calls = " ".join(agreement_rules.conditions("own_phone"))
    for words in ("999", "141", "No photograph", "pupils", "families", "same day", "ends with the trip"):
        assert words in calls
    internet = " ".join(agreement_rules.conditions("internet"))
    for words in ("no call", "No photograph", "never near them", "ends with the trip"):
        assert words in internet
    assert "141" not in internet
