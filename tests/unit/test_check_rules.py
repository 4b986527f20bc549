"""Checks before photos: random groups and lists, and the keys that a list calls pupils by."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.consent import check_rules
from server.consent.check_rules import GO, Asked, TodaysList
from server.consent.rules import PURPOSE_NAMES
from server.trips.rules import KEY_DIGITS, short_keys

NOW, DAY = datetime(2027, 1, 15, 10, tzinfo=UTC), date(2027, 1, 15)
KEYS = [f"{number:08x}" for number in range(12)]
ENTRIES = st.sampled_from([0, 1, "2027-01-14", "2027-01-15", "2027-12-31", 2, ""])
LISTS = st.dictionaries(st.sampled_from(KEYS), st.lists(ENTRIES, max_size=7))


@given(
    may=LISTS,
    pupils=st.lists(st.sampled_from(KEYS), unique=True),
    changed=st.sets(st.sampled_from(KEYS)),
    purpose=st.sampled_from([*PURPOSE_NAMES, None, "other"]),
    age=st.integers(min_value=-200, max_value=200),
)
def test_go_only_where_each_is_on_the_list_with_a_yes_for_the_purpose(may, pupils, changed, purpose, age):
    todays = TodaysList(NOW - timedelta(hours=age), 12, 48, [], may)
    found = check_rules.answer(Asked(purpose, "Outdoors", None, pupils), todays, changed, now=NOW, day=DAY)
    place = list(PURPOSE_NAMES).index(purpose) if purpose in PURPOSE_NAMES else None
    yes = {key for key, row in may.items() if place is not None and place < len(row) and _is_yes(row[place])}
    expected = bool(pupils) and set(pupils) <= yes - changed and 0 <= age < 48
    assert (found.outcome == GO) is expected
    assert set(found.out) == set(pupils) - (yes - changed)


def _is_yes(entry: int | str) -> bool:
    return entry == 1 or entry in ("2027-01-15", "2027-12-31")


@given(
    may=LISTS, pupils=st.lists(st.sampled_from(KEYS), unique=True, min_size=1), changed=st.sets(st.sampled_from(KEYS))
)
def test_who_is_left_once_they_stepped_out_may_be_in_it(may, pupils, changed):
    todays = TodaysList(NOW, 12, 48, [], may)

    def answer(some: list[str]) -> check_rules.Answer:
        return check_rules.answer(Asked("press", "Outdoors", None, some), todays, changed, now=NOW, day=DAY)

    left = [key for key in pupils if key not in answer(pupils).out]
    assert answer(left).outcome == (GO if left else check_rules.STOP)


@given(st.lists(st.uuids().map(str), unique=True, max_size=30))
def test_each_pupil_has_a_key_of_their_own_that_begins_their_id(ids):
    keys = short_keys(ids)
    assert len(set(keys)) == len(ids)
    assert all(one.replace("-", "").startswith(key) for one, key in zip(ids, keys, strict=True))


def test_two_ids_that_begin_alike_get_longer_keys_and_others_stay_short():
    ids = ["aaaaaaaa-bb00-4000-8000-000000000000", "aaaaaaaa-bb11-4000-8000-000000000000", "c" * 32]
    assert short_keys(ids) == ["aaaaaaaabb0", "aaaaaaaabb1", "c" * KEY_DIGITS]
