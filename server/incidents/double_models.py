"""What people decided of two reports that may be of one event: added to, never changed."""

from __future__ import annotations

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table


class DoubleDecision(Table):
    """One decision of a pair; the latest counts. `one` and `other` are incidents' ids in their own order.

    Linked they are two adults' reports of one event, otherwise two events. `after_n` is the decision that whoever
    decided had in sight, 0 for none.
    """

    n = AutoField()
    school = ForeignKeyField(School)
    one = TextField()
    other = TextField()
    after_n = IntegerField()
    is_linked = BooleanField()
    reason = TextField()
    decided_by = TextField()
    decided_at = InstantField()

    class Meta:
        indexes = ((("school", "one", "other", "after_n"), True),)
