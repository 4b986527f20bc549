"""A key on paper comes back as it was, and a slip of the pen is found in its group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.backups.paper_rules import GROUPS, LETTERS, Misread, groups_of, key_of, typed_groups

KEYS = some.binary(min_size=32, max_size=32)
KEY = bytes(range(7, 39))


def faults_of(typed: str) -> list[str]:
    with pytest.raises(Misread) as misread:
        key_of(typed)
    return misread.value.faults


@given(KEYS)
def test_a_key_comes_back_from_its_paper(key):
    groups = groups_of(key)

    assert len(groups) == GROUPS
    assert key_of(" ".join(groups)) == key


def test_it_may_be_typed_in_any_way_that_a_person_would():
    groups = groups_of(KEY)
    numbered = "\n".join(f"{place:>4}  {group}" for place, group in enumerate(groups, start=1))

    for typed in (
        "".join(groups),
        "-".join(groups).lower(),
        "# Lanyard: key for backups\n" + numbered,
        " ".join(groups).replace("0", "O").replace("1", "l"),
    ):
        assert key_of(typed) == KEY


@given(KEYS, some.integers(0, GROUPS - 1), some.integers(0, 4), some.sampled_from(LETTERS))
def test_one_wrong_letter_is_found_in_its_group(key, place, letter, wrong):
    groups = groups_of(key)
    was = groups[place]
    if wrong == was[letter]:
        return
    groups[place] = was[:letter] + wrong + was[letter + 1 :]

    assert faults_of(" ".join(groups)) == [f"Group {place + 1} has a wrong letter, or stands in the wrong place."]


@given(KEYS, some.integers(0, GROUPS - 1), some.integers(0, 3))
def test_two_letters_exchanged_are_found_in_their_group(key, place, letter):
    groups = groups_of(key)
    was = groups[place]
    groups[place] = was[:letter] + was[letter + 1] + was[letter] + was[letter + 2 :]
    if groups[place] == was:
        return

    assert len(faults_of(" ".join(groups))) == 1
    assert f"Group {place + 1} " in faults_of(" ".join(groups))[0]


def test_two_groups_exchanged_are_both_named():
    groups = groups_of(KEY)
    groups[2], groups[8] = groups[8], groups[2]

    assert [fault.split(" has ")[0] for fault in faults_of(" ".join(groups))] == ["Group 3", "Group 9"]


def test_a_letter_that_no_group_has_a_group_too_short_and_one_left_out_are_named():
    groups = groups_of(KEY)

    assert faults_of(" ".join(["U" + groups[0][1:], *groups[1:]])) == ["Group 1 has U, which no group has."]
    short = faults_of(" ".join([groups[0], groups[1][:4], *groups[2:]]))
    assert short == ["Group 2 has 4 letters, and should have 5."]
    assert "There are 13 groups, and should be 14." in faults_of(" ".join(groups[:-1]))
    assert faults_of("") == ["There are 0 groups, and should be 14."]


def test_groups_of_two_papers_make_no_key():
    mine, other = groups_of(KEY), groups_of(KEY[::-1])

    assert "together they are no key" in faults_of(" ".join([*mine[:5], *other[5:]]))[0]


def test_what_stands_beside_the_groups_is_no_group():
    assert typed_groups("# 1 ABCDE\n 1 ABCDE   2 FGH1K\n14: 00000") == ["ABCDE", "FGH1K", "00000"]
