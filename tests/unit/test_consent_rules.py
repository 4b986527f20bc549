"""Who may be in a picture: golden cases, and random histories of decisions held against what must never happen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.consent.rules import NO, RESPONSE_NAMES, Decision, latest_of_each, person_key, verdict

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "consent_register.json"
CASES = json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]
TODAY = date(2026, 11, 26)

days = st.integers(-60, 60).map(lambda number: TODAY + timedelta(days=number))
past = st.integers(0, 60).map(lambda number: TODAY - timedelta(days=number))
lasting = st.none() | st.integers(1, 90)


@st.composite
def histories(draw):
    """Up to a dozen decisions, in the order in which they were recorded."""
    one = st.builds(
        Decision,
        n=st.just(0),
        response=st.sampled_from(sorted(RESPONSE_NAMES)),
        answered_by=st.sampled_from(["parent", "parent", "pupil"]),
        respondent=st.sampled_from(["", "Ms A", "ms a ", "Mr B"]),
        decided_on=past,
        valid_from=days,
        valid_to=st.none() | days,
    )
    return [replace(decision, n=n) for n, decision in enumerate(draw(st.lists(one, max_size=12)))]


def read(n, row):
    """A decision of a golden case."""
    response, by, respondent, *dates = row
    return Decision(n, response, by, respondent, *(date.fromisoformat(one) if one else None for one in dates))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_the_verdict_is_the_golden_one(case):
    decisions = [read(n, row) for n, row in enumerate(case["decisions"])]

    found = verdict(
        decisions,
        date.fromisoformat(case["on"]),
        never=case.get("never", False),
        lasts_days=case.get("lasts_days"),
    )

    until = found.until.isoformat() if found.until else None
    assert [found.may, found.ground, until] == case["verdict"]


@given(histories(), days, lasting)
def test_a_yes_needs_somebodys_standing_yes_and_nobodys_standing_no(decisions, on, lasts_days):
    found = verdict(decisions, on, lasts_days=lasts_days)

    standing = [one.response for one in latest_of_each(decisions)]
    if found.may:
        assert "given" in standing
        assert not set(standing) & set(NO)
        assert found.until is None or on <= found.until
    assert found.may == (found.ground == "given")


@given(histories(), days, lasting)
def test_never_to_be_photographed_goes_before_everything(decisions, on, lasts_days):
    assert verdict(decisions, on, never=True, lasts_days=lasts_days).ground == "never"


@given(
    histories(), days, st.sampled_from(NO), st.sampled_from(["parent", "pupil"]), st.sampled_from(["", "Ms A", "Ms C"])
)
def test_whoever_says_no_last_is_heard(decisions, on, response, by, name):
    no = Decision(len(decisions), response, by, name, TODAY, TODAY)

    assert not verdict([*decisions, no], on).may


@given(histories(), days, st.sampled_from(["withdrawn", "objected"]))
def test_nobody_else_gives_back_what_somebody_withdrew(decisions, on, response):
    no = Decision(50, response, "parent", "Ms C", TODAY, TODAY)
    later = [replace(one, n=100 + one.n, decided_on=TODAY + timedelta(days=1)) for one in decisions]

    assert not verdict([no, *later], on).may


@given(histories(), days)
def test_whoever_withdrew_may_give_it_back_themselves(decisions, on):
    name = "Ms C"
    no = Decision(50, "withdrawn", "parent", name, TODAY, TODAY)
    yes = Decision(51, "given", "parent", name, TODAY + timedelta(days=1), TODAY)

    others = {one.response for one in latest_of_each([*decisions, no, yes]) if person_key(one) != person_key(yes)}
    assert verdict([*decisions, no, yes], TODAY).may == (not others & set(NO))


@given(histories(), days, lasting, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_read_is_of_no_account(decisions, on, lasts_days, luck):
    shuffled = list(decisions)
    luck.shuffle(shuffled)

    assert verdict(shuffled, on, lasts_days=lasts_days) == verdict(decisions, on, lasts_days=lasts_days)


@given(histories(), days, lasting)
def test_a_yes_holds_on_each_day_until_its_last_and_no_longer(decisions, on, lasts_days):
    found = verdict(decisions, on, lasts_days=lasts_days)

    if found.may and found.until:
        assert verdict(decisions, found.until, lasts_days=lasts_days).may
        after = verdict(decisions, found.until + timedelta(days=1), lasts_days=lasts_days)
        assert not after.may or after.until != found.until


@given(histories(), days)
def test_a_shorter_life_of_a_yes_never_makes_a_yes(decisions, on):
    assert verdict(decisions, on).may or not verdict(decisions, on, lasts_days=30).may
