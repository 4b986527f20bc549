"""Whether the database is whole, is this school's, and its audit log holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from server.accounts.models import School
from server.accounts.queries import any_school
from server.foundation import audit
from server.foundation.findings import Finding, ok, wrong
from server.foundation.rows import select

MOST_FAULTS_TOLD = 3
# A database that was made so long after the keys is not the first that they had.
MADE_TOGETHER_SECONDS = 7_200
_RESTORE = (
    "Stop the server, keep the file, and put the last backup in its place: docs/backups.md, When the server is lost."
)
_NOT_MOUNTED = (
    "Is its disk connected, and LANYARD_DATA right? If the database is lost, put a backup back: docs/backups.md. To "
    "begin a new school on purpose, move these away first."
)


def whole(config: Any) -> Iterator[Finding]:
    """SQLite's own check of every page, on a connection that changes nothing."""
    file = Path(config["DATABASE"])
    if not file.is_file():
        yield wrong(f"There is no database: {file}.", "Is its disk connected, and LANYARD_DATA right?")
        return
    faults = _faults_of(file)
    for fault in faults[:MOST_FAULTS_TOLD]:
        yield wrong(f"The database is damaged: {fault}.", _RESTORE)
    if not faults:
        yield ok("The database is whole.")


def _faults_of(file: Path) -> list[str]:
    """In SQLite's words."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as here:
            said = [row[0].strip().splitlines() for row in here.execute("PRAGMA integrity_check(10)")]
    except sqlite3.Error as error:
        return [str(error)]
    return [line for lines in said for line in lines if line != "ok"]


def not_another(config: Any) -> Iterator[Finding]:
    """An empty database where there was a school before: its disk is away, or it is lost. No new one is begun on it."""
    here = any_school()
    if here is not None:
        yield from _not_the_demo(here, is_live=config["PRODUCTION"])
        return
    signs = list(_signs_of_a_school(config))
    for sign in signs:
        yield wrong(f"The database has no school, though {sign}.", _NOT_MOUNTED, stops_start=True)
    if not signs:
        yield ok("There is no school yet.")


def _not_the_demo(school: School, *, is_live: bool) -> Iterator[Finding]:
    """The demo school's passwords are in every copy of Lanyard."""
    if school.is_demo and is_live:
        yield wrong(
            "This is the demo school, whose passwords everybody knows, on a live server.",
            "Begin the real school in another folder: set LANYARD_DATA to it.",
            stops_start=True,
        )
    else:
        yield ok("The school is here.")


def _signs_of_a_school(config: Any) -> Iterator[str]:
    backups = config["BACKUP_DIR"]
    if any(Path(config["COPY_DIR"]).glob("*.segment")):
        yield f"the second copy in {config['COPY_DIR']} holds records"
    if any(file.is_file() for file in Path(config["BLOB_DIR"]).rglob("*")):
        yield f"there are photos in {config['BLOB_DIR']}"
    # Those of its own are made before anybody set the school up.
    own = {name for (name,) in select("SELECT name FROM backup_made")}
    if backups is not None and any(file.name not in own for file in Path(backups).glob("lanyard-*")):
        yield f"there are backups of another in {backups}"
    keys = Path(config["KEY_DIR"]) / "school_keys.json"
    if keys.is_file() and keys.stat().st_mtime < _made_at() - MADE_TOGETHER_SECONDS:
        yield f"the keys in {config['KEY_DIR']} are older than it"


def _made_at() -> float:
    """When the schema's first part was put into this database, in seconds since 1970."""
    [(made_at,)] = select("SELECT MIN(applied) FROM schema_migration")
    # peewee's runner notes the time on the wall, without a zone.
    return datetime.fromisoformat(made_at).astimezone().timestamp()


def audited(_config: Any) -> Iterator[Finding]:
    """The chain of each school's audit log."""
    for school in School.select(School.id):
        found = audit.verify(school.id)
        if found.fault:
            yield wrong(
                f"The audit log does not hold: {found.fault}",
                "Somebody may have changed the database. Keep a copy of its folder; tell the headteacher and the DPO.",
            )
        else:
            yield ok(f"The audit log holds, all {found.entries} entries of it.")
