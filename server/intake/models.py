"""Tables of what phones announced and sent. Rows and bytes apart; both append-only, but for the state of opening."""

from __future__ import annotations

from peewee import AutoField, BlobField, BooleanField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table


class Envelope(Table):
    """Sealed bytes as they arrived. `n` is this server's arrival number; `flags` are codes, space-separated."""

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    phone = TextField()
    type = TextField()
    id = TextField()
    digest = TextField()
    size = IntegerField()
    chain = TextField()
    seq = IntegerField()
    trip = TextField(null=True)
    kid = TextField()
    flags = TextField(default="")
    received_at = InstantField()


class EnvelopeBytes(Table):
    """The sealed bytes of a record (a blob's are a file). Destroyed only by the retention path."""

    envelope = ForeignKeyField(Envelope, primary_key=True)
    school = ForeignKeyField(School)
    sealed = BlobField()


class Opening(Table):
    """What came of opening an envelope: waiting, opened or held, with the reason. May be run again.

    `chair`: it is for the chair alone, who was told; it is opened when the chair looks, and not kept open.
    """

    envelope = ForeignKeyField(Envelope, primary_key=True)
    school = ForeignKeyField(School)
    state = TextField(default="waiting")
    reason = TextField(null=True)
    opened_at = InstantField(null=True)


class Record(Table):
    """An opened record: what was written, by whom, when by the phone's clock. JSON columns are ASCII-escaped.

    `signed_by` is the member of staff whose key on that phone signed it; null means "author not verified".
    """

    envelope = ForeignKeyField(Envelope, primary_key=True)
    school = ForeignKeyField(School)
    id = TextField()
    kind = TextField(null=True)
    version = IntegerField(null=True)
    trip = TextField(null=True)
    body = TextField()
    actor = TextField()
    photos = TextField()
    clock = TextField()
    app = TextField()
    recorded_at = InstantField(null=True)
    signed_by = TextField(null=True)


class Authorship(Table):
    """What somebody, by a signed record, says of another: that it is theirs, or that it is not."""

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    record = TextField(index=True)
    staff = TextField()
    is_confirmed = BooleanField()
    said_at = InstantField()


class Tombstone(Table):
    """What is left of an arrival whose bytes and words were destroyed; its envelope stays. Append-only (ADR 0066).

    `sha256` is of the sealed bytes as they came. A trigger holds that two people were needed.
    """

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    type = TextField()
    id = TextField()
    kind = TextField(null=True)
    trip = TextField(null=True)
    sha256 = TextField()
    confirmation_id = TextField()
    destroyed_at = InstantField()
    destroyed_by = TextField()


class TombstoneSwept(Table):
    """That the file and the second copy of what was destroyed are gone as well."""

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    at = InstantField()


class Chain(Table):
    """A phone's numbering. `next_seq` is the highest next number it ever told; `is_apart` the chain listed second."""

    chain = TextField(primary_key=True)
    school = ForeignKeyField(School)
    phone = TextField()
    is_apart = BooleanField(default=False)
    next_seq = IntegerField(default=1)
    first_seen_at = InstantField()
    seen_at = InstantField()


class ChainWord(Table):
    """A phone's last word on one numbering: its next number, and how much waited (`pending`).

    `shrank_at` is when a next number was last told that is lower than the one before it.
    """

    chain = TextField(primary_key=True)
    school = ForeignKeyField(School)
    phone = TextField()
    told_at = InstantField()
    next_seq = IntegerField()
    pending = IntegerField()
    shrank_at = InstantField(null=True)


class Announcement(Table):
    """A phone's word that something exists, given before its bytes come, so that a loss can be named."""

    id = AutoField()
    school = ForeignKeyField(School)
    phone = TextField()
    chain = TextField()
    seq = IntegerField()
    type = TextField()
    record_id = TextField()
    trip = TextField(null=True)
    digest = TextField()
    size = IntegerField()
    announced_at = InstantField()

    class Meta:
        indexes = ((("chain", "seq", "type", "record_id", "digest"), True),)


class PhoneContact(Table):
    """The last time a phone reported, and what it said of itself. `clock_ahead_seconds` is its clock less ours.

    `waiting` counts all that waits on it, `waiting_apart` what of that is for the chair alone.
    """

    phone = TextField(primary_key=True)
    school = ForeignKeyField(School)
    heard_at = InstantField()
    waiting = IntegerField(default=0)
    waiting_apart = IntegerField(default=0)
    odd_items = IntegerField(default=0)
    is_persisted = BooleanField(null=True)
    usage_bytes = IntegerField(null=True)
    app = TextField(default="")
    clock_ahead_seconds = IntegerField(null=True)
    seen_epoch = TextField(null=True)
    seen_n = IntegerField(null=True)


class SecondCopy(Table):
    """How far the second copy has come: every envelope up to `settled_n` was written, synced and read back."""

    epoch = TextField(primary_key=True)
    settled_n = IntegerField(default=0)
    segment = TextField(default="")
    length_bytes = IntegerField(default=0)
