"""A database that is put back to an earlier day, and what a phone that had receipts since shows of it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

from server.foundation.audit import AuditEntry
from server.foundation.database import db
from tests.cast import Phone, grazed_knee, receipts


class Backup:
    """A copy of the database as it is now, to be put in its place later."""

    def __init__(self, database: Path, kept: Path) -> None:
        self.database, self.kept = database, kept
        with sqlite3.connect(database) as now, sqlite3.connect(kept) as copy:
            now.backup(copy)

    def is_put_back(self) -> None:
        """Restore it, as a person would: the server stopped, the file copied, and nothing else thought of."""
        db.close()
        db.close_idle()
        for old in self.database.parent.glob(f"{self.database.name}*"):
            old.unlink()
        shutil.copy(self.kept, self.database)
        db.connect()


def sent(phone: Phone) -> dict[str, Any]:
    """One more record at school: the whole answer."""
    answer = phone.sends(phone.files(grazed_knee()))
    receipts(answer)
    return answer.json


def seen_after(answer: dict[str, Any]) -> dict[str, Any]:
    """What a phone that got these receipts shows with its next manifest."""
    return {"epoch": answer["epoch"], "n": answer["receipts"][-1]["n"], "audit_head": answer["audit_head"]}


def begun() -> list[AuditEntry]:
    """What the log tells of lives that began."""
    return list(AuditEntry.select().where(AuditEntry.action == "epoch.begun"))
