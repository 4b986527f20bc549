"""What the server asks of SQLite, counted, and failed at the call a test names: once, or for good until mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


class Calls:
    """A count of calls. Armed, the one numbered `fails_at` fails, and `for_good` every one after it too.

    `made` is how many there were, `failed` the names of those that failed.
    """

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.made = 0
        self._fails_at: int | None = None
        self._for_good = False

    def arm(self, fails_at: int, *, for_good: bool) -> None:
        """Count from 1 again, and fail from there."""
        self.failed, self.made, self._fails_at, self._for_good = [], 0, fails_at, for_good

    def mend(self) -> None:
        """From now on nothing fails and nothing is counted."""
        self._fails_at = None

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Whoever looks at what is kept meets no fault and is not counted."""
        armed, self._fails_at = self._fails_at, None
        yield
        self._fails_at = armed

    def fails(self, name: str) -> bool:
        """Count a call; whether it is one that fails."""
        if self._fails_at is None:
            return False
        self.made += 1
        is_due = self.made == self._fails_at or (self._for_good and self.made > self._fails_at)
        if is_due:
            self.failed.append(name)
        return is_due


@dataclass(frozen=True)
class DatabaseFault:
    """What SQLite says, and where it can say so."""

    says: tuple[str, ...]
    # The disk can fail anything, and SQLite has rolled back by then; a lock is only missed before a transaction.
    is_of_the_disk: bool = False
    # Only commits fail, and are committed all the same: the sync failed after the bytes were written.
    after_the_commit: bool = False


DATABASE_FAULTS = {
    "disk": DatabaseFault(("disk I/O error", "database or disk is full"), is_of_the_disk=True),
    "lock": DatabaseFault(("database is locked",)),
    "commit not told": DatabaseFault(("disk I/O error",), after_the_commit=True),
}


def failing_connection(calls: Calls, fault: DatabaseFault) -> type[sqlite3.Connection]:
    """A class of connections whose calls are counted and fail so; for sqlite3.connect's `factory`."""
    return type("_Connection", (_FailingConnection,), {"calls": calls, "fault": fault})


class _FailingConnection(sqlite3.Connection):
    calls: Calls
    fault: DatabaseFault

    def __init__(self, *args: Any, **options: Any) -> None:
        if not self.fault.after_the_commit and self.calls.fails("open"):
            raise sqlite3.OperationalError("unable to open database file")
        super().__init__(*args, **options)

    def cursor(self, _factory: Any = None) -> sqlite3.Cursor:
        return super().cursor(_FailingCursor)


class _FailingCursor(sqlite3.Cursor):
    connection: _FailingConnection

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        # A rollback always ends the transaction, whatever the disk does: it is the one call that SQLite keeps.
        if sql == "ROLLBACK":
            return super().execute(sql)
        if self.connection.fault.after_the_commit:
            done = super().execute(sql, parameters)
            if sql == "COMMIT":
                self._may_fail(sql)
            return done
        self._may_fail(" ".join(sql.replace('"', "").split()[:3]))
        return super().execute(sql, parameters)

    def executemany(self, sql: str, rows: Any) -> sqlite3.Cursor:
        if not self.connection.fault.after_the_commit:
            self._may_fail(" ".join(sql.split()[:3]))
        return super().executemany(sql, rows)

    def fetchone(self) -> Any:
        if self.connection.fault.is_of_the_disk:
            self._may_fail("fetch")
        return super().fetchone()

    def _may_fail(self, name: str) -> None:
        calls, fault, is_inside = self.connection.calls, self.connection.fault, self.connection.in_transaction
        if is_inside and name != "COMMIT" and not fault.is_of_the_disk:
            return
        if not calls.fails(name):
            return
        if is_inside and fault.is_of_the_disk:
            super().execute("ROLLBACK")
        raise sqlite3.OperationalError(fault.says[calls.made % len(fault.says)])
