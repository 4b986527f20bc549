"""Tables of pupils and trips."""

from __future__ import annotations

from peewee import BooleanField, CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School, Staff
from server.foundation.database import InstantField, Table, new_id
from server.phones.models import Phone
from server.policy.models import Authority


class Pupil(Table):
    """A pupil on the roll. `upn`, `admission_number` and `date_of_birth` are what lists know them by, where known.

    `authority` is the local authority where they live, where somebody said so.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    first_name = TextField()
    last_name = TextField()
    class_name = TextField()
    upn = TextField(null=True)
    admission_number = TextField(null=True)
    date_of_birth = DateField(null=True)
    authority = ForeignKeyField(Authority, null=True)


class PupilContact(Table):
    """Whom to ring for a pupil, in order. `is_not_to_ring` is the DSL's mark, and gives no reason."""

    pupil = ForeignKeyField(Pupil)
    position = IntegerField()
    school = ForeignKeyField(School)
    name = TextField()
    relation = TextField()
    number = TextField()
    is_not_to_ring = BooleanField(default=False)

    class Meta:
        primary_key = CompositeKey("pupil", "position")


class PupilCare(Table):
    """What to watch for with a pupil, in plain words ("Inhaler with Miss Khan"): never a diagnosis."""

    pupil = ForeignKeyField(Pupil, primary_key=True)
    school = ForeignKeyField(School)
    words = TextField()


class Trip(Table):
    """A trip. `starts_on` and `ends_on` are dates at the school, both included.

    `carries_contacts` and `carries_care`: whether today's list names whom to ring for a pupil, and what to watch for.
    `country` is of ISO 3166-1 (two letters), `time_zone` of IANA; the days above stay the school's.
    `leaves_at` and `returns_at`: when it sets out and is due back, where known. `swims`: what that means for photos is
    the school's setting. `base_contact` is who is rung for it, by `number_24h` where it has a number of its own.
    `archived_at`: out of every list since then, and kept. `group_names`: what its pupils can be counted in, such as
    "Coach 1", a line each (server/trips/groups.py).
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    title = TextField()
    place = TextField()
    starts_on = DateField()
    ends_on = DateField()
    made_at = InstantField()
    carries_contacts = BooleanField(default=False)
    carries_care = BooleanField(default=False)
    country = TextField(default="GB")
    time_zone = TextField(default="Europe/London")
    leaves_at = InstantField(null=True)
    returns_at = InstantField(null=True)
    swims = BooleanField(default=False)
    base_contact = ForeignKeyField(Staff, null=True)
    number_24h = TextField(default="")
    archived_at = InstantField(null=True)
    group_names = TextField(default="")


class TripPupil(Table):
    """A pupil on a trip, in one of its groups ("Coach 1"), or in none ("")."""

    trip = ForeignKeyField(Trip)
    pupil = ForeignKeyField(Pupil)
    school = ForeignKeyField(School)
    group_name = TextField(default="")

    class Meta:
        primary_key = CompositeKey("trip", "pupil")


class TripStaff(Table):
    """A member of staff on a trip; `part` is leader or staff."""

    trip = ForeignKeyField(Trip)
    staff = ForeignKeyField(Staff)
    part = TextField(default="staff")
    school = ForeignKeyField(School)

    class Meta:
        primary_key = CompositeKey("trip", "staff")


class TripPhone(Table):
    """A phone that goes on a trip."""

    trip = ForeignKeyField(Trip)
    phone = ForeignKeyField(Phone)
    school = ForeignKeyField(School)

    class Meta:
        primary_key = CompositeKey("trip", "phone")


class ListGiven(Table):
    """A trip's list, told from others by its tag, as one person on one phone has it.

    They were first given it at `first_at`, and last given it or told that it still holds at `last_at`.
    """

    trip = ForeignKeyField(Trip)
    phone = ForeignKeyField(Phone)
    staff = ForeignKeyField(Staff)
    tag = TextField()
    school = ForeignKeyField(School)
    first_at = InstantField()
    last_at = InstantField()

    class Meta:
        primary_key = CompositeKey("trip", "phone", "staff", "tag")


class TripDelay(Table):
    """A phone's word that a trip runs late, and until when it opens without the school."""

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    phone = TextField()
    until = InstantField()
    told_at = InstantField()


class DepartureCheck(Table):
    """What somebody found of a phone before it left with a trip, as its record says; `n` is the record's arrival.

    `charge` in percent; `list_as_at` is when the list on it was made, null where it had none; `openers` counts those
    who need no signal to open it; `not_well` names in JSON what was wanting, `why` why they left.
    """

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    phone = TextField()
    staff = TextField(null=True)
    checked_at = InstantField()
    told_at = InstantField()
    in_hand = BooleanField(null=True)
    charge = IntegerField(null=True)
    list_as_at = InstantField(null=True)
    openers = IntegerField()
    rings = BooleanField()
    not_well = TextField()
    why = TextField(null=True)


class TripJoiner(Table):
    """Somebody who joins one trip: a supply teacher, with an account that ends with it, or a helper without one.

    `has_assured`: they have said that their own phone stays off near pupils (R21).
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    part = TextField()
    name = TextField()
    staff = ForeignKeyField(Staff, null=True)
    has_assured = BooleanField(default=False)
    added_at = InstantField()
    added_by = TextField()
    ended_at = InstantField(null=True)
