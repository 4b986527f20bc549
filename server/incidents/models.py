"""The office's list of incidents, drawn from opened records. What was written stays in the record alone."""

from __future__ import annotations

from peewee import BooleanField, CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table
from server.trips.models import Pupil


class Incident(Table):
    """One reported incident. `n` is the arrival number of its record; `author` a staff id, if known.

    `happened_on` is the day where paper gives one without a time. `is_unfinished`: a draft that came as it stood; the
    finished report, when it comes, takes its place.
    """

    id = TextField(primary_key=True)
    school = ForeignKeyField(School)
    n = IntegerField(unique=True)
    trip = TextField(null=True)
    category = TextField(null=True)
    severity = TextField(null=True)
    happened_at = InstantField(null=True)
    happened_on = DateField(null=True)
    happened_about = TextField(null=True)
    author = TextField(null=True)
    author_how = TextField(default="none")
    phone = TextField()
    recorded_at = InstantField(null=True)
    received_at = InstantField()
    needs_follow_up = BooleanField(default=False)
    is_unfinished = BooleanField(default=False)


class IncidentPupil(Table):
    """That a report names this pupil, worked out from its words, which stay in the record: made anew at any time.

    Not `is_sure`: it may mean another of the same name.
    """

    incident = ForeignKeyField(Incident)
    pupil = ForeignKeyField(Pupil)
    school = ForeignKeyField(School)
    is_sure = BooleanField()

    class Meta:
        primary_key = CompositeKey("incident", "pupil")
