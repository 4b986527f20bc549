"""Tables of access requests: what was asked, everything done about it, what was found, and the sealed file."""

from __future__ import annotations

from peewee import AutoField, BlobField, DateField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table, new_id
from server.trips.models import Pupil


class AccessRequest(Table):
    """Somebody asks for everything about one child. Only ever added; what changes about it is in its log.

    `pupil` is null for a child who is not on the roll. `name` is the one they go by, `names` others, a line each.
    `asker` is a code of rules.ASKERS. `risk` is what must not reach whom, for those who decide alone; "" for nothing.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    number = IntegerField()
    pupil = ForeignKeyField(Pupil, null=True)
    name = TextField()
    names = TextField()
    asked_by = TextField()
    asker = TextField()
    received_on = DateField()
    scope = TextField()
    risk = TextField()
    opened_at = InstantField()
    opened_by = TextField()

    class Meta:
        indexes = ((("school", "number"), True),)


class AccessAct(Table):
    """One thing done about a request: its log, only ever added to, and never in what goes out (rules.ACT_NAMES).

    `item` is the number of a thing found, 0 for none; `digest` what it said then, or what would have gone out.
    `roles` are those of whoever did it, divided by spaces. `passage` is the text taken out of a thing,
    `called` what the thing is: its own words are gone once the request is closed. `readers` are the thing's.
    """

    n = AutoField()
    school = ForeignKeyField(School)
    request = ForeignKeyField(AccessRequest)
    act = TextField()
    item = IntegerField(default=0)
    digest = TextField(default="")
    words = TextField(default="")
    ground = TextField(default="")
    passage = TextField(default="")
    called = TextField(default="")
    readers = TextField(default="")
    at = InstantField()
    by = TextField()
    roles = TextField()


class AccessItem(Table):
    """One thing found, as it was when everything was last looked through: a working copy that goes with the closing.

    `facts` and `plain` are [[name, words], …] in JSON (accounts/about_child.py), `readers` roles divided by spaces.
    `how` is filed (under this pupil), other (under another of the name), named (words name somebody so) or with (it
    belongs to a record that was found). `digest` is of what it says. `record` is the id of the record that it is, which
    is not destroyed meanwhile (server/retention/holds.py).
    """

    n = AutoField()
    school = ForeignKeyField(School)
    request = ForeignKeyField(AccessRequest)
    number = IntegerField()
    key = TextField()
    part = TextField()
    title = TextField()
    at = InstantField()
    facts = TextField()
    plain = TextField()
    trip = TextField(null=True)
    how = TextField()
    readers = TextField()
    digest = TextField()
    record = TextField(null=True)

    class Meta:
        indexes = ((("request", "key"), True), (("request", "number"), True))


class AccessStanding(Table):
    """How a request stands, drawn from its log with each act, so that To do need not read the log.

    `due_on` is null while nothing is due: its clock stands, or it was given or closed. `signed_by` is the first of two,
    "" where nobody has signed.
    """

    request = ForeignKeyField(AccessRequest, primary_key=True)
    school = ForeignKeyField(School)
    due_on = DateField(null=True)
    signed_by = TextField()
    changed_at = InstantField()


class AccessFile(Table):
    """The sealed file of a request, until it is closed. What opens it is kept nowhere."""

    request = ForeignKeyField(AccessRequest, primary_key=True)
    school = ForeignKeyField(School)
    sealed = BlobField()
    digest = TextField()
    sealed_at = InstantField()
