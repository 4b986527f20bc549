"""Tables of retention: what is held, and what somebody confirmed is to go. All of them append-only.

What is left of what went (`Tombstone`) is intake's: phones, copies and proofs ask for it.
"""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table, new_id


class RetentionHold(Table):
    """That nothing of this goes, whatever is due. `what` is trip, record, pupil or staff; `subject` its id."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    what = TextField()
    subject = TextField()
    why = TextField()
    made_at = InstantField()
    made_by = TextField()


class RetentionHoldEnd(Table):
    """That a hold is over, and why."""

    hold = ForeignKeyField(RetentionHold, primary_key=True)
    school = ForeignKeyField(School)
    at = InstantField()
    by = TextField()
    why = TextField()


class RetentionConfirmation(Table):
    """That somebody looked and says it may go. `unit` is the id of what the others are about.

    `members` are the arrival numbers of all that goes with it, in JSON; `began_on` is the day of the last thing written
    of it. Another person destroys it.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    unit = TextField()
    rule = TextField()
    kind = TextField()
    trip = TextField(null=True)
    began_on = DateField()
    due_on = DateField()
    members = TextField()
    confirmed_at = InstantField()
    confirmed_by = TextField()


class RetentionTakenBack(Table):
    """That a confirmation does not count any more: it was taken back, or what it was of had changed."""

    confirmation = ForeignKeyField(RetentionConfirmation, primary_key=True)
    school = ForeignKeyField(School)
    at = InstantField()
    by = TextField()
