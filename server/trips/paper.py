"""What stands around paper of a trip: whose clock its times are by, and which trips it may be of."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from server.foundation import clock
from server.trips.models import Trip


def zone_of(trip: Trip | None) -> ZoneInfo:
    """The time zone of a trip; the school's where there is none, or none that is known here."""
    try:
        return ZoneInfo(trip.time_zone) if trip else clock.SCHOOL_TIME
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return clock.SCHOOL_TIME
