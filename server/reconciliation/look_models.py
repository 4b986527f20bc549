"""The table of who looked at the day's board, and when."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField

from server.accounts.models import School, Staff
from server.foundation.database import InstantField, Table


class BoardLook(Table):
    """Somebody's looks, one row a person: new to them is what arrived after number `seen_n`, last seen at `seen_at`.

    `latest_n` and `looked_at` are of their last look, with which the next visit begins.
    """

    staff = ForeignKeyField(Staff, primary_key=True)
    school = ForeignKeyField(School)
    seen_n = IntegerField()
    seen_at = InstantField()
    latest_n = IntegerField()
    looked_at = InstantField()
