"""What can go wrong inside the server during one request: a crash at a statement, commit or sync; a disk that is full.

Nothing here is known to the product: the database, the second copy and `os.fsync` are wrapped from outside.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import OperationalError

from server.foundation.database import SchoolDatabase, db
from server.foundation.rows import Rows
from server.intake import second_copy

LARGEST_PAGE_COUNT = 4_294_967_294


class Crash(BaseException):
    """The process is gone. No `except Exception` may live through it."""


class Faults:
    """The plan for one request, and what of it truly struck.

    A plan is {"crash": where, "at": nth}, {"disk": "full"}, {"disk": "locked"} or {"disk": "unsynced", "at": nth}.
    """

    def __init__(self) -> None:
        self.plan: dict[str, Any] = {}
        self.struck: list[str] = []
        self.torn: tuple[bytes, bytes] | None = None
        self._seen: dict[str, int] = {}

    def begin(self, plan: dict[str, Any]) -> None:
        """Start counting anew, for the next request."""
        self.plan, self.struck, self.torn, self._seen = plan, [], None, {}

    def is_due(self, kind: str, where: str) -> bool:
        """Whether the plan's fault of this kind strikes here, at its nth time."""
        if self.plan.get(kind) != where:
            return False
        self._seen[where] = self._seen.get(where, 0) + 1
        return self._seen[where] == self.plan.get("at", 1)

    def crash_if_due(self, where: str) -> None:
        """Raise Crash where the plan says so."""
        if self.is_due("crash", where):
            self.struck.append(f"crash.{where}")
            raise Crash(where)

    def note(self, error: OperationalError) -> None:
        """Remember that the database refused."""
        for words, name in (("full", "disk.full"), ("locked", "disk.locked")):
            if words in str(error):
                self.struck.append(name)


def install(faults: Faults) -> None:
    """Wrap the product's parts, once for the life of this process."""
    _wrap_database(faults)
    _wrap_rows(faults)
    _wrap_copy(faults)
    _wrap_sync(faults)


def _wrap_database(faults: Faults) -> None:
    execute, begin, commit = SchoolDatabase.execute_sql, SchoolDatabase.begin, SchoolDatabase.commit

    def execute_sql(self: SchoolDatabase, sql: str, params: Any = None) -> Any:
        faults.crash_if_due("statement")
        return _noted(faults, lambda: execute(self, sql, params))

    def begun(self: SchoolDatabase, lock_type: str | None = None) -> Any:
        return _noted(faults, lambda: begin(self, lock_type))

    def committed(self: SchoolDatabase) -> Any:
        faults.crash_if_due("before_commit")
        is_torn = faults.is_due("crash", "inside_commit")
        before = _database_bytes(self) if is_torn else None
        result = _noted(faults, lambda: commit(self))
        if before:
            _tear(faults, before, _database_bytes(self))
        faults.crash_if_due("after_commit")
        return result

    SchoolDatabase.execute_sql = execute_sql  # type: ignore[method-assign]
    SchoolDatabase.begin = begun  # type: ignore[method-assign]
    SchoolDatabase.commit = committed  # type: ignore[method-assign]


def _wrap_rows(faults: Faults) -> None:
    insert = Rows.insert

    def inserted(self: Rows, rows: Iterable[dict[str, Any]]) -> None:
        faults.crash_if_due("statement")
        _noted(faults, lambda: insert(self, rows))

    Rows.insert = inserted  # type: ignore[method-assign]


def _noted(faults: Faults, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except OperationalError as error:
        faults.note(error)
        raise


def _database_bytes(database: SchoolDatabase) -> tuple[bytes, bytes]:
    file = Path(str(database.database))
    log = file.with_name(f"{file.name}-wal")
    return file.read_bytes(), log.read_bytes() if log.exists() else b""


def _tear(faults: Faults, before: tuple[bytes, bytes], after: tuple[bytes, bytes]) -> None:
    """Leave the write-ahead log as a power cut in the middle of the commit would: its first half new, the rest old."""
    (old_file, old_log), (new_file, new_log) = before, after
    if old_file != new_file:
        return  # It was checkpointed just now; then there is no middle.
    changed = [at for at in range(0, len(new_log), 512) if new_log[at : at + 512] != old_log[at : at + 512]]
    if not changed:
        return
    cut = changed[len(changed) // 2]
    faults.torn = (new_file, new_log[:cut] + old_log[cut:])
    faults.struck.append("crash.inside_commit")
    raise Crash("inside_commit")


def _wrap_copy(faults: Faults) -> None:
    append = second_copy._append

    def appended(file: Path, content: bytes) -> int:
        if faults.is_due("crash", "inside_append"):
            with file.open("ab") as segment:
                segment.write(content[: len(content) // 2])
            faults.struck.append("crash.inside_append")
            raise Crash("inside_append")
        length = append(file, content)
        faults.crash_if_due("after_append")
        return length

    second_copy._append = appended


def _wrap_sync(faults: Faults) -> None:
    sync = os.fsync

    def synced(descriptor: Any) -> None:
        faults.crash_if_due("sync")
        if faults.is_due("disk", "unsynced"):
            faults.struck.append("disk.unsynced")
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(descriptor)

    os.fsync = synced


@contextmanager
def disk_as_planned(plan: dict[str, Any]) -> Iterator[None]:
    """A database that cannot grow, or that somebody else is writing to, for one request."""
    if plan.get("disk") == "full":
        with _cannot_grow():
            yield
    elif plan.get("disk") == "locked":
        other = sqlite3.connect(str(db.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.close()
    else:
        yield


@contextmanager
def _cannot_grow() -> Iterator[None]:
    _limit_pages("1")
    try:
        yield
    finally:
        _limit_pages(str(LARGEST_PAGE_COUNT))


def _limit_pages(most: str) -> None:
    # SQLite takes the size it has for the least that may be asked for. The pool has one connection: this is it.
    db.connect(reuse_if_open=True)
    db.connection().execute(f"PRAGMA max_page_count = {most}")
    db.close()
