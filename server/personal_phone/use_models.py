"""Tables of own phones used: what is listed of each record, who took its report up, what came of it.

What was said stays in the record alone. No row holds the number of whose phone it was (R54).
"""

from __future__ import annotations

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School, Staff
from server.foundation.database import InstantField, Table


class OwnPhoneUse(Table):
    """One use, as its record tells it; `n` is the record's arrival.

    `staff` is whose phone it was, `author` who wrote it, both staff ids, null where not known; `is_heads` that it was a
    headteacher's. `called_number` is in national or 00 form where it is a number, otherwise as written. `flags` are
    codes of use_rules, space-separated. `is_unfinished`: a draft that came as it stood.
    """

    id = TextField(primary_key=True)
    school = ForeignKeyField(School)
    n = IntegerField(unique=True)
    trip = TextField(null=True)
    phone = TextField()
    staff = TextField(null=True)
    author = TextField(null=True)
    typed_name = TextField(default="")
    is_heads = BooleanField(default=False)
    began_at = InstantField(null=True)
    ended_at = InstantField(null=True)
    is_timed = BooleanField(default=False)
    called = TextField(null=True)
    called_role = TextField(null=True)
    called_name = TextField(default="")
    called_number = TextField(default="")
    withheld = TextField(null=True)
    agreed = TextField(null=True)
    photographs_taken = BooleanField(null=True)
    written_on = TextField(null=True)
    recorded_at = InstantField(null=True)
    received_at = InstantField()
    flags = TextField(default="")
    is_unfinished = BooleanField(default=False)


class OwnPhoneTakeUp(Table):
    """Who took the report of a use up (R52). The first one stands."""

    use = ForeignKeyField(OwnPhoneUse, primary_key=True)
    school = ForeignKeyField(School)
    at = InstantField()
    by = TextField()


class OwnPhoneOutcome(Table):
    """What came of a report (R59). One that was put right has another behind it."""

    n = AutoField()
    school = ForeignKeyField(School)
    use = ForeignKeyField(OwnPhoneUse)
    at = InstantField()
    by = TextField()
    words = TextField()


class OwnNumberMark(Table):
    """A keyed mark by which a log knows somebody's own number and leaves it out; the number itself is kept nowhere.

    `mark` holds one of each number that they gave, the newest first, space-separated.
    """

    staff = ForeignKeyField(Staff, primary_key=True)
    school = ForeignKeyField(School)
    mark = TextField()
    marked_at = InstantField()
