"""The list of what came of incidents after their reports. What was written stays in the records alone."""

from __future__ import annotations

from peewee import BooleanField, CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table


class ChronologyItem(Table):
    """One record about an incident, which may still have to come. `n` is its arrival number, `at` when it says it was.

    `is_of_office`: somebody signed in to the office wrote it there. Of what was done, `action` is the id of what was
    agreed; of what was agreed, `owner` is a staff id and `due_on` its day.
    """

    school = ForeignKeyField(School)
    id = TextField()
    n = IntegerField(unique=True)
    incident = TextField()
    kind = TextField()
    trip = TextField(null=True)
    phone = TextField()
    at = InstantField()
    recorded_at = InstantField(null=True)
    received_at = InstantField()
    is_of_office = BooleanField(default=False)
    is_unfinished = BooleanField(default=False)
    action = TextField(null=True)
    owner = TextField(null=True)
    due_on = DateField(null=True)

    class Meta:
        primary_key = CompositeKey("school", "id")
