"""Tables of where alerts are sent, and of each one's way there."""

from __future__ import annotations

from peewee import AutoField, CompositeKey, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School, Staff
from server.foundation.database import InstantField, Table, new_id

PUSH, EMAIL = "push", "email"
WAITING, SENT, FAILED, GONE = "waiting", "sent", "failed", "gone"


class PushSubscription(Table):
    """A phone's own address at the push service of its browser, and the keys that only it can open a message with.

    `service` is who runs that address; `origin` is where the phone has the app open, so that a tap leads there.
    `key_id` names the school's key that the browser was given. `posted_at` is when the phone last said that it has it;
    `confirmed_at` when it last said that a push arrived. With `gone_at` it is dead, until the phone posts it again.
    `endpoint` is never logged: whoever knows it can send.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    phone = TextField()
    endpoint = TextField()
    service = TextField()
    origin = TextField()
    p256dh = TextField()
    auth = TextField()
    key_id = TextField()
    made_at = InstantField()
    posted_at = InstantField()
    confirmed_at = InstantField(null=True)
    gone_at = InstantField(null=True)
    gone_why = TextField(default="")


class PushSubscriber(Table):
    """Somebody who opens this phone with a PIN, and is told there."""

    subscription = ForeignKeyField(PushSubscription, backref="subscribers")
    staff = ForeignKeyField(Staff)
    school = ForeignKeyField(School)

    class Meta:
        primary_key = CompositeKey("subscription", "staff")


class Delivery(Table):
    """One alert on its way to one phone or one mailbox. It is marked sent after it was accepted: at least once.

    `text` is which of the two ("now", "today"); `channel` PUSH or EMAIL; `state` WAITING, SENT, FAILED (given up, or
    refused for good) or GONE (the subscription is dead). `error` is a code or a status, never content. `staff` is null
    for a test.
    """

    id = AutoField()
    school = ForeignKeyField(School)
    alert = TextField()
    staff = TextField(null=True)
    subscription = ForeignKeyField(PushSubscription, null=True)
    channel = TextField()
    text = TextField()
    state = TextField(default=WAITING)
    tries = IntegerField(default=0)
    next_try_at = InstantField()
    expires_at = InstantField()
    error = TextField(default="")
    queued_at = InstantField()
    sent_at = InstantField(null=True)
