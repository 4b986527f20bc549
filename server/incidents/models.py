"""The office's list of incidents, drawn from opened records. What was written stays in the record alone."""

from __future__ import annotations

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table


class Incident(Table):
    """One reported incident. `n` is the arrival number of its record; `author` a staff id, if known.

    `is_unfinished`: a draft that came as it stood; the finished report, when it comes, takes its place.
    """

    id = TextField(primary_key=True)
    school = ForeignKeyField(School)
    n = IntegerField(unique=True)
    trip = TextField(null=True)
    category = TextField(null=True)
    severity = TextField(null=True)
    happened_at = InstantField(null=True)
    happened_about = TextField(null=True)
    author = TextField(null=True)
    author_how = TextField(default="none")
    phone = TextField()
    recorded_at = InstantField(null=True)
    received_at = InstantField()
    needs_follow_up = BooleanField(default=False)
    is_unfinished = BooleanField(default=False)
