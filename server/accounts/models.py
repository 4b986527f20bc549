"""Tables of the school, its staff and their sign-ins."""

from __future__ import annotations

from peewee import AutoField, BooleanField, CompositeKey, ForeignKeyField, TextField

from server.foundation.database import InstantField, Table, new_id


class School(Table):
    """A school. `is_demo` puts "nobody here is real" on every page."""

    id = TextField(primary_key=True, default=new_id)
    name = TextField()
    is_demo = BooleanField(default=False)
    made_at = InstantField()


class Staff(Table):
    """A member of staff with an account. A disabled one keeps their records and loses every way in."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    name = TextField()
    email = TextField(unique=True)
    password_hash = TextField()
    is_active = BooleanField(default=True)
    made_at = InstantField()


class StaffRole(Table):
    """A role somebody holds; one person may hold several."""

    staff = ForeignKeyField(Staff, backref="held_roles")
    role = TextField()
    school = ForeignKeyField(School)

    class Meta:
        primary_key = CompositeKey("staff", "role")


class SignIn(Table):
    """One sign-in: to the office in a browser, or on a phone (then `phone` is its id). Ended, it stays ended.

    `token_hash` is the hex SHA-256 of what the browser's cookie holds.
    """

    token_hash = TextField(primary_key=True)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    phone = TextField(null=True)
    started_at = InstantField()
    seen_at = InstantField()
    ended_at = InstantField(null=True)


class FailedSignIn(Table):
    """A wrong password. `account` and `came_from` are keyed digests of the address typed and of the network address."""

    id = AutoField()
    school = ForeignKeyField(School)
    account = TextField()
    came_from = TextField()
    failed_at = InstantField()
