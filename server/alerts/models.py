"""Tables of alerts: what was raised, who was told, what they did."""

from __future__ import annotations

import secrets

from peewee import AutoField, BooleanField, CompositeKey, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School, Staff
from server.foundation.database import InstantField, Table


def opaque_id() -> str:
    """A fresh random id of 32 hex digits: it leaves the school in pushes and says nothing."""
    return secrets.token_hex(16)


class Alert(Table):
    """Something somebody has to hear of. `kind` is a record's or a code (`phone.silent`), `subject` what it is about.

    `about_staff` is never told, `about_role` neither; `is_apart` (about the headteacher) is seen by its recipients
    alone. `urgency` is now or today. `due_at` is when the next person is told, null when nobody is left to tell or
    somebody took it; `step` counts how far up that has come. Of one subject there is one alert.
    """

    id = TextField(primary_key=True, default=opaque_id)
    school = ForeignKeyField(School)
    kind = TextField()
    subject = TextField()
    trip = TextField(null=True)
    category = TextField(null=True)
    severity = TextField(null=True)
    about_role = TextField(null=True)
    about_staff = TextField(null=True)
    is_apart = BooleanField(default=False)
    urgency = TextField()
    raised_at = InstantField()
    due_at = InstantField(null=True)
    step = IntegerField(default=0)
    closed_at = InstantField(null=True)

    class Meta:
        indexes = ((("school", "kind", "subject"), True),)


class AlertRecipient(Table):
    """Somebody who was told, as what (`role`), and when they opened it and took it up."""

    alert = ForeignKeyField(Alert)
    staff = ForeignKeyField(Staff)
    school = ForeignKeyField(School)
    role = TextField()
    step = IntegerField(default=0)
    told_at = InstantField()
    opened_at = InstantField(null=True)
    taken_at = InstantField(null=True)

    class Meta:
        primary_key = CompositeKey("alert", "staff")


class AlertAct(Table):
    """What was done about an alert: raised, told, opened, taken, handed_on, let_go, closed, escalated or nobody.

    Only added to. `staff` is null where the clock or a record did it. `alone_because`: why one person alone closed
    what takes two; governors read it.
    """

    id = AutoField()
    alert = ForeignKeyField(Alert)
    school = ForeignKeyField(School)
    staff = TextField(null=True)
    act = TextField()
    words = TextField(default="")
    alone_because = TextField(default="")
    to_staff = TextField(null=True)
    at = InstantField()
