"""Whom to ring: the school's contacts, as they go onto every phone's school card."""

from __future__ import annotations

from peewee import CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import Table


class Contact(Table):
    """A person or desk to ring, for a role (`base_contact`, `dsl`, `chair`, `lado` ...), and when it was checked."""

    school = ForeignKeyField(School)
    role = TextField()
    position = IntegerField(default=0)
    title = TextField()
    name = TextField()
    number = TextField()
    checked_on = DateField(null=True)

    class Meta:
        primary_key = CompositeKey("school", "role", "position")
