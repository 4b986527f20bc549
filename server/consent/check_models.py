"""Tables of the checks made on phones."""

from __future__ import annotations

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table
from server.trips.models import Trip


class ConsentCheck(Table):
    """A check made on a phone, as its record says; `n` is the record's arrival, `id` its own.

    `pupils` and `out` are keys in JSON; `flags` in JSON is why a check that said go should not have: code -> keys.
    """

    n = IntegerField(primary_key=True)
    id = TextField()
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    phone = TextField()
    staff = TextField(null=True)
    checked_at = InstantField()
    told_at = InstantField()
    list_as_at = InstantField(null=True)
    purpose = TextField(null=True)
    place = TextField(null=True)
    justification = TextField(null=True)
    activity = TextField(null=True)
    medium = TextField()
    pupils = TextField()
    out = TextField()
    outcome = TextField()
    pupils_told = BooleanField(null=True)
    way = TextField()
    school_camera = TextField(null=True)
    flags = TextField(default="{}")


class ConsentChange(Table):
    """A no on the day: the pupil's own, or the school's by telephone. `key` names the pupil as the list did."""

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    phone = TextField()
    staff = TextField(null=True)
    key = TextField()
    change = TextField()
    changed_at = InstantField()
    told_at = InstantField()
    words = TextField(null=True)


class ClassCameraUse(Table):
    """How many pictures a class camera took after a check, counted by hand; `check_id` is the check's record."""

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip, null=True)
    phone = TextField()
    check_id = TextField()
    school_camera = TextField(null=True)
    pictures = IntegerField(null=True)
    told_at = InstantField()
