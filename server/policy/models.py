"""Whom to ring: the school's contacts and those of local authorities, as they go onto every phone's school card."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table, new_id


class Authority(Table):
    """A local authority that the school deals with: its own, or where a pupil lives. `nation` is a key of NATIONS."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    name = TextField()
    nation = TextField(default="england")


class Contact(Table):
    """A person or desk to ring, for a role (`base_contact`, `dsl`, `chair`, `lado` ...), and when it was checked.

    `part` is whose it is: `school`; `authority`, which one `authority` says; or `national`, where `role` is the code of
    a national body and the row stands for what the release says of it. Of a `trip`'s own none is kept. `address` is a
    web address or "".
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    part = TextField(default="school")
    authority = ForeignKeyField(Authority, null=True)
    role = TextField()
    position = IntegerField(default=0)
    title = TextField()
    name = TextField()
    number = TextField()
    address = TextField(default="")
    checked_on = DateField(null=True)

    @property
    def key(self) -> str:
        """What its pages' addresses say of it: a national body's code, kept here or not; any other's id."""
        return str(self.role if self.part == "national" else self.id)


class ContactRules(Table):
    """What the school said of itself: its nation, its own local authority, and after how many days a check is over."""

    school = ForeignKeyField(School, primary_key=True)
    nation = TextField()
    authority = ForeignKeyField(Authority, null=True)
    check_days = IntegerField()


class ContactChange(Table):
    """Who changed what of a contact, for good. `what` holds pairs [before, after] in words by the field's name."""

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    subject = TextField()
    at = InstantField()
    by = TextField()
    what = TextField()
