"""Writes of reports: that somebody looked at a use, took its report up, recorded what came of it."""

from __future__ import annotations

from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.rows import select
from server.personal_phone.use_models import OwnPhoneOutcome, OwnPhoneTakeUp, OwnPhoneUse


def note_view(use: OwnPhoneUse, by: str) -> None:
    """Audit that somebody reads a use; the page is only shown after this is committed."""
    with db.atomic():
        audit.write(use.school_id, by, "own_phone_use.viewed", use.id)


def note_list(school: str, by: str, what: str, count: int) -> None:
    """Audit that somebody reads a list of uses: `list`, `ledger`, `ledger_printed` or `ledger_csv`."""
    with db.atomic():
        audit.write(school, by, f"own_phone_uses.{what}_viewed", school, count=count)


def take_up(use: OwnPhoneUse, by: str) -> bool:
    """Take a report up. False where somebody else had done so before: theirs stands."""
    with db.atomic():
        return _take_up(use, by)


def record_outcome(use: OwnPhoneUse, words: str, seen: int, by: str) -> bool:
    """Record what came of it; whoever does takes it up, if nobody has.

    `seen` is the last outcome on the page that it was written on, 0 for none. False where another has come since.
    """
    with db.atomic():
        if last_outcome(use) != seen:
            return False
        _take_up(use, by)
        OwnPhoneOutcome.create(school=use.school_id, use=use, at=clock.now(), by=by, words=words)
        audit.write(use.school_id, by, "own_phone_use.outcome_recorded", use.id)
    return True


def last_outcome(use: OwnPhoneUse) -> int:
    """The number of the last outcome of a use; 0 where there is none."""
    [(last,)] = select("SELECT MAX(n) FROM own_phone_outcome WHERE use_id = ?", use.id)
    return last or 0


def _take_up(use: OwnPhoneUse, by: str) -> bool:
    if OwnPhoneTakeUp.get_or_none(OwnPhoneTakeUp.use == use.id):
        return False
    OwnPhoneTakeUp.create(use=use.id, school=use.school_id, at=clock.now(), by=by)
    audit.write(use.school_id, by, "own_phone_use.taken_up", use.id)
    return True
