"""Tables of a school that was begun by hand."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, TextField

from server.accounts.models import School, Staff
from server.foundation.database import InstantField, Table


class FirstRun(Table):
    """A school that was begun on the first page: when, and its first two administrators."""

    school = ForeignKeyField(School, primary_key=True)
    first = ForeignKeyField(Staff)
    second = ForeignKeyField(Staff)
    begun_at = InstantField()


class StepLeftOut(Table):
    """A step of getting ready that somebody left out. To take it up again, its row goes."""

    school = ForeignKeyField(School)
    step = TextField()
    left_by = TextField()
    left_at = InstantField()

    class Meta:
        primary_key = CompositeKey("school", "step")
