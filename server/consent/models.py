"""Tables of photo consent. What was answered, decided or brought in is appended and never changed."""

from __future__ import annotations

from peewee import AutoField, CompositeKey, DateField, ForeignKeyField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table, new_id
from server.trips.models import Pupil


class ConsentImport(Table):
    """A list that was brought in whole. `digest` is its file's SHA-256; `totals` counts its rows' fates as JSON."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    at = InstantField()
    by = TextField()
    file_name = TextField()
    digest = TextField()
    totals = TextField()


class ConsentImportUndone(Table):
    """That an import was undone: none of its answers counts from then on."""

    undone = ForeignKeyField(ConsentImport, primary_key=True, column_name="import_id", backref="undoings")
    school = ForeignKeyField(School)
    at = InstantField()
    by = TextField()


class ConsentDecision(Table):
    """One answer for one pupil, purpose and medium, by one person (R28, R32).

    `respondent` is the name of whoever answered, "" where the school has none. `able_by` is who judged the pupil able
    to decide, where the pupil answered (R29). `small_print` keeps conditions, or an answer that was not clear, as
    written. `came_with` is the import that brought it; null for one recorded by hand.
    """

    n = AutoField()
    school = ForeignKeyField(School)
    pupil = ForeignKeyField(Pupil)
    purpose = TextField()
    medium = TextField()
    response = TextField()
    answered_by = TextField()
    respondent = TextField()
    able_by = TextField(default="")
    how = TextField()
    decided_on = DateField()
    valid_from = DateField()
    valid_to = DateField(null=True)
    small_print = TextField(default="")
    recorded_at = InstantField()
    recorded_by = TextField()
    came_with = ForeignKeyField(ConsentImport, null=True, column_name="import_id", object_id_name="came_with_id")


class NeverPhotograph(Table):
    """That a pupil is never to be photographed (`act` begin), or may be again (end). Only DSL and deputy read why."""

    n = AutoField()
    school = ForeignKeyField(School)
    pupil = ForeignKeyField(Pupil)
    act = TextField()
    reason = TextField()
    at = InstantField()
    by = TextField()


class LawfulBasis(Table):
    """On what the school bases one purpose; the latest holds. Kept apart from what anybody answered."""

    n = AutoField()
    school = ForeignKeyField(School)
    purpose = TextField()
    basis = TextField()
    at = InstantField()
    by = TextField()


class ConsentMapping(Table):
    """Which column of a list is what, as JSON, kept by name for next time."""

    school = ForeignKeyField(School)
    name = TextField()
    mapping = TextField()
    kept_at = InstantField()

    class Meta:
        primary_key = CompositeKey("school", "name")
