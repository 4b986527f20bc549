"""Tables of photos. No row holds a picture: its sealed bytes are the blob's file, opened for each look."""

from __future__ import annotations

from peewee import AutoField, BooleanField, CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from server.accounts.models import School
from server.foundation.database import InstantField, Table, new_id
from server.trips.models import Pupil, Trip


class Photo(Table):
    """A photo that a record tells of, whether or not its bytes have come. `id` is its blob's, `n` the record's arrival.

    `sha256` and `size` are of the picture before it was sealed. While there is a `held_reason` it is in no gallery.
    """

    id = TextField(primary_key=True)
    school = ForeignKeyField(School)
    record = TextField()
    n = IntegerField()
    trip = TextField(null=True)
    phone = TextField()
    staff = TextField(null=True)
    check_id = TextField(null=True)
    purpose = TextField(null=True)
    place = TextField(null=True)
    justification = TextField(null=True)
    activity = TextField(null=True)
    destination = TextField(null=True)
    has_nobody = BooleanField(default=False)
    list_as_at = InstantField(null=True)
    taken_at = InstantField()
    width = IntegerField()
    height = IntegerField()
    sha256 = TextField()
    size = IntegerField()
    received_at = InstantField()
    held_reason = TextField(null=True)


class PhotoPupil(Table):
    """Somebody in a photo, by the key that the phone's list had for them; `pupil` is null where no pupil has it."""

    photo = TextField()
    key = TextField()
    school = ForeignKeyField(School)
    pupil = ForeignKeyField(Pupil, null=True)

    class Meta:
        primary_key = CompositeKey("photo", "key")


class PhotoFile(Table):
    """A blob that came and opened: what it holds, told by its digest. It may come before the record that names it."""

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    photo = TextField(index=True)
    sha256 = TextField()
    size = IntegerField()
    received_at = InstantField()


class PhotoErasure(Table):
    """A phone's word that a photo is gone from it."""

    n = IntegerField(primary_key=True)
    school = ForeignKeyField(School)
    photo = TextField(index=True)
    phone = TextField()
    digest = TextField()
    erased_at = InstantField()
    told_at = InstantField()


class PhotoViewing(Table):
    """Somebody looks at photos: which (`scope` and `subject`) and what for. `subject` of a sample is a list in JSON."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    staff = TextField()
    scope = TextField()
    subject = TextField()
    why = TextField()
    words = TextField()
    begun_at = InstantField()


class PhotoView(Table):
    """One photo that was opened in a viewing."""

    viewing = ForeignKeyField(PhotoViewing)
    photo = TextField()
    school = ForeignKeyField(School)
    seen_at = InstantField()

    class Meta:
        primary_key = CompositeKey("viewing", "photo")


class PhotoRelease(Table):
    """A photo asked for, for one purpose. It is released once `is_agreed`; beyond the school a second person agrees.

    `is_agreed` is null while it waits.
    """

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    photo = TextField(index=True)
    purpose = TextField()
    place = TextField()
    caption = TextField()
    asked_by = TextField()
    asked_at = InstantField()
    is_agreed = BooleanField(null=True)
    decided_by = TextField(null=True)
    decided_at = InstantField(null=True)


class PhotoHolding(Table):
    """What somebody decided of a photo that was held back, after looking: `answer` let_in or kept.

    `reason` is why it was held then.
    """

    n = AutoField()
    school = ForeignKeyField(School)
    photo = TextField(index=True)
    answer = TextField()
    reason = TextField()
    note = TextField()
    decided_by = TextField()
    decided_at = InstantField()


class PhotoExport(Table):
    """A photo that somebody took as a file, for one purpose: from then on the school cannot call it back."""

    n = AutoField()
    school = ForeignKeyField(School)
    photo = TextField(index=True)
    purpose = TextField()
    exported_at = InstantField()
    exported_by = TextField()


class PhotoException(Table):
    """A trip whose photos may stay on its phones for longer, as on a residential (R43): until the end of that day."""

    id = TextField(primary_key=True, default=new_id)
    school = ForeignKeyField(School)
    trip = ForeignKeyField(Trip)
    until_on = DateField()
    why = TextField()
    agreed_by = TextField()
    agreed_at = InstantField()
