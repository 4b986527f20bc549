"""Tables of setting a trip up: its plan by places, and who changed what of it."""

from __future__ import annotations

from peewee import AutoField, DateField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table, new_id
from server.trips.models import Trip


class TripPlace(Table):
    """Somewhere a trip goes on a day: `at` is a time of the school's clock ("09:30") or "", `position` its order."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    day = DateField()
    at = TextField(default="")
    words = TextField()
    position = IntegerField()


class TripChange(Table):
    """One change of one `part` of a trip, only ever added. `what` is JSON, as changes.py says; `why` where asked.

    The newest `n` of a part is its version: whoever saves names the one they had before them.
    """

    n = AutoField()
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    part = TextField()
    at = InstantField()
    by = TextField()
    what = TextField()
    why = TextField(default="")
