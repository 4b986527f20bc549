"""Tables of what changes while pupils are out: a yes that turned into a no, and the phones that were told of it."""

from __future__ import annotations

from peewee import AutoField, CompositeKey, ForeignKeyField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table
from server.phones.models import Phone
from server.trips.models import Pupil, Trip


class ConsentTurn(Table):
    """That a pupil on a trip that was out might be in photos before something was saved, and may not since.

    `purposes` are those of which it is so, in JSON.
    """

    n = AutoField()
    school = ForeignKeyField(School)
    pupil = ForeignKeyField(Pupil)
    trip = ForeignKeyField(Trip)
    purposes = TextField()
    saved_at = InstantField()
    saved_by = TextField()


class ConsentTold(Table):
    """That somebody rang a phone on a trip about a pupil: when, by their word, and who says so."""

    trip = ForeignKeyField(Trip)
    pupil = ForeignKeyField(Pupil)
    phone = ForeignKeyField(Phone)
    school = ForeignKeyField(School)
    told_at = InstantField()
    told_by = TextField()
    noted_at = InstantField()

    class Meta:
        primary_key = CompositeKey("trip", "pupil", "phone")
