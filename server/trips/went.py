"""Which phones a trip has or had with it: that go, were checked, are lent for it, or came off while it was out."""

from __future__ import annotations

import json
from datetime import date

from server.foundation import clock
from server.foundation.database import InstantField, db
from server.foundation.rows import select_named
from server.trips import rules

_instant = InstantField()


def _opens(starts_on: str) -> int | None:
    first = date.fromisoformat(starts_on)
    return _instant.db_value(rules.window(first, first, clock.SCHOOL_TIME).opens)


db.register_function(_opens, "trip_opens", 1)

# Rows of (trip, phone) of the :trips, a list in JSON, as a part of another question about :school. What was taken off
# before its trip's phones opened stayed at school. By the few rows of these trips, and not by an index of the school.
WENT = """
SELECT trip_id AS trip, phone_id AS phone FROM trip_phone
WHERE +school_id = :school AND trip_id IN (SELECT value FROM json_each(:trips))
UNION SELECT trip_id, phone FROM departure_check
WHERE +school_id = :school AND trip_id IN (SELECT value FROM json_each(:trips)) AND phone <> ''
UNION SELECT trip, phone_id FROM phone_loan
WHERE +school_id = :school AND trip IN (SELECT value FROM json_each(:trips)) AND (back_at IS NULL
  OR back_at >= trip_opens((SELECT starts_on FROM trip WHERE trip.id = phone_loan.trip)))
UNION SELECT taken.trip_id, gone.value
FROM trip_change AS taken JOIN trip ON trip.id = taken.trip_id JOIN json_each(taken.what, '$.removed') AS gone
WHERE +taken.school_id = :school AND taken.trip_id IN (SELECT value FROM json_each(:trips)) AND taken.part = 'phones'
  AND taken.at >= trip_opens(trip.starts_on)
"""
# Whether a loan `l` of a phone that is `going` is out for that trip, or for none that was named before it was over: one
# lent again since is out for another.
LENT = """l.phone_id = going.phone AND l.back_at IS NULL AND (l.trip = going.trip OR l.trip IS NULL
        AND l.out_at < (SELECT strftime('%s', ends_on, '+1 day') * 1000 FROM trip WHERE trip.id = going.trip))"""


def phones_of(school: str, trip: str) -> frozenset[str]:
    """The phones of one trip, by their ids."""
    rows = select_named(f"SELECT phone FROM ({WENT})", {"school": school, "trips": json.dumps([trip])})
    return frozenset(phone for (phone,) in rows)
