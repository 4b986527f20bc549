"""Who changed what of the contacts: kept for good, and told to whoever had an older page before them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from server.accounts.models import Staff
from server.foundation import audit, clock
from server.policy.models import ContactChange

LATEST = 50
# In words, as a field of the form is called.
FIELDS = {
    "role": "what it is",
    "title": "title",
    "name": "name",
    "number": "number",
    "address": "web address",
    "checked": "last checked",
    "nation": "nation",
    "authority": "local authority",
    "check_days": "days until it is checked again",
}


@dataclass(frozen=True)
class Save:
    """Who saves, and the version of the page they had."""

    by: str
    seen: int


class OvertakenError(Exception):
    """Somebody else changed it since the page was opened; nothing was saved. `told` is in words."""

    def __init__(self, told: list[str]) -> None:
        super().__init__("overtaken")
        self.told = told


def version(school: str, subject: str) -> int:
    """What a page of this carries, so that saving it can tell whether it is still as it was shown."""
    rows = ContactChange.select(ContactChange.n).where(*_of(school, subject))
    return int(rows.order_by(ContactChange.n.desc()).limit(1).scalar() or 0)


def refuse_overtaken(school: str, subject: str, seen: int) -> None:
    """Inside the caller's transaction, before saving. Raises OvertakenError with what others changed since `seen`."""
    rows = ContactChange.select().where(*_of(school, subject), ContactChange.n > seen)
    found = list(rows.order_by(ContactChange.n).limit(LATEST))
    if found:
        raise OvertakenError(_in_words(school, found))


def note(school: str, subject: str, what: dict[str, list[str]], by: str, *, action: str = "contact.changed") -> None:
    """Note a change inside the transaction that makes it, also in the audit log: there without any words."""
    row = ContactChange.create(school=school, subject=subject, at=clock.now(), by=by, what=json.dumps(what))
    audit.write(school, by, action, subject, change=row.n, fields=sorted(what))


def _of(school: str, subject: str) -> tuple[Any, Any]:
    return ContactChange.school == school, ContactChange.subject == subject


def _in_words(school: str, rows: Collection[ContactChange]) -> list[str]:
    names = {row.id: row.name for row in Staff.select().where(Staff.school == school)}
    return [_told(row, names.get(row.by, row.by)) for row in rows]


def _told(row: ContactChange, name: str) -> str:
    pairs = [_pair(FIELDS[field], *pair) for field, pair in json.loads(row.what).items()]
    return f"{name}, {clock.in_words(row.at)}: {'; '.join(pairs) or 'moved'}."


def _pair(name: str, before: str, after: str) -> str:
    if not before:
        return f"{name} “{after}”"
    return f"{name} from “{before}” to “{after}”" if after else f"{name} “{before}” taken out"
