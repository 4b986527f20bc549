"""Tables of what is about the headteacher. None holds a word of it in clear: ids, times, roles, and sealed notes."""

from __future__ import annotations

from peewee import BlobField, BooleanField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table


class HeadConcern(Table):
    """One concern. `id` is random, for alerts and addresses; `record` is the report's own, `n` its first arrival."""

    id = TextField(primary_key=True)
    school = ForeignKeyField(School)
    record = TextField()
    n = IntegerField()
    received_at = InstantField()


class HeadConcernOpening(Table):
    """That somebody opened one, as chair or vice-chair. `names_reader`: it names them, and was not shown."""

    id = TextField(primary_key=True)
    school = ForeignKeyField(School)
    concern = ForeignKeyField(HeadConcern)
    staff = TextField()
    role = TextField()
    names_reader = BooleanField()
    at = InstantField()


class HeadConcernNote(Table):
    """What was done about one, sealed to the chair's key like the concern itself."""

    id = TextField(primary_key=True)
    school = ForeignKeyField(School)
    concern = ForeignKeyField(HeadConcern)
    staff = TextField()
    role = TextField()
    is_outcome = BooleanField()
    at = InstantField()
    kid = TextField()
    sealed = BlobField()


class ChairStandIn(Table):
    """The chair's own decision that the vice-chair opens concerns in their place, or no longer; the last one counts."""

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    is_on = BooleanField()
    chosen_at = InstantField()
    chosen_by = TextField()
