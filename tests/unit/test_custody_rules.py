"""An item's records in order: whatever order they come in says the same, and every break is found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from server.custody import rules
from server.custody.chain_rules import (
    AFTER_GIVEN,
    AFTER_POLICE,
    BEFORE_TAKEN,
    GIVEN_TWICE,
    MOVED,
    NOT_TAKEN,
    POLICE,
    POLICE_TWICE,
    RELEASED,
    SEARCHED,
    TAKEN,
    InBag,
    Link,
    chain_of,
    is_same_bag,
)

NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)


def at(hour):
    return NOON + timedelta(hours=hour)


def links(*kinds):
    """One an hour, in this order."""
    return [Link(f"{kind} {hour}", kind, at(hour), hour + 1) for hour, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "state", "faults"),
    [
        ((TAKEN,), "held", ()),
        ((TAKEN, SEARCHED, MOVED), "held", ()),
        ((TAKEN, MOVED, RELEASED), "released", ()),
        ((TAKEN, SEARCHED, POLICE), "police", ()),
        ((MOVED,), "held", (NOT_TAKEN,)),
        ((RELEASED, TAKEN), "released", (BEFORE_TAKEN,)),
        ((TAKEN, RELEASED, RELEASED), "released", (GIVEN_TWICE,)),
        ((TAKEN, RELEASED, MOVED), "released", (AFTER_GIVEN,)),
        ((TAKEN, RELEASED, POLICE), "police", (AFTER_GIVEN,)),
        ((TAKEN, POLICE, POLICE), "police", (POLICE_TWICE,)),
        ((TAKEN, POLICE, SEARCHED), "police", (AFTER_POLICE,)),
        ((RELEASED, TAKEN, POLICE), "police", (BEFORE_TAKEN, AFTER_GIVEN)),
    ],
)
def test_every_order_of_arrival_says_the_same(kinds, state, faults):
    for order in permutations(links(*kinds)):
        chain = chain_of([Link(one.id, one.kind, one.at, n) for n, one in enumerate(order)])
        assert (chain.state, chain.faults) == (state, faults)
        assert [link.at for link, _codes in chain.links] == sorted(link.at for link, _codes in chain.links)


def test_of_one_time_it_is_taken_first_and_leaves_last():
    same = [Link(kind, kind, NOON, n) for n, kind in enumerate((POLICE, MOVED, TAKEN, SEARCHED))]

    chain = chain_of(same)

    assert [link.kind for link, _codes in chain.links] == [TAKEN, SEARCHED, MOVED, POLICE]
    assert (chain.faults, chain.since, chain.ended_at) == ((), NOON, NOON)


def test_a_bags_number_may_come_again_on_another_trip_once_it_is_free():
    first, kept = InBag("t1", at(0), at(2)), InBag("t1", at(0), None)
    assert is_same_bag(first, InBag("t1", at(5), None))
    assert not is_same_bag(first, InBag("t2", at(2), None))
    assert is_same_bag(first, InBag("t2", at(1), None))
    assert is_same_bag(kept, InBag(None, at(9), at(10)))


@pytest.mark.parametrize(
    ("typed", "code"),
    [("4k7 ", "4K7"), ("37-K2", "37K2"), ("Maya", ""), ("", ""), (None, ""), ("1" * 11, ""), ("é7", ""), ("12", "12")],
)
def test_only_what_looks_like_a_code_is_shown_as_a_bags_number(typed, code):
    assert rules.bag_code(typed) == code


def test_what_belongs_to_a_report_is_read_with_that_report_and_before_it_comes_by_safeguarding_alone():
    head, office, nobody = frozenset({"headteacher"}), frozenset({"office"}), frozenset({"staff"})
    assert rules.may_read(office, {}, leads_the_trip=False)
    assert rules.may_read(nobody, {}, leads_the_trip=True)
    assert not rules.may_read(nobody, {}, leads_the_trip=False)
    assert not rules.may_read(head, {"one": True, "two": False}, leads_the_trip=True)
    # What has not come may be about the headteacher.
    assert not rules.may_read(head, {"one": None}, leads_the_trip=True)
    assert rules.may_read(frozenset({"dsl"}), {"one": None}, leads_the_trip=False)
    assert not rules.may_read(office, {"one": None}, leads_the_trip=False)
    assert not rules.may_read_search(office, {}, leads_the_trip=False)
    assert rules.may_read_search(office, {}, leads_the_trip=True)
