"""A query whose SQL is made once answers each call anew, with the values of that call."""

from __future__ import annotations

from server.foundation.database import db
from server.foundation.rows import Ready
from server.phones.models import Phone
from server.trips.models import Trip, TripPhone


def test_each_call_answers_for_its_own_values(in_app):
    named = Ready(lambda name: Phone.select().where(Phone.name == name))

    assert [phone.name for phone in named("Phone 3")] == ["Phone 3"]
    assert [phone.name for phone in named("Phone 2")] == ["Phone 2"]
    assert named("'; DROP TABLE phone") == []
    assert named.first("nobody's") is None


def test_what_is_joined_comes_along_and_what_was_written_since_is_seen(in_app):
    on = Ready(lambda phone: TripPhone.select(TripPhone, Trip).join(Trip).where(TripPhone.phone == phone))
    phone = Phone.get(Phone.name == "Phone 3")
    before = {row.trip.title for row in on(phone.id)}

    with db.atomic():
        Trip.update(title="A castle with another name").where(Trip.title == "Castle visit").execute()

    assert "Castle visit" in before
    assert {row.trip.title for row in on(phone.id)} == before - {"Castle visit"} | {"A castle with another name"}
