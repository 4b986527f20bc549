"""Which trips something names: what names none of the school's is found without a step for each trip there ever was."""

from __future__ import annotations

from typing import Any

NAMED = """
CREATE TABLE trip_named (
    school_id TEXT NOT NULL REFERENCES school (id),
    trip TEXT NOT NULL,
    PRIMARY KEY (school_id, trip)
) WITHOUT ROWID
"""
# Not OR IGNORE: whoever inserts says what becomes of a conflict, in here as well.
NOTED = """
CREATE TRIGGER {table}_names_trip AFTER INSERT ON {table} WHEN NEW.trip IS NOT NULL BEGIN
    INSERT INTO trip_named (school_id, trip) SELECT NEW.school_id, NEW.trip
    WHERE NOT EXISTS (SELECT 1 FROM trip_named WHERE school_id = NEW.school_id AND trip = NEW.trip);
END
"""
KNOWN = """
INSERT INTO trip_named (school_id, trip)
SELECT school_id, trip FROM announcement WHERE trip IS NOT NULL
UNION SELECT school_id, trip FROM envelope WHERE trip IS NOT NULL
"""


def up(_migrator: Any, db: Any) -> None:
    """Add the table, have it keep itself, and put in what was named so far."""
    for statement in (NAMED, *(NOTED.format(table=table) for table in ("announcement", "envelope")), KNOWN):
        db.execute_sql(statement)
