"""Everything the school holds that may be about a child: every opened record, and what slices hold besides records.

All of it is gone through, and nothing is taken for the child's because of a name alone: that is for a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from server.access_requests.name_rules import NameLook
from server.access_requests.record_words import facts_of, text_of, written_on
from server.access_requests.who_reads import WhoReads
from server.accounts.about_child import AboutChild, HeldAbout, LookedFor, Readers
from server.alerts.take_up import answers_apart
from server.foundation import clock, registry
from server.foundation.rows import select

OTHER_PART = "Other records"
A_BATCH = 500
# What is for the chair of governors alone is opened by nobody here (ADR 0039).
_RECORDS = """
SELECT n, record.id, kind, record.trip, body, actor, recorded_at, received_at
FROM record JOIN envelope ON n = record.envelope_id JOIN opening ON opening.envelope_id = n
WHERE record.school_id = ? AND state != 'chair' AND instr(flags, 'chair.only') = 0
  AND chain NOT IN (SELECT chain FROM chain WHERE school_id = envelope.school_id AND is_apart)
ORDER BY n
"""
_UNREADABLE = """
SELECT COUNT(*) FROM opening LEFT JOIN record USING (envelope_id)
WHERE opening.school_id = ? AND state = 'held' AND record.envelope_id IS NULL
"""
_LOOKS = """
SELECT n, at, action FROM audit_entry WHERE school = ? AND subject IN (SELECT value FROM json_each(?))
  AND (action LIKE '%.viewed' OR action LIKE '%\\_viewed' ESCAPE '\\') ORDER BY n
"""


@dataclass(frozen=True)
class Wanted:
    """Whom a request is about. `pupil` is null for a child off the roll; `namesakes` have one of their names."""

    pupil: str | None
    namesakes: frozenset[str]
    is_named_in: NameLook

    @property
    def pupils(self) -> frozenset[str]:
        """Everybody on the roll who may be meant."""
        return self.namesakes | ({self.pupil} if self.pupil else frozenset())


@dataclass(frozen=True)
class Found:
    """A thing with how it was found: filed, other, named or with (models.AccessItem)."""

    thing: HeldAbout
    how: str


@dataclass(frozen=True)
class _Record:
    n: int
    id: str
    kind: str
    trip: str | None
    body: dict[str, Any]
    actor: dict[str, Any]
    at: int
    is_read: bool


def everything(school: str, wanted: Wanted) -> list[Found]:
    """All of it, in order of time. Reads every record of the school once."""
    slices: list[AboutChild] = registry.current().about_child
    records = _seen(school)
    named = {one.id for one in records if wanted.is_named_in(text_of(one.body))}
    filed = _filed(school, slices, wanted)
    own = {one.id for one in records if one.n in filed}
    together = _with(school, slices, {*named, *own})
    unread = [one.id for one in records if not one.is_read]
    who = WhoReads(school, slices, ((one.id, one.kind, one.body) for one in records), unread)
    words = _Words(slices, who)
    found = [
        Found(replace(words.of(one), pupils=frozenset(filed.get(one.n, ()))), "named" if one.id in named else "with")
        for one in records
        if one.id in together
    ]
    child = LookedFor(wanted.pupils, wanted.is_named_in, frozenset(together), who.of)
    rows = [Found(row, "named") for part in slices if part.rows for row in part.rows(school, child)]
    things = [replace(one, how=_how(one, wanted)) for one in (*found, *rows)]
    others = {one.thing.record for one in things if one.how == "other"}
    theirs = _with(school, slices, {*named, *own} - others) - others if others else together
    looks = _looks(school, {*theirs, wanted.pupil or ""}, who)
    return sorted((*things, *looks), key=lambda one: one.thing.at)


def unreadable(school: str) -> int:
    """How many items came that nobody can read: any of them may be about the child."""
    return int(select(_UNREADABLE, school)[0][0])


def _how(one: Found, wanted: Wanted) -> str:
    if wanted.pupil in one.thing.pupils:
        return "filed"
    return "other" if one.thing.pupils else one.how


def _seen(school: str) -> list[_Record]:
    is_apart = answers_apart(school)
    rows = []
    for n, id_, kind, trip, body, actor, recorded_at, received_at in select(_RECORDS, school):
        (said, is_read), (who, _is_read) = _parts(body), _parts(actor)
        if not is_apart(kind, said):
            rows.append(_Record(n, id_, kind or "", trip, said, who, recorded_at or received_at, is_read))
    return rows


def _parts(text: str) -> tuple[dict[str, Any], bool]:
    """What a text in JSON says, by its parts' names; as it stands and False where it is nested too deep to be read."""
    try:
        said = json.loads(text)
    except (RecursionError, ValueError):
        return {"": text}, False
    return (said if isinstance(said, dict) else {"": said}), True


def _filed(school: str, slices: Iterable[AboutChild], wanted: Wanted) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for n, pupil in (pair for part in slices if part.filed for pair in part.filed(school, wanted.pupils)):
        found.setdefault(n, set()).add(pupil)
    return found


def _with(school: str, slices: Iterable[AboutChild], found: set[str]) -> set[str]:
    """These and everything that belongs to one of them, until nothing more does."""
    asks = [part.with_records for part in slices if part.with_records]
    new = found
    while new:
        parts = [sorted(new)[at : at + A_BATCH] for at in range(0, len(new), A_BATCH)]
        new = set[str]().union(*(ask(school, part) for ask in asks for part in parts)) - found
        found = found | new
    return found


def _looks(school: str, subjects: Iterable[str], who: WhoReads) -> Iterator[Found]:
    """When somebody looked at what is held about the child; of what few may see, for those few apart."""
    by_readers: dict[Readers, list[str]] = {}
    for one in subjects:
        by_readers.setdefault(who.of([one]), []).append(one)
    for readers, ids in by_readers.items():
        yield from _looks_at(school, ids, readers)


def _looks_at(school: str, subjects: Iterable[str], readers: Readers) -> Iterator[Found]:
    """The days and what they opened, not who."""
    by_day: dict[str, list[str]] = {}
    first: dict[str, int] = {}
    for _n, at, action in select(_LOOKS, school, json.dumps(sorted(subjects))):
        day = clock.day_of(clock.from_millis(at)).isoformat()
        first.setdefault(day, at)
        by_day.setdefault(day, []).append(action.replace(".", " ").replace("_", " "))
    for day, actions in by_day.items():
        plain = tuple(
            (f"{len([one for one in actions if one == said])} times", said) for said in dict.fromkeys(actions)
        )
        at = clock.from_millis(first[day])
        key = ":".join(["looks", day, *sorted(readers)])
        yield Found(HeldAbout(key, "Who looked", "Looks on one day", at, (), plain, readers=readers), "with")


class _Words:
    """Records as things, each with who alone may see it."""

    def __init__(self, slices: Iterable[AboutChild], who: WhoReads) -> None:
        self._titles = {kind: said for part in slices for kind, said in part.titles.items()}
        self._who = who

    def of(self, one: _Record) -> HeldAbout:
        """A record in its own words."""
        part, title = self._titles.get(one.kind, (OTHER_PART, _kind_in_words(one.kind)))
        at = clock.from_millis(one.at)
        thing = HeldAbout(f"record:{one.n}", part, title, at, facts_of(one.body, one.actor), written_on(at), one.trip)
        return replace(thing, readers=self._who.of([one.id]), record=one.id)


def _kind_in_words(kind: str) -> str:
    words = kind.replace(".", " ").replace("_", " ")
    return words[:1].upper() + words[1:] or "A record of no known kind"
