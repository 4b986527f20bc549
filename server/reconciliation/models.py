"""What people decided of held items: added to, never changed."""

from __future__ import annotations

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table
from server.intake.models import Envelope


class HeldDecision(Table):
    """One decision of a held item; the latest counts. `answer` is one of decision_rules, `reason` why, as written.

    `after_n` is the decision that whoever decided had in sight, 0 for none: of two at once the second does not fit.
    Assigned, `trip` or `staff` or both say where to; `counts_n` is the arrival number of the version that counts.
    """

    n = AutoField()
    school = ForeignKeyField(School)
    envelope = ForeignKeyField(Envelope)
    after_n = IntegerField()
    answer = TextField()
    trip = TextField(null=True)
    staff = TextField(null=True)
    counts_n = IntegerField(null=True)
    reason = TextField()
    decided_by = TextField()
    decided_at = InstantField()

    class Meta:
        indexes = ((("envelope", "after_n"), True),)
