"""Tables of the policy's yearly review, and of national texts that the school has read. Only added to."""

from __future__ import annotations

from peewee import AutoField, DateField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table


class PolicyReview(Table):
    """Somebody reviewed the policy: version `policy_n`, and what happened from `first_on` until then.

    `outcome` is a key of OUTCOMES, `words` what was looked at and agreed. The last row counts.
    """

    n = AutoField()
    school = ForeignKeyField(School)
    first_on = DateField()
    policy_n = IntegerField()
    at = InstantField()
    by = TextField()
    outcome = TextField()
    words = TextField()
    next_due = DateField()


class NationalTextRead(Table):
    """The school has read an edition of a national text, newer than was known here; `words` say what it changes."""

    n = AutoField()
    school = ForeignKeyField(School)
    code = TextField()
    dated = DateField()
    at = InstantField()
    by = TextField()
    words = TextField()
