"""Tables of trip check-off: when a trip came back, gaps explained, signatures, summaries, and what reopened one.

All of them are only ever added to.
"""

from __future__ import annotations

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table
from server.trips.models import Trip


class TripReturn(Table):
    """Somebody's word that a trip is back since `back_at`. The last one counts."""

    n = AutoField()
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    back_at = InstantField()
    said_at = InstantField()
    by = TextField()


class GapExplanation(Table):
    """Why a gap is all right, in somebody's words; it holds for what the gap said then (`title`) and no longer."""

    n = AutoField()
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    key = TextField()
    title = TextField()
    words = TextField()
    at = InstantField()
    by = TextField()


class TripSignOff(Table):
    """A trip signed off: the `number`th time, from 1. `summary` is canonical JSON, `sha256` the hash of its bytes."""

    n = AutoField()
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    number = IntegerField()
    signed_at = InstantField()
    signed_by = TextField()
    confirmed_by = TextField(null=True)
    sha256 = TextField()
    summary = TextField()


class SignOffSignature(Table):
    """The first of two signatures for sign-off `number`; `seen` is the hash of what its writer had before them."""

    n = AutoField()
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    number = IntegerField()
    seen = TextField()
    at = InstantField()
    by = TextField()


class TripReopening(Table):
    """Something that came (`came`) or was told of (`told`) after a trip was signed off, by its id and digest."""

    n = AutoField()
    school = ForeignKeyField(School)
    sign_off = ForeignKeyField(TripSignOff)
    at = InstantField()
    why = TextField()
    phone = TextField()
    record = TextField()
    digest = TextField()
