"""Which trips that are over may still have a phone out: a small question, so that only their boards are counted."""

from __future__ import annotations

from datetime import timedelta

from server.foundation import clock
from server.foundation.rows import select_named

# How long after its last day a trip is asked for. To do names it until somebody has signed it off.
ASKED_FOR = timedelta(days=30)
# What is on loan for a trip; and, of the phones that go on it, what is on loan for none, was not heard of since its
# last day, or still holds something of this trip or another. And what went along unasked, as far as it told of
# something of the trip that is still to come: nobody handed it out, so that nobody waits for one which owes nothing.
_MAYBE = """
SELECT trip.id FROM trip WHERE school_id = :school AND ends_on < :today AND ends_on >= :since AND archived_at IS NULL
AND (id IN (SELECT trip FROM phone_loan WHERE school_id = :school AND back_at IS NULL) OR EXISTS (
    SELECT 1 FROM trip_phone AS goes JOIN phone_contact AS contact ON contact.phone = goes.phone_id
    WHERE goes.trip_id = trip.id
    AND (contact.waiting > 0 OR contact.odd_items > 0 OR contact.heard_at < strftime('%s', ends_on, '+1 day') * 1000))
OR EXISTS (
    SELECT 1 FROM trip_phone AS goes JOIN phone_loan AS loan ON loan.phone_id = goes.phone_id
    WHERE goes.trip_id = trip.id AND loan.back_at IS NULL AND loan.trip IS NULL)
OR EXISTS (
    SELECT 1 FROM announcement AS told JOIN phone_contact AS contact ON contact.phone = told.phone
    WHERE told.school_id = :school AND told.trip = trip.id AND (contact.waiting > 0 OR contact.odd_items > 0)
    AND NOT EXISTS (SELECT 1 FROM envelope AS came WHERE came.school_id = told.school_id AND came.id = told.record_id
        AND came.type = told.type AND came.digest = told.digest)))
"""


def may_have_phones_out(school: str) -> list[str]:
    """The trips that ended before today, not longer ago than `ASKED_FOR`, of which a phone may not be back."""
    today = clock.today()
    given = {"school": school, "today": today.isoformat(), "since": (today - ASKED_FOR).isoformat()}
    return [trip for (trip,) in select_named(_MAYBE, given)]
