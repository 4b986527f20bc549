"""What a gap is called for ever."""

from __future__ import annotations

from itertools import permutations

import pytest

from server.reconciliation.gap import key_of_pair, lasting


def test_a_pair_is_called_the_same_whichever_comes_first_and_however_it_was_written():
    for one, other in permutations(("b-2", "a-1")):
        assert key_of_pair(one, other) == lasting(f"double|{one}|{other}") == "double|a-1|b-2"


@pytest.mark.parametrize("key", ["missing|chain|7", "missing|record|b|a", "sheet|trip", "double", "double|one", ""])
def test_every_other_key_stays_as_it_was_written(key):
    assert lasting(key) == key
