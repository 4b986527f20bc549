"""The list of head counts. Whose names were missing stays in the records alone."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table


class HeadCount(Table):
    """One finished count of a phone's. `n` is its record's arrival; `group_name` is None for everybody.

    `counted_at` is when it says it was, and never after it arrived: a clock that is ahead would be the last for ever.
    """

    n = IntegerField(primary_key=True)
    id = TextField()
    school = ForeignKeyField(School)
    trip = TextField(null=True)
    phone = TextField()
    group_name = TextField(null=True)
    counted = IntegerField(null=True)
    of = IntegerField(null=True)
    counted_at = InstantField()
