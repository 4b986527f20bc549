"""Tables of pupils and trips."""

from __future__ import annotations

from peewee import CompositeKey, DateField, ForeignKeyField, TextField

from server.accounts.models import School, Staff
from server.foundation.database import InstantField, Table, new_id
from server.phones.models import Phone


class Pupil(Table):
    """A pupil on the roll."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    first_name = TextField()
    last_name = TextField()
    class_name = TextField()


class Trip(Table):
    """A trip. `starts_on` and `ends_on` are dates at the school, both included."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    title = TextField()
    place = TextField()
    starts_on = DateField()
    ends_on = DateField()
    made_at = InstantField()


class TripPupil(Table):
    """A pupil on a trip."""

    trip = ForeignKeyField(Trip)
    pupil = ForeignKeyField(Pupil)
    school = ForeignKeyField(School)

    class Meta:
        primary_key = CompositeKey("trip", "pupil")


class TripStaff(Table):
    """A member of staff on a trip; `part` is leader or staff."""

    trip = ForeignKeyField(Trip)
    staff = ForeignKeyField(Staff)
    part = TextField(default="staff")
    school = ForeignKeyField(School)

    class Meta:
        primary_key = CompositeKey("trip", "staff")


class TripPhone(Table):
    """A phone that goes on a trip."""

    trip = ForeignKeyField(Trip)
    phone = ForeignKeyField(Phone)
    school = ForeignKeyField(School)

    class Meta:
        primary_key = CompositeKey("trip", "phone")
