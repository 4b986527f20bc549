"""Own-phone agreements in force."""

from __future__ import annotations

from datetime import datetime

from server.foundation import clock
from server.personal_phone.agreement_models import OwnPhoneAgreement, OwnPhoneAgreementRevoked
from server.trips.models import Trip
from server.trips.rules import window


def in_force(school: str, staff: str, trip: str, at: datetime) -> OwnPhoneAgreement | None:
    """The agreement that allowed somebody to call with their own phone on a trip then; None where none did."""
    mine = (OwnPhoneAgreement.school == school, OwnPhoneAgreement.staff == staff, OwnPhoneAgreement.trip == trip)
    rows = OwnPhoneAgreement.select().where(*mine, OwnPhoneAgreement.kind == "own_phone")
    for row in rows.order_by(OwnPhoneAgreement.number.desc()):
        revoked = OwnPhoneAgreementRevoked.get_or_none(OwnPhoneAgreementRevoked.agreement == row)
        going: Trip = Trip.get_by_id(row.trip_id)
        closes = window(going.starts_on, going.ends_on, clock.SCHOOL_TIME).closes
        if row.given_at <= at < closes and not (revoked and revoked.at <= at):
            return row
    return None


def of_school(school: str) -> list[OwnPhoneAgreement]:
    """Every agreement of a school, the newest first."""
    rows = OwnPhoneAgreement.select().where(OwnPhoneAgreement.school == school)
    return list(rows.order_by(OwnPhoneAgreement.number.desc()))
