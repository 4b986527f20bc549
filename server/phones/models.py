"""Tables of the school's phones and how each was set up."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table, new_id


class Phone(Table):
    """A school phone or iPad. `ready_at` is when the school first opened a test message it sealed."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    name = TextField()
    make_and_model = TextField(default="")
    number = TextField(default="")
    added_at = InstantField()
    set_up_at = InstantField(null=True)
    ready_at = InstantField(null=True)
    revoked_at = InstantField(null=True)

    class Meta:
        indexes = ((("school", "name"), True),)


class EnrolmentCode(Table):
    """A one-time set-up code, kept hashed. The first phone to use it binds it to that phone's nonce."""

    code_hash = TextField(primary_key=True)
    school = ForeignKeyField(School)
    phone = ForeignKeyField(Phone)
    made_at = InstantField()
    expires_at = InstantField()
    nonce = TextField(null=True)
    used_at = InstantField(null=True)


class PhoneCredential(Table):
    """What a set-up phone's cookie proves, kept hashed. Setting up again adds one; the older stay good."""

    token_hash = TextField(primary_key=True)
    school = ForeignKeyField(School)
    phone = ForeignKeyField(Phone)
    made_at = InstantField()
