"""A demo school filled to a size, in one transaction."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from bench import (
    office_after,
    office_asked,
    office_custody,
    office_records,
    office_registers,
    office_retention,
    office_school,
)
from bench.office_school import Filling, Size
from server import create_app
from server.foundation.database import db
from server.shell import demo_school

PARTS = (
    office_school.people,
    office_school.phones,
    office_school.trips,
    office_records.file_all,
    office_school.numberings,
    office_registers.keep_all,
    office_custody.keep_all,
    office_after.keep_all,
    office_asked.keep_all,
    office_retention.keep_all,
)


def fill(size: Size) -> None:
    """Fill the demo school of the app that runs."""
    with db.atomic():
        filling = Filling(demo_school.make().id, size)
        for part in PARTS:
            part(filling)


def school(folder: Path, size: Size) -> Flask:
    """An app on a school of this size in a new folder. The file is written unsynced: it can be made again."""
    app = create_app({"DATA_DIR": folder, "WTF_CSRF_ENABLED": False})
    with app.app_context():
        db.connect(reuse_if_open=True)
        db.execute_sql("PRAGMA synchronous = off")
        fill(size)
        db.execute_sql("PRAGMA synchronous = full")
        db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return app
