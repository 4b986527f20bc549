"""Whether a phone attests that nothing waits on it: what counts, and what an emptied phone cannot make believe."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.reconciliation import attestation_rules as rules
from server.reconciliation.attestation_rules import Carried, Numbering, missing_numbers, standing_of

OPENS = datetime(2026, 6, 11, 17, tzinfo=UTC)
BACK = datetime(2026, 6, 12, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
WELL = Numbering(
    chain="a",
    first_seen_at=OPENS - HOUR,
    seen_at=BACK + HOUR,
    told_at=BACK + HOUR,
    next_seq=8,
    reach=8,
    is_of_trip=True,
    last_at=BACK,
)
ANOTHER = replace(WELL, chain="b", first_seen_at=BACK, seen_at=BACK + 2 * HOUR, next_seq=1, reach=1, is_of_trip=False)


def judged(*numberings: Numbering, is_lost: bool = False) -> rules.Standing:
    return standing_of(Carried("p3", "Phone 3", is_lost, numberings), OPENS, BACK)


def test_a_phone_heard_after_the_trip_with_nothing_waiting_at_its_number_attests():
    assert judged(WELL).has_attested
    assert judged(replace(WELL, is_of_trip=False, last_at=None)).has_attested, "Also one that nothing was written on."


@pytest.mark.parametrize(
    ("code", "said", "numberings"),
    [
        (rules.NEVER_HEARD, "has not told", []),
        (rules.NEVER_HEARD, "has not told", [replace(WELL, told_at=None)]),
        (rules.WAITING, "2 things wait on it", [replace(WELL, pending=2)]),
        (rules.MISSING, "1 thing of it has not come", [replace(WELL, missing=1)]),
        (rules.BEHIND, "everything that it once had", [replace(WELL, next_seq=7)]),
        (rules.SHRUNK, "fewer things", [replace(WELL, shrunk_at=BACK)]),
        (rules.EMPTIED, "counts anew", [WELL, ANOTHER]),
        (rules.NOT_SINCE, "not heard from since", [replace(WELL, told_at=BACK - HOUR)]),
        (rules.NOT_SINCE, "not heard from since", [replace(WELL, last_at=BACK + 2 * HOUR)]),
        (rules.NOT_FROM_THE_START, "nobody can tell", [replace(ANOTHER, first_seen_at=BACK + HOUR)]),
    ],
)
def test_anything_else_is_a_gap_that_says_what_to_do(code, said, numberings):
    found = judged(*numberings)
    assert (found.code, found.has_attested) == (code, False)
    assert said in found.title
    assert "Phone 3" in found.title
    assert found.next_step


def test_a_lost_phone_attests_nothing_whatever_it_said_before():
    assert judged(WELL, is_lost=True).code == rules.LOST


def test_what_a_phone_told_before_the_trip_is_not_held_against_it():
    old = replace(WELL, chain="z", first_seen_at=OPENS - 9 * HOUR, seen_at=OPENS - 8 * HOUR, is_of_trip=False)
    shrunk_long_ago = replace(WELL, shrunk_at=OPENS - 5 * HOUR)
    assert judged(old, shrunk_long_ago).has_attested


def test_words_stay_the_same_until_something_changes():
    later = replace(WELL, pending=2, told_at=BACK + 5 * HOUR, seen_at=BACK + 5 * HOUR)
    assert judged(replace(WELL, pending=2)).title == judged(later).title


def test_numbers_that_nobody_told_of_are_counted_even_where_a_phone_claims_very_many():
    assert missing_numbers(3, 8, {1, 3, 4, 7}) == 2
    assert missing_numbers(9, 8, set()) == 0
    assert missing_numbers(1, 2**53, {1}) == 2**53 - 2


@dataclass
class School:
    """What the school notes, as its tables do."""

    now: datetime
    words: dict[str, Numbering] = field(default_factory=dict)
    told: set[tuple[str, int, str]] = field(default_factory=set)
    came: set[tuple[str, int, str]] = field(default_factory=set)

    def hears(self, chain: str, next_seq: int, pending: list[tuple[int, str]]) -> None:
        old = self.words.get(chain) or Numbering(chain, first_seen_at=self.now)
        shrunk = self.now if next_seq < old.next_seq else old.shrunk_at
        said = {"seen_at": self.now, "told_at": self.now, "next_seq": next_seq, "pending": len(pending)}
        self.words[chain] = replace(old, **said, shrunk_at=shrunk, reach=max(old.reach, next_seq))
        self.told |= {(chain, *one) for one in pending}

    def numberings(self) -> list[Numbering]:
        return [self._counted(one) for one in self.words.values()]

    def _counted(self, one: Numbering) -> Numbering:
        numbers = {seq for chain, seq, _ in self.told | self.came if chain == one.chain}
        owed = sum(1 for item in self.told - self.came if item[0] == one.chain)
        reach = max([one.reach, *(seq + 1 for seq in numbers)])
        lacking = missing_numbers(1, reach, numbers) + owed
        return replace(one, reach=reach, missing=lacking, is_of_trip=bool(numbers))


@dataclass
class Handset:
    """A phone that files, tells, sends, and loses things in every way there is."""

    school: School
    chain: str = "c0"
    next_seq: int = 1
    kept: list[tuple[int, str]] = field(default_factory=list)
    filed: set[tuple[str, int, str]] = field(default_factory=set)
    copies: list[tuple[str, int, list[tuple[int, str]]]] = field(default_factory=list)
    times: int = 0

    def does(self, act: str) -> None:
        self.school.now += timedelta(minutes=7)
        self.times += 1
        getattr(self, act)()

    def files(self) -> None:
        self.kept.append((self.next_seq, f"{self.chain}-{self.times}"))
        self.filed.add((self.chain, *self.kept[-1]))
        self.next_seq += 1

    def tells(self) -> None:
        self.school.hears(self.chain, self.next_seq, self.kept)
        self.copies.append((self.chain, self.next_seq, list(self.kept)))

    def sends(self) -> None:
        if self.kept:
            self.school.came.add((self.chain, *self.kept.pop(0)))

    def drops_one(self) -> None:
        self.kept[:1] = []

    def is_emptied(self) -> None:
        self.chain, self.next_seq, self.kept = f"c{self.times}", 1, []

    def is_copied_back(self) -> None:
        """Its storage of some contacts ago. What was filed since the last contact nobody could know of."""
        if self.copies[-1][:2] == (self.chain, self.next_seq):
            self.chain, self.next_seq, kept = self.copies[max(0, len(self.copies) - 3)]
            self.kept = list(kept)


EVERYDAY = st.lists(st.sampled_from(("files", "tells", "sends")), max_size=8)
# One loss of a kind at a time, or it would hide behind another.
LOSSES = st.sampled_from(("drops_one", "is_emptied", "is_copied_back"))


@settings(max_examples=600)
@given(EVERYDAY, st.lists(LOSSES, max_size=1), EVERYDAY, st.lists(LOSSES, max_size=1), st.integers(0, 9))
def test_no_schedule_of_what_a_phone_says_that_loses_a_number_ever_attests(before, loss, after, another, settling):
    handset = Handset(School(OPENS + timedelta(minutes=1)))
    handset.tells()
    for act in (*before, *loss):
        handset.does(act)
    handset.school.now = BACK
    for act in (*after, *another):
        handset.does(act)
    for _ in range(settling):
        handset.does("sends")
    handset.does("tells")

    found = judged(*handset.school.numberings())
    if handset.filed - handset.school.came:
        assert not found.has_attested, found
    elif not loss and not another:
        assert found.has_attested, found


def test_a_phone_that_sent_everything_it_filed_attests():
    handset = Handset(School(OPENS + timedelta(minutes=1)))
    for act in ("tells", "files", "files", "tells", "sends", "sends"):
        handset.does(act)
    handset.school.now = BACK + HOUR
    handset.does("tells")
    assert judged(*handset.school.numberings()).has_attested
