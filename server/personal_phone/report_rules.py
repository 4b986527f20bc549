"""Who is told of a use of an own phone, who reads what was said and what came of it, and until when. Pure.

The headteacher or the designated officer takes each report up (R52); what came of it is for them alone (R59). What is
about a headteacher goes to the chair, and no headteacher sees it; nobody takes up their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from server.accounts.rules import Role

NEW, TAKEN_UP, CLOSED = "new", "taken_up", "closed"
STANDING_NAMES = {NEW: "Not taken up", TAKEN_UP: "Taken up", CLOSED: "Outcome recorded"}
# Who sees that a use exists, and its facts; the designated officer besides.
SEES = (Role.OFFICE, Role.SLT, Role.HEADTEACHER, Role.CHAIR)


@dataclass(frozen=True)
class Reader:
    """Somebody at a page. `is_officer`: they are the designated officer to whom the school's reports go."""

    staff: str
    roles: frozenset[str]
    is_officer: bool = False


@dataclass(frozen=True)
class About:
    """Whose use it is: a staff id, null where not known; `is_heads`: a headteacher's, then or now."""

    staff: str | None
    is_heads: bool


def may_see(reader: Reader, about: About) -> bool:
    """Whether somebody sees that it exists. A headteacher sees nothing of a headteacher's, the chair nothing else."""
    if about.is_heads:
        return Role.HEADTEACHER not in reader.roles and bool(reader.roles & {Role.CHAIR, Role.OFFICE, Role.SLT})
    return reader.is_officer or bool(reader.roles & {Role.OFFICE, Role.SLT, Role.HEADTEACHER})


def may_read(reader: Reader, about: About) -> bool:
    """Whether somebody reads what was said, takes the report up, and records and reads the outcome."""
    if reader.staff == about.staff or not may_see(reader, about):
        return False
    if about.is_heads:
        return Role.CHAIR in reader.roles
    return reader.is_officer or Role.HEADTEACHER in reader.roles


def is_told(reader: Reader, about: About, officer: str | None) -> bool:
    """Whether the report stands under their To do. `officer` is the designated officer's id, null where there is none.

    A designated officer's own goes to the headteacher.
    """
    if not may_read(reader, about):
        return False
    if about.is_heads or officer is None or officer == about.staff:
        return not reader.is_officer or bool(reader.roles & {Role.HEADTEACHER, Role.CHAIR})
    return reader.is_officer


def is_told_of_photographs(reader: Reader, about: About) -> bool:
    """Whether photographs taken stand under their To do: the headteacher's, of a headteacher the chair's (R57)."""
    return may_read(reader, about) and bool(reader.roles & {Role.CHAIR if about.is_heads else Role.HEADTEACHER})


def due_at(received_at: datetime, zone: tzinfo) -> datetime:
    """Until when somebody takes it up: the end of the day on which the school had it."""
    day = received_at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(0), zone)
