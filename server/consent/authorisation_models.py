"""Tables of image authorisations. Given and revoked are appended, and never changed or deleted."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table, new_id
from server.trips.models import Trip


class ImageAuthorisation(Table):
    """What the headteacher allows that is otherwise forbidden (R44). `number` counts them at the school.

    `kind` is one of authorisation_rules, `activity` the one that otherwise stops, null for the other kinds; `trip` null
    is the whole school; `from_on` and `until_on` are days, both included.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    number = IntegerField()
    kind = TextField()
    activity = TextField(null=True)
    what = TextField()
    who = TextField()
    trip = ForeignKeyField(Trip, null=True)
    from_on = DateField()
    until_on = DateField()
    why = TextField()
    conditions = TextField()
    given_at = InstantField()
    given_by = TextField()


class ImageAuthorisationRevoked(Table):
    """That an authorisation was revoked: it allows nothing from then on."""

    authorisation = ForeignKeyField(ImageAuthorisation, primary_key=True)
    school = ForeignKeyField(School)
    at = InstantField()
    by = TextField()
    why = TextField()
