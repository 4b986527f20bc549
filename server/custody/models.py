"""What is known of items taken, drawn from records; names and words stay in the records alone. And what is held."""

from __future__ import annotations

from peewee import BooleanField, CompositeKey, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table


class CustodyLink(Table):
    """One record of custody. `n` is its arrival number, `at` when it says it was, `item` the item it names.

    `item` is null for a search that names none. `bag` is as typed. `thing` is a code of what was taken or searched,
    `outcome` one of a search.
    """

    school = ForeignKeyField(School)
    id = TextField()
    n = IntegerField(unique=True)
    item = TextField(null=True)
    kind = TextField()
    trip = TextField(null=True)
    phone = TextField()
    incident = TextField(null=True)
    bag = TextField(null=True)
    thing = TextField(null=True)
    outcome = TextField(null=True)
    at = InstantField()
    recorded_at = InstantField(null=True)
    received_at = InstantField()
    is_unfinished = BooleanField(default=False)

    class Meta:
        primary_key = CompositeKey("school", "id")


class CustodyItem(Table):
    """One item as its records have it so far, worked out anew with each. `id` is that of the record that took it.

    `bag` is a code that can be shown to anybody, "" for none; `faults` are codes of chain_rules, divided by spaces.
    """

    school = ForeignKeyField(School)
    id = TextField()
    trip = TextField(null=True)
    bag = TextField()
    thing = TextField(null=True)
    state = TextField()
    since = InstantField()
    ended_at = InstantField(null=True)
    faults = TextField()
    has_same_bag = BooleanField(default=False)

    class Meta:
        primary_key = CompositeKey("school", "id")


class PoliceHold(Table):
    """That an item was handed to the police, by which record: nothing of it goes from then on (R73). Append-only."""

    school = ForeignKeyField(School)
    item = TextField()
    because = TextField()
    held_at = InstantField()

    class Meta:
        primary_key = CompositeKey("school", "item", "because")
