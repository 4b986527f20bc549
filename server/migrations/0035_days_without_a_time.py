"""The day that a report on paper gives without a time: the day on which it happened, whenever it was typed in."""

from __future__ import annotations

from typing import Any

COLUMN = "ALTER TABLE incident ADD COLUMN happened_on TEXT"
# A body can be nested too deep for SQLite, and a day can be none: both stay without.
FROM_RECORDS = """
UPDATE incident SET happened_on = (
    SELECT day FROM (
        SELECT CASE WHEN json_valid(body) THEN json_extract(body, '$.happened_on') END AS day
        FROM record WHERE record.envelope_id = incident.n)
    WHERE date(day, '+0 days') = day AND day BETWEEN '1970-01-01' AND '2999-12-31')
WHERE n IN (SELECT envelope_id FROM record WHERE kind = 'incident.reported' AND instr(body, '"happened_on"') > 0)
"""


LOANS_OF_A_TRIP = "CREATE INDEX phone_loan_trip ON phone_loan (trip)"


def up(_migrator: Any, db: Any) -> None:
    """Add it, and take it from the records that have one; and have a trip's loans found by it."""
    for statement in (COLUMN, FROM_RECORDS, LOANS_OF_A_TRIP):
        db.execute_sql(statement)
