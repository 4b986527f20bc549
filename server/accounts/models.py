"""Tables of the school, its staff and their sign-ins."""

from __future__ import annotations

from peewee import AutoField, BlobField, BooleanField, CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from server.foundation.database import InstantField, Table, new_id


class School(Table):
    """A school. `is_demo` puts "nobody here is real" on every page."""

    id = TextField(primary_key=True, default=new_id)
    name = TextField()
    is_demo = BooleanField(default=False)
    made_at = InstantField()


class Staff(Table):
    """A member of staff with an account. A disabled one keeps their records and loses every way in.

    `ends_at`: somebody who is here for a trip or some days, by a code; their e-mail is their id, which nobody can write
    to. It opens nothing from then on; `closed_at` is when what it had opened was ended.
    `password_hash` is empty where nobody has chosen one yet.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    name = TextField()
    email = TextField(unique=True)
    password_hash = TextField()
    password_changed_at = InstantField()
    is_active = BooleanField(default=True)
    made_at = InstantField()
    ends_at = InstantField(null=True)
    closed_at = InstantField(null=True)


class StaffRole(Table):
    """A role somebody holds; one person may hold several."""

    staff = ForeignKeyField(Staff, backref="held_roles")
    role = TextField()
    school = ForeignKeyField(School)

    class Meta:
        primary_key = CompositeKey("staff", "role")


class RoleWish(Table):
    """A role that somebody may not give, or take away, alone: it is done once a second person agrees.

    Null `ended_at`: it waits. `is_given`: they agreed, whichever of the two it was.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    role = TextField()
    wished_by = TextField()
    wished_at = InstantField()
    ended_by = TextField(null=True)
    ended_at = InstantField(null=True)
    is_given = BooleanField(default=False)
    takes_away = BooleanField(default=False)


# Where somebody is signed in on a phone that is not the school's.
OWN_PHONE = "own phone"


class SignIn(Table):
    """One sign-in: to the office in a browser, or on a phone. Ended, it stays ended.

    `phone` is the school phone's id, OWN_PHONE on somebody's own, null in the office.
    `token_hash` is the hex SHA-256 of what the browser's cookie holds; `id` is how a page names it. `browser` is in
    words ("Chrome on Windows"). `ended_by` is who ended it from the office; null where it was signed out of.
    """

    token_hash = TextField(primary_key=True)
    id = TextField(unique=True, default=new_id)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    phone = TextField(null=True)
    browser = TextField(default="")
    started_at = InstantField()
    seen_at = InstantField()
    ended_at = InstantField(null=True)
    ended_by = TextField(null=True)


class FailedSignIn(Table):
    """A wrong password or reset code. All three marks are keyed digests.

    `account` is of the address typed, `came_from` of the phone, browser or network address; `place` is the same where
    it is counted by itself, and empty where strangers are counted together.
    """

    id = AutoField()
    school = ForeignKeyField(School)
    account = TextField()
    came_from = TextField()
    place = TextField(default="")
    failed_at = InstantField()


class KnownBrowser(Table):
    """A browser in which somebody has signed in before: wrong passwords typed elsewhere do not shut it."""

    token_hash = TextField()
    staff = ForeignKeyField(Staff)
    school = ForeignKeyField(School)
    seen_at = InstantField()

    class Meta:
        primary_key = CompositeKey("token_hash", "staff")


class PasswordReset(Table):
    """A one-time reset code, kept hashed. `made_by` is a staff id or `command line`."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    code_hash = TextField()
    made_by = TextField()
    made_at = InstantField()
    expires_at = InstantField()
    used_at = InstantField(null=True)


class SignInRules(Table):
    """The school's own choice: after how many days a password ends; null is never. No row is the same as never."""

    school = ForeignKeyField(School, primary_key=True)
    password_days = IntegerField(null=True)
    changed_at = InstantField()


class Agreement(Table):
    """One version of what staff agree to (R86). A version never changes; the highest is the one in force.

    `changed` is a JSON list of what changed of the school's policy, in words, where the version was made for that.
    """

    school = ForeignKeyField(School)
    version = IntegerField()
    text = TextField()
    changed = TextField(default="")
    made_at = InstantField()
    made_by = TextField()

    class Meta:
        primary_key = CompositeKey("school", "version")


class AgreementSignature(Table):
    """Somebody signed a version, in the office or on a phone. Signatures are only added."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    version = IntegerField()
    signed_at = InstantField()
    phone = TextField(null=True)


class Passkey(Table):
    """A passkey or security key of somebody's. `site` is the host it was made for: it works at no other.

    `credential` is its id as the browser says it (base64url); `public_key` is COSE. `name` is its owner's.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    name = TextField()
    credential = TextField(unique=True)
    public_key = BlobField()
    sign_count = IntegerField()
    site = TextField()
    added_at = InstantField()
    used_at = InstantField(null=True)


class SheetCode(Table):
    """One of the ten codes of somebody's sheet, kept hashed. All of a sheet share their salt: one check finds one."""

    code_hash = TextField(primary_key=True)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    made_at = InstantField()
    used_at = InstantField(null=True)


class Challenge(Table):
    """A question put to a passkey and not answered yet. Its row goes with the first answer, right or wrong."""

    challenge_hash = TextField(primary_key=True)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    purpose = TextField()
    expires_at = InstantField()


class SecondFactorRemoval(Table):
    """Somebody took away another's whole second step. `removed_by` is a staff id or `command line`."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    removed_by = TextField()
    removed_at = InstantField()


class SecondFactorRules(Table):
    """The school's own choice: whether some roles must have a second step. No row is the same as no."""

    school = ForeignKeyField(School, primary_key=True)
    is_required = BooleanField()
    changed_at = InstantField()


class AccessReview(Table):
    """Somebody looked at who can see what, and said so. Only added to; the last row counts.

    `seen` is a JSON object: what they had before them, each account in use with its roles, by its id.
    """

    n = AutoField()
    school = ForeignKeyField(School)
    at = InstantField()
    by = TextField()
    words = TextField()
    seen = TextField()
    next_due = DateField()


class JoiningCode(Table):
    """A code that signs somebody in on one school phone for one trip, kept hashed. `phone` is where it was used."""

    code_hash = TextField(primary_key=True)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    made_at = InstantField()
    expires_at = InstantField()
    phone = TextField(null=True)
    used_at = InstantField(null=True)
