"""Who opens a concern about the headteacher: one of the two governors at a time, and never a headteacher."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from server.accounts.rules import Role
from server.incidents.head_rules import is_for_the_chair, is_named, may_open, stands_as, told_of_opening

EVERY_ROLES = [frozenset(some) for count in range(4) for some in combinations(Role, count)]


def test_nobody_without_a_governors_role_comes_as_one_and_a_headteacher_never_does():
    for roles in EVERY_ROLES:
        is_governor = bool({Role.CHAIR, Role.VICE_CHAIR} & roles)
        assert (stands_as(roles) is not None) == (is_governor and Role.HEADTEACHER not in roles), roles


@pytest.mark.parametrize(("is_stood_in", "names_chair"), list(product([False, True], repeat=2)))
def test_of_chair_and_vice_chair_exactly_one_opens_it(is_stood_in, names_chair):
    how = {"is_stood_in": is_stood_in, "names_chair": names_chair}
    openers = [role for role in (None, *Role) if may_open(role, **how)]
    assert openers == [Role.VICE_CHAIR if is_stood_in or names_chair else Role.CHAIR]


def test_each_opening_is_told_to_the_other_of_the_two_but_never_to_the_chair_it_names():
    assert told_of_opening(Role.CHAIR, names_chair=False) == Role.VICE_CHAIR
    assert told_of_opening(Role.CHAIR, names_chair=True) == Role.VICE_CHAIR
    assert told_of_opening(Role.VICE_CHAIR, names_chair=False) == Role.CHAIR
    assert told_of_opening(Role.VICE_CHAIR, names_chair=True) is None


@pytest.mark.parametrize(
    ("body", "is_it"),
    [
        ({"what_happened": "Zoë O’Brien shouted"}, True),
        ({"what_happened": "ZOE O'BRIEN"}, True),
        ({"pupils": "with Zoe  O Brien."}, True),
        ({"what_happened": "Zoe Obrienne, Zoe"}, False),
        ({"who_was_told": "Zoë O’Brien", "what_was_done": "Rang Zoë O’Brien"}, False),
        ({"what_happened": None, "place": 7}, False),
        ({"words": "It was hushed up by Zoë O’Brien"}, True),
        ({"parent": {"told": True, "whom": "their mother", "words": "Zoë O’Brien asked them to say nothing"}}, True),
        ({"parent": {"whom": "Zoë O’Brien"}}, False),
        ({"details": {"seen_by": "Zoë O’Brien", "level": None}}, True),
        ({"details": {"odd": [{"deep": "Zoë O’Brien"}]}, "parent": ["odd"], "words": {"odd": 1}}, True),
    ],
)
def test_somebody_is_named_by_their_whole_name_where_it_is_told_what_happened(body, is_it):
    assert is_named("Zoë O’Brien", body) is is_it
    assert not is_named("", body)


@pytest.mark.parametrize(
    ("kind", "body", "is_it"),
    [
        ("incident.reported", {"about": "headteacher"}, True),
        ("incident.reported", {"about": "headteacher", "category": "injury"}, True),
        ("incident.reported", {"about": "staff"}, False),
        ("incident.reported", {"about": ["headteacher"]}, False),
        ("incident.reported", {}, False),
        ("personal_phone.used", {"about": "headteacher"}, False),
    ],
)
def test_a_report_is_the_chairs_by_its_own_word(kind, body, is_it):
    assert is_for_the_chair(kind, body) is is_it
