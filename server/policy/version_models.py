"""Tables of the school's policy: its versions, and what waits for a second person. Only added to."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table, new_id


class PolicyVersion(Table):
    """What a school decided from then on; of a school's rows the one of the largest `n` is in force.

    `said` is JSON: {code: {value, sentence, clause}} of every setting known then, and stands for the usual where one is
    missing. `made_by` is a staff id or a name such as `command line`; `seconded_by` who agreed, where that takes two.
    """

    school = ForeignKeyField(School)
    n = IntegerField()
    made_at = InstantField()
    made_by = TextField()
    seconded_by = TextField(null=True)
    reason = TextField(default="")
    preset = TextField(default="")
    said = TextField()

    class Meta:
        primary_key = CompositeKey("school", "n")


class PolicyWish(Table):
    """A change that counts once a second person agrees (R97). `said` as in PolicyVersion, of what it changes alone.

    `on_n` is the version that was in force when it was wished for.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    on_n = IntegerField()
    made_at = InstantField()
    made_by = TextField()
    reason = TextField(default="")
    preset = TextField(default="")
    said = TextField()


class PolicyWishEnd(Table):
    """What became of a wish: `outcome` is agreed, refused or withdrawn. One that has none waits."""

    wish = ForeignKeyField(PolicyWish, primary_key=True)
    school = ForeignKeyField(School)
    at = InstantField()
    by = TextField()
    outcome = TextField()
    why = TextField(default="")
