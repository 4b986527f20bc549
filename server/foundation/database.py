"""The school's database: one SQLite file, its connections, its fields and its migrations.

Append-only tables are held three ways (ADR 0004): triggers in the schema, `recursive_triggers` so that REPLACE
fires them, and an authorizer on every connection the app uses. Migrations run on a connection of their own.
"""

from __future__ import annotations

import fcntl
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from peewee import BigIntegerField, DatabaseError, Model, OperationalError, SqliteDatabase
from playhouse.migrations import Runner
from playhouse.pool import PooledSqliteDatabase

from server.config import CannotStart, in_one_sentence

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
_FILED = {"audit_entry", "audit_witness", "envelope", "envelope_bytes", "record", "announcement"}
_CONSENT = {"consent_decision", "consent_import", "consent_import_undone", "never_photograph", "lawful_basis"}
_AUTHORISED = {"image_authorisation", "image_authorisation_revoked"}
_OWN_PHONES = {"own_phone_rules", "own_phone_agreement", "own_phone_agreement_revoked"}
_REPORTED = {"own_phone_take_up", "own_phone_outcome"}
_ALERTED = {"alert_act"}
_FOR_CHAIR = {"head_concern", "head_concern_opening", "head_concern_note", "chair_stand_in"}
_DECIDED = {"held_decision", "double_decision"}
_PLANNED = {"trip_change", "contact_change"}
_POLICY = {"policy_version", "policy_wish", "policy_wish_end"}
_KEPT_FOR_POLICE = {"police_hold"}
_ASKED_FOR = {"access_request", "access_act"}
_RETENTION = {"retention_hold", "retention_hold_end", "retention_confirmation", "retention_taken_back", "tombstone"}
_CHECKED_OFF = {"trip_return", "gap_explanation", "trip_sign_off", "sign_off_signature", "trip_reopening"}
APPEND_ONLY = frozenset(
    _FILED
    | _CONSENT
    | _AUTHORISED
    | _OWN_PHONES
    | _REPORTED
    | _ALERTED
    | _FOR_CHAIR
    | _DECIDED
    | _PLANNED
    | _POLICY
    | _CHECKED_OFF
    | _KEPT_FOR_POLICE
    | _ASKED_FOR
    | _RETENTION
)
# Of those, what may go where a tombstone stands for it: the schema's triggers hold that (ADR 0066).
DESTROYABLE = frozenset({"record", "envelope_bytes", "held_decision", "double_decision", "alert_act"} | _REPORTED)
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    # Pages of 4 KiB. Taking the log over costs several syncs; `checkpoint` does it in a quiet moment, long before this.
    "wal_autocheckpoint": 16_000,
    "busy_timeout": 10_000,
}
LOG_TIMEOUT = 200
# The disk or the lock, not what was asked. While rows are fetched, peewee passes on SQLite's own error as it is.
BUSY = (OperationalError, sqlite3.OperationalError)
_CHOWN = 'It must belong to you: sudo chown -R "$(id -un)" "{folder}"'
_DAMAGED = 'It is damaged. Keep it, and put the last backup in its place: mv "{file}" "{file}.damaged"'
# What SQLite says, and what mends it.
_MENDINGS = {
    "disk is full": "Make room on the disk, and start again.",
    "database is locked": "Another program is writing to it. Stop that, and start again.",
    "readonly database": _CHOWN,
    "unable to open database file": _CHOWN,
    "file is not a database": _DAMAGED,
    "disk image is malformed": _DAMAGED,
}
_SCHEMA_CHANGES = frozenset(
    {sqlite3.SQLITE_DROP_TABLE, sqlite3.SQLITE_DROP_TRIGGER, sqlite3.SQLITE_CREATE_TRIGGER, sqlite3.SQLITE_ALTER_TABLE}
)


def _allow(action: int, table: str | None, _column: str | None, _database: str | None, _source: str | None) -> int:
    """SQLite's authorizer: the app's own connections never rewrite an append-only table or the schema."""
    if action in _SCHEMA_CHANGES:
        return sqlite3.SQLITE_DENY
    if action in (sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE) and table in APPEND_ONLY:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _allow_destroying(action: int, table: str | None, *more: str | None) -> int:
    """The same for the one connection on which something is destroyed: rows of some tables may go, none may change."""
    if action == sqlite3.SQLITE_DELETE and table in DESTROYABLE:
        return sqlite3.SQLITE_OK
    return _allow(action, table, *more)


class SchoolDatabase(PooledSqliteDatabase):
    """Connections that wait their turn to write, keep every committed byte, and cannot rewrite what was filed."""

    def _add_conn_hooks(self, conn: sqlite3.Connection) -> None:
        super()._add_conn_hooks(conn)
        conn.set_authorizer(_allow)


db = SchoolDatabase(None, pragmas=PRAGMAS, lock_type="IMMEDIATE", check_same_thread=False, max_connections=64)


class Table(Model):
    """What every table of the school's database starts from."""

    class Meta:
        database = db
        legacy_table_names = False

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """What peewee adds by itself: a foreign key's `_id`, and the row a join brought along."""


