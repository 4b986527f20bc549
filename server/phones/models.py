"""Tables of the school's phones and how each was set up."""

from __future__ import annotations

from peewee import AutoField, BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School, Staff
from server.foundation.database import InstantField, Table, new_id


class Phone(Table):
    """A school phone or iPad. `ready_at` is when the school first opened a test message it sealed.

    `number` is its own; `can_ring` is false for an iPad without a SIM. `custody_confirmed_at` is when the network
    manager last said that they can get into the handset (R9), never how. `revoked_at`: lost, or out of use.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    name = TextField()
    make_and_model = TextField(default="")
    number = TextField(default="")
    added_at = InstantField()
    set_up_at = InstantField(null=True)
    ready_at = InstantField(null=True)
    revoked_at = InstantField(null=True)
    serial_number = TextField(default="")
    asset_tag = TextField(default="")
    sim = TextField(default="")
    can_ring = BooleanField(default=False)
    custody_confirmed_at = InstantField(null=True)
    custody_confirmed_by = TextField(null=True)

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


class Unlock(Table):
    """Somebody's own way into one phone: their PIN's proof, the share it releases, and their keys' public halves.

    `seal_key` and `sign_key` are JSON Web Keys; `salt` and `share` are base64url. `proof_hash` is argon2id. One that
    ended keeps its keys, so that what it signed can still be told; its share and rescue code are gone.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    phone = ForeignKeyField(Phone)
    seal_key = TextField()
    sign_key = TextField()
    salt = TextField()
    rounds = IntegerField()
    proof_hash = TextField()
    share = TextField()
    rescue_code = TextField(null=True)
    wrong_tries = IntegerField(default=0)
    made_at = InstantField()
    opened_at = InstantField(null=True)
    ended_at = InstantField(null=True)
    ended_why = TextField(null=True)


class DataIncident(Table):
    """A lost phone as the data incident it may be (R92): by `decide_by` somebody decides whether to tell."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    phone = ForeignKeyField(Phone)
    opened_by = TextField()
    opened_at = InstantField()
    decide_by = InstantField()
    decision = TextField(null=True)
    reason = TextField(null=True)
    decided_by = TextField(null=True)
    decided_at = InstantField(null=True)


class PhoneLoan(Table):
    """Somebody has had a phone, from when until when, and for which trip (R7). At most one loan of a phone is out.

    At the hand-back `wiped` says whether nothing of theirs is left on the handset: no account, no passcode that the
    school does not know (R12); `note` is what else there was to say.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    phone = ForeignKeyField(Phone)
    staff = ForeignKeyField(Staff)
    out_at = InstantField()
    out_by = TextField()
    trip = TextField(null=True)
    back_at = InstantField(null=True)
    back_by = TextField(null=True)
    wiped = BooleanField(null=True)
    note = TextField(default="")


class StaffDevice(Table):
    """A device of somebody's own that the school agreed to (R8): by whom and on which date, and until when it held.

    Never its number and never its serial number: it is not the school's.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    staff = ForeignKeyField(Staff)
    make_and_model = TextField()
    agreed_by = ForeignKeyField(Staff, backref="devices_agreed_to")
    agreed_on = DateField()
    added_at = InstantField()
    added_by = TextField()
    ended_at = InstantField(null=True)
    ended_by = TextField(null=True)


class PhoneCharge(Table):
    """How full a phone was, in percent, when somebody noted it (R2). `noted_as` is the role they did it in."""

    id = AutoField()
    school = ForeignKeyField(School)
    phone = ForeignKeyField(Phone)
    percent = IntegerField()
    noted_at = InstantField()
    noted_by = ForeignKeyField(Staff, column_name="noted_by")
    noted_as = TextField()


class SetUpCheck(Table):
    """What was found of a phone at its set-up check, as its record says; `n` is the record's arrival.

    `staff` is who says they made it; `counts` whether that was the network manager, by a signature or a sign-in.
    `answers` holds in JSON true, false or null by the point's name, `notes` what was said of it.
    """

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    phone = TextField()
    staff = TextField(null=True)
    counts = BooleanField()
    checked_at = InstantField()
    told_at = InstantField()
    answers = TextField()
    notes = TextField()
