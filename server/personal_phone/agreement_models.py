"""Tables of own-phone agreements and the school's rules about them. Appended to, and never changed or deleted."""

from __future__ import annotations

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School, Staff
from server.foundation.database import InstantField, Table, new_id
from server.trips.models import Trip


class OwnPhoneRules(Table):
    """What the headteacher chose about own phones (R3, R52, R53); a school's row of the largest `n` is in force.

    `agrees` and `reports_to` are codes of own_phone_rules; `designated_officer` a staff id, null where the headteacher
    is told.
    """

    n = AutoField()
    school = ForeignKeyField(School)
    agrees = TextField()
    needs_risk_assessment = BooleanField()
    reports_to = TextField()
    designated_officer = ForeignKeyField(Staff, null=True)
    chosen_at = InstantField()
    chosen_by = TextField()


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