class InstantField(BigIntegerField):
    """A UTC instant, kept as whole milliseconds since 1970, so that both SQLite and PostgreSQL sort it."""

    def db_value(self, value: datetime | int | None) -> int | None:
        """Milliseconds for an aware datetime."""
        if isinstance(value, datetime):
            return round(value.timestamp() * 1000)
        return value

    def python_value(self, value: int | None) -> datetime | None:
        """An aware datetime in UTC."""
        return None if value is None else instant_of(value)


def instant_of(stored: int) -> datetime:
    """The instant that stands in a column of whole milliseconds."""
    return datetime.fromtimestamp(stored / 1000, UTC)


def new_id() -> str:
    """A fresh random id (UUID version 4), as text with dashes."""
    return str(uuid.uuid4())


def install(app: Flask) -> None:
    """Open the app's database, bring its schema up to date, and give each request a connection."""
    file = Path(app.config["DATABASE"])
    bring_up_to_date(file)
    if not db.is_closed():
        db.close()
    if db.database != str(file):
        db.close_idle()
    db.init(str(file))

    @app.before_request
    def connect() -> None:
        db.connect(reuse_if_open=True)

    @app.teardown_appcontext
    def give_back(_error: BaseException | None) -> None:
        if not db.is_closed() and not db.in_transaction():
            db.close()


@contextmanager
def connected() -> Iterator[None]:
    """A connection for a command or a background thread; given back at the end."""
    was_closed = db.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if was_closed:
            db.close()


@contextmanager
def apart() -> Iterator[None]:
    """A savepoint: what goes wrong inside is taken back, and the transaction around it goes on.

    Always of one name, so that SQLite keeps the statements it once made ready; peewee's have a new one each time.
    """
    db.execute_sql("SAVEPOINT apart")
    try:
        yield
    except BaseException:
        db.execute_sql("ROLLBACK TO SAVEPOINT apart")
        raise
    finally:
        db.execute_sql("RELEASE SAVEPOINT apart")


@contextmanager
def kept_unsynced() -> Iterator[None]:
    """A connection for a thread whose work can be done again: its commits are in order, and wait for no disk.

    A power cut can take back the newest of them, never one that another connection synced after them (ADR 0004). It
    stays open for the thread's next turn, which ends it with `db.manual_close()`: in the pool, a request would find it.
    """
    try:
        if db.connect(reuse_if_open=True):
            db.execute_sql("PRAGMA synchronous = normal")
        yield
    except BaseException:
        db.manual_close()
        raise


@contextmanager
def destroying() -> Iterator[None]:
    """A connection for destroying: what goes is written over on the disk. It is closed after, and does nothing else.

    The log holds the pages as they were before: where somebody still reads them, `empty_log` is tried again later.
    """
    db.manual_close()
    db.connect()
    try:
        db.connection().set_authorizer(_allow_destroying)
        db.execute_sql("PRAGMA secure_delete = on").fetchall()
        yield
        empty_log()
    finally:
        db.manual_close()
        db.connect()


def empty_log() -> bool:
    """Take the write-ahead log over into the database file and cut it off. False where somebody still reads it."""
    # Whoever writes waits for as long as this does.
    db.execute_sql(f"PRAGMA busy_timeout = {LOG_TIMEOUT}").fetchall()
    try:
        [(is_busy, _pages, _taken_over)] = db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return not is_busy
    finally:
        db.execute_sql(f"PRAGMA busy_timeout = {PRAGMAS['busy_timeout']}").fetchall()


def checkpoint() -> None:
    """Take the write-ahead log over into the database file, as far as nobody reads it; waits for no reader."""
    db.execute_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def bring_up_to_date(file: Path) -> list[str]:
    """Apply the migrations that are missing, one process at a time. Returns the names applied. Raises CannotStart.

    peewee's runner takes no lock: three starting at once left one applied and two dead (tried), hence the file lock.
    """
    with plainly(file), open(file.with_suffix(".lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        own_connection: Any = SqliteDatabase(str(file), pragmas=PRAGMAS, lock_type="IMMEDIATE")
        try:
            return _migrate(Runner(own_connection, str(MIGRATIONS)), file)
        finally:
            own_connection.close()


@contextmanager
def plainly(file: Path) -> Iterator[None]:
    """Turn what SQLite or the disk refuses into CannotStart: one sentence, and what mends it."""
    try:
        with in_one_sentence(file.parent):
            yield
    except DatabaseError as error:
        for words, mending in _MENDINGS.items():
            if words in _told(error):
                raise CannotStart(f"{file}: {words}. {mending.format(file=file, folder=file.parent)}") from error
        raise


def _told(error: BaseException | None) -> str:
    """The words of an error and of those it came from: a failed rollback hides why it was tried."""
    return f"{error} {_told(error.__context__)}" if error else ""


def _migrate(runner: Any, file: Path) -> list[str]:
    known = runner.status()
    unknown = [migration.name for migration in known if migration.path is None]
    if unknown:
        raise CannotStart(
            f"The database {file} was made by a newer Lanyard (it has {unknown[-1]}). Nothing was changed. "
            "To go on with it, take the newer version: git pull"
        )
    # It would look at all of them once more.
    if all(migration.applied for migration in known):
        return []
    applied: list[str] = runner.up()
    return applied
