"""What goes out, word for word: the things decided so, others masked, passages taken out. Preview and file are this."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from server.access_requests import rules
from server.access_requests.models import AccessItem, AccessRequest
from server.access_requests.name_rules import Child, names_of
from server.access_requests.record_words import WRITTEN_BY
from server.access_requests.rules import Done
from server.accounts.about_child import Said
from server.foundation import clock
from server.foundation.rows import select
from server.reconciliation.known_name_rules import PUPIL, Known, folded, of_whole_name
from server.reconciliation.known_names import HELPER, PARENT, STAFF
from server.reconciliation.masking_rules import marked

MARKS = {
    PUPIL: "[another pupil]",
    STAFF: "[a member of staff]",
    HELPER: "[a helper]",
    PARENT: "[a parent or carer]",
}
AN_ADULT, TAKEN_OUT = "[an adult]", "[taken out]"
_FAMILY = "Family"
# Everybody of the school; whether they went on one of these trips, for what may be an ordinary word as well.
_NAMES = f"""
WITH trips AS (SELECT value AS trip FROM json_each(?2))
SELECT '{PUPIL}', id, first_name, last_name, id IN (SELECT pupil_id FROM trip_pupil WHERE trip_id IN trips)
  FROM pupil WHERE school_id = ?1
UNION ALL SELECT '{STAFF}', id, NULL, name, id IN (SELECT staff_id FROM trip_staff WHERE trip_id IN trips)
  FROM staff WHERE school_id = ?1
UNION ALL SELECT '{HELPER}', id, NULL, name, trip_id IN trips
  FROM trip_joiner WHERE school_id = ?1 AND staff_id IS NULL
UNION ALL SELECT '{PARENT}', pupil_id, NULL, name,
    pupil_id IN (SELECT pupil_id FROM trip_pupil WHERE trip_id IN trips)
  FROM pupil_contact WHERE school_id = ?1
"""


@dataclass(frozen=True)
class Out:
    """One thing as it goes out."""

    number: int
    part: str
    title: str
    at: str
    lines: list[Said]


@dataclass(frozen=True)
class Outgoing:
    """All of it, by part. `lost` are the numbers of things in which a passage to be taken out no longer stands."""

    things: list[Out]
    lost: list[int] = field(default_factory=list)

    @property
    def parts(self) -> dict[str, list[Out]]:
        """The things of each part, in the order of their first."""
        found: dict[str, list[Out]] = {}
        for one in self.things:
            found.setdefault(one.part, []).append(one)
        return found

    @property
    def digest(self) -> str:
        """Two people let go the same where this is the same."""
        said = [[one.part, one.title, one.at, one.lines] for one in self.things]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def outgoing(request: AccessRequest, items: Sequence[AccessItem], log: Sequence[Done]) -> Outgoing:
    """These items as they go out."""
    known = _everybody(request, items, log)
    shows = {
        STAFF: rules.is_on(log, rules.STAFF_SHOWN, rules.STAFF_MASKED),
        _FAMILY: rules.is_on(log, rules.FAMILY_SHOWN, rules.FAMILY_MASKED),
    }
    facts = [[(name, in_lines(words)) for name, words in json.loads(item.facts)] for item in items]
    texts = [text for lines in facts for line in lines for text in line]
    words = iter(marked(texts, known, _Marks(known, shows)))
    gone, made, lost = rules.struck(log), [], []
    for item, lines in zip(items, facts, strict=True):
        said = [_line(next(words), next(words), shows_staff=shows[STAFF]) for _ in lines]
        said, is_lost = _without(said, [done.passage for done in gone.get(item.number, ())])
        lost += [item.number] if is_lost else []
        own = [(name, text) for name, text in json.loads(item.plain)]
        made.append(Out(item.number, item.part, item.title, clock.in_words(item.at), [*own, *said]))
    return Outgoing(made, lost)


def in_lines(text: str) -> str:
    """A text with one kind of line's end: a browser sends two letters where most of what is held has one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def child_of(request: AccessRequest, log: Sequence[Done]) -> list[Child]:
    """Every name of the child: those given with the request, those added since, and that of the roll.

    Whoever opened the request may have typed a part of a name, or one of several.
    """
    others = [*request.names.splitlines(), *(done.words for done in log if done.act == rules.NAMED)]
    found, pupil = names_of(request.name, others), request.pupil
    if pupil:
        on_roll = Child(PUPIL, pupil.first_name, pupil.last_name, is_on_trip=True)
        found += [on_roll, *names_of(f"{pupil.first_name} {pupil.last_name}", others)]
    return list(dict.fromkeys(found))


def _everybody(request: AccessRequest, items: Iterable[AccessItem], log: Sequence[Done]) -> list[Known]:
    trips = sorted({item.trip for item in items if item.trip})
    found: list[Known] = [*child_of(request, log)]
    for kind, id_, first, last, is_on_trip in select(_NAMES, request.school_id, json.dumps(trips)):
        if kind == PUPIL:
            found += [] if id_ == request.pupil_id else [Known(PUPIL, first, last, bool(is_on_trip))]
        else:
            is_family = kind == PARENT and id_ == request.pupil_id
            who = _FAMILY if is_family else kind
            found.append(of_whole_name(who, last, is_on_trip=bool(is_on_trip) or is_family))
    return found


class _Marks:
    """What stands in the place of each name: the child's own stay, and those that somebody decided to show."""

    def __init__(self, known: Sequence[Known], shows: dict[str, bool]) -> None:
        self._shows = shows
        self._lasts = {folded(one.last) for one in known if shows.get(one.kind)}

    def __call__(self, who: Sequence[Known], words: str, has_title: bool) -> str:
        """The mark, or the words as they are."""
        if has_title and who[0].kind == PUPIL:
            # "Mrs Brown" is no pupil, but somebody of a pupil's name; the child's own mother, it may be.
            return words if folded(words.rsplit(maxsplit=1)[-1]) in self._lasts else AN_ADULT
        if any(isinstance(one, Child) for one in who):
            return words
        kind = who[0].kind
        return words if self._shows.get(kind) else MARKS.get(kind, MARKS[PARENT])


def _line(name: str, words: str, *, shows_staff: bool) -> Said:
    # Whoever typed a name that the school does not know is somebody else all the same.
    return (name, words if name != WRITTEN_BY or shows_staff else MARKS[STAFF])


def _without(lines: list[Said], passages: Iterable[str]) -> tuple[list[Said], bool]:
    """The lines without these passages; and whether one of them stands in none."""
    is_lost = False
    for passage in map(in_lines, passages):
        is_lost |= not any(passage in words for _name, words in lines)
        lines = [(name, words.replace(passage, TAKEN_OUT)) for name, words in lines]
    return lines, is_lost
