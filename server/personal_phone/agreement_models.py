"""Tables of own-phone agreements. Appended to, and never changed or deleted."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from server.accounts.models import School, Staff
from server.foundation.database import InstantField, Table, new_id
from server.trips.models import Trip


class OwnPhoneAgreement(Table):
    """That somebody may use their own phone on a trip (R3, R53). `number` counts them at the school.

    `kind` is own_phone, for calls in an emergency, or internet, which allows no call (R23); `risk_assessment` is empty
    where there is none.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    number = IntegerField()
    kind = TextField()
    staff = ForeignKeyField(Staff)
    trip = ForeignKeyField(Trip)
    reason = TextField()
    risk_assessment = TextField()
    given_at = InstantField()
    given_by = TextField()


class OwnPhoneAgreementRevoked(Table):
    """That an agreement was revoked: it allows nothing from then on."""

    agreement = ForeignKeyField(OwnPhoneAgreement, primary_key=True)
    school = ForeignKeyField(School)
    at = InstantField()
    by = TextField()
    why = TextField()
