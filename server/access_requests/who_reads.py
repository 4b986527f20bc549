"""Who alone may see each of a school's records, and so whatever was written of one elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from server.accounts.about_child import EVERYBODY, AboutChild, Readers, narrowest
from server.accounts.rules import Role
from server.foundation.rows import select

CHAIRS, HEADS = frozenset({Role.CHAIR}), frozenset({Role.HEADTEACHER})
# Where a record names what it belongs to.
NAMES = ("incident", "about", "item", "check", "record", "photo", "alert")
# What is opened by nobody here (finding): a record that came again as another's to read is not among them.
_CHAIRS = """
SELECT envelope.id FROM envelope JOIN opening ON opening.envelope_id = n
WHERE envelope.school_id = ? AND (state = 'chair' OR instr(flags, 'chair.only') != 0
  OR chain IN (SELECT chain FROM chain WHERE school_id = envelope.school_id AND is_apart))
"""


class WhoReads:
    """Who alone may see what, by id. What belongs to another is its readers' alone too, whichever came first."""

    def __init__(
        self,
        school: str,
        slices: Collection[AboutChild],
        records: Iterable[tuple[str, str, Any]],
        unread: Iterable[str],
    ) -> None:
        """`records` are (id, kind, body) of all there is here; `unread` the ids of those whose body says nothing."""
        asks = [part.readers(school) for part in slices if part.readers]
        belonging = [pair for part in slices if part.subjects for pair in part.subjects(school)]
        # One that could not be told apart may be a concern about staff.
        self._alone: dict[str, Readers] = dict.fromkeys(unread, HEADS)
        seen = set()
        for id_, kind, body in records:
            seen.add(id_)
            self._narrow(id_, *(ask(id_, kind, body) for ask in asks))
            belonging += [(id_, body[name]) for name in NAMES if isinstance(body.get(name), str)]
        self._alone |= {id_: CHAIRS for (id_,) in select(_CHAIRS, school) if id_ not in seen}
        self._hand_on(belonging)

    def of(self, ids: Collection[str]) -> Readers:
        """Who alone may see what is about these."""
        return narrowest(self._alone.get(one, EVERYBODY) for one in ids)

    def _hand_on(self, belonging: Iterable[tuple[str, str]]) -> None:
        """From each to what belongs to it, until nothing changes: records come in any order."""
        members: dict[str, list[str]] = {}
        for one, named in belonging:
            members.setdefault(named, []).append(one)
        waiting = list(self._alone)
        while waiting:
            named = waiting.pop()
            waiting += [one for one in members.get(named, ()) if self._narrow(one, self._alone[named])]

    def _narrow(self, id_: str, *readers: Readers) -> bool:
        """Whether fewer may see it now."""
        before = self._alone.get(id_, EVERYBODY)
        now = narrowest((before, *readers))
        if now:
            self._alone[id_] = now
        return now != before
