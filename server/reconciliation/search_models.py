"""What somebody in the office looks for, kept for an hour: its address names no one, and back and reload work."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from server.accounts.models import School, Staff
from server.foundation.database import InstantField, Table, new_id


class OfficeSearch(Table):
    """The words of one search, for whoever typed them alone."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    words = TextField()
    asked_at = InstantField()
