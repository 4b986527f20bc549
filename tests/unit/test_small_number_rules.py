"""Small numbers are hidden, and no hidden one can be worked out: not by adding up, not by knowing the rules."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.reconciliation.small_number_rules import ANCHOR, HIDDEN, alone, published

SMALL = range(1, 5)
NUMBERS = st.one_of(st.integers(0, 12), st.sampled_from([0, 1, 4, 5, 9, 10, 11, 60]))


def tables_of(**tables):
    return {of: [(str(at), number) for at, number in enumerate(numbers)] for of, numbers in tables.items()}


def shown(**tables):
    found = published(tables_of(**tables))
    return found.total.words, {
        of: table and [cell.words for _name, cell in table] for of, table in found.tables.items()
    }


@pytest.mark.parametrize(("number", "words"), [(0, "none"), (1, HIDDEN), (4, HIDDEN), (5, "5"), (1200, "1,200")])
def test_a_number_by_itself(number, words):
    assert alone(number).words == words


def test_where_nothing_is_small_everything_is_shown():
    assert shown(kinds=[5, 0, 7], severities=[12, 0]) == (
        "12",
        {"kinds": ["5", "none", "7"], "severities": ["12", "none"]},
    )


def test_a_small_one_hides_a_large_one_of_each_table_and_the_total():
    assert shown(kinds=[18, 6, 3], severities=[20, 7]) == (
        "17 or more",
        {"kinds": ["10 or more", "6", HIDDEN], "severities": ["10 or more", "7"]},
    )


def test_where_a_table_has_no_large_one_the_total_stands_alone():
    assert shown(kinds=[9, 3], severities=[12]) == ("12", {"kinds": None, "severities": None})
    assert shown(kinds=[3]) == (HIDDEN, {"kinds": None})


def test_tables_of_different_totals_are_refused():
    with pytest.raises(ValueError, match="different totals"):
        shown(kinds=[1], severities=[2])


def possible(numbers, published_as, at):
    """The values that one hidden number may have had, when the others change so that the same is shown.

    A reader knows the rules: whatever is shown the same for other numbers may be those.
    """
    others = {of: list(table) for of, table in numbers.items()}
    of, place = at
    found = set()
    for value in SMALL:
        change = value - numbers[of][place]
        # Made up for by the large one of the same table, or by those of all the others.
        for made_up in (of, None):
            for far in product((0, change), repeat=len(numbers)):
                tried = {name: list(table) for name, table in others.items()}
                tried[of][place] = value
                for name, step in zip(tried, far, strict=True):
                    anchors = [n for n, number in enumerate(numbers[name]) if number >= ANCHOR]
                    if anchors:
                        tried[name][anchors[0]] += -step if name == made_up else step if name != of else 0
                if len({sum(table) for table in tried.values()}) == 1 and shown(**tried) == published_as:
                    found.add(value)
    return found


@given(st.lists(NUMBERS, min_size=1, max_size=5), st.data())
def test_each_hidden_number_may_have_been_any_small_one(kinds, data):
    total, severities = sum(kinds), []
    while total:
        severities.append(data.draw(st.integers(1, total)))
        total -= severities[-1]
    numbers = {"kinds": kinds, "severities": [*severities, 0]}
    published_as = shown(**numbers)

    for of, cells in published_as[1].items():
        for place, words in enumerate(cells or ()):
            assert words == HIDDEN or numbers[of][place] not in SMALL
            if words == HIDDEN:
                assert possible(numbers, published_as, (of, place)) == set(SMALL), (numbers, published_as)


@given(st.lists(st.integers(0, 6), min_size=2, max_size=3))
def test_where_no_table_is_shown_no_number_of_one_follows_from_the_total(kinds):
    if shown(kinds=kinds)[1]["kinds"] is not None:
        return
    others = [
        list(other) for other in product(range(10), repeat=len(kinds)) if shown(kinds=other) == shown(kinds=kinds)
    ]
    for place in range(len(kinds)):
        assert len({other[place] for other in others}) > 1
