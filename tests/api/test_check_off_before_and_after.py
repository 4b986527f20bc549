"""A trip before it is signed off, under To do; and after, when nothing new is asked of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.accounts.models import Staff
from server.foundation import clock
from server.phones.models import Phone as SchoolPhone
from server.phones.models import PhoneLoan
from server.trips.models import Trip


@pytest.fixture
def trip(out_alone):
    """Today's trip, of which its one phone's word is all that may be missing."""
    return out_alone


def test_a_trip_that_is_back_waits_with_whoever_signs_until_somebody_has(as_role, desk, trip):
    waits = "Castle visit is back and not signed off"
    office, leader, staff = as_role("office"), as_role("trip_leader"), as_role("staff")
    assert waits not in office.get("/office").text
    day = clock.today() - timedelta(days=1)
    Trip.update(starts_on=day, ends_on=day).where(Trip.id == trip).execute()
    assert waits in office.get("/office").text
    assert waits in leader.get("/office").text
    assert waits not in staff.get("/office").text
    for archived_at, is_named in ((clock.now(), False), (None, True)):
        Trip.update(archived_at=archived_at).where(Trip.id == trip).execute()
        assert (waits in office.get("/office").text) is is_named
    at_work = desk("office")
    at_work.says_it_is_back()
    at_work.explains()
    assert "Signed off" in at_work.signs()
    assert waits not in office.get("/office").text


def test_a_signed_trip_shows_nothing_as_open_that_was_not_asked_for_when_it_was_signed(as_role, desk, trip):
    at_work = desk("office")
    at_work.says_it_is_back()
    at_work.explains()
    assert "Signed off" in at_work.signs()
    PhoneLoan.create(
        school=Trip.get_by_id(trip).school_id,
        phone=SchoolPhone.get(SchoolPhone.name == "Phone 3"),
        staff=Staff.get(),
        out_by="x",
        out_at=clock.now() - timedelta(hours=2),
        trip=trip,
    )
    assert "Still open" not in at_work.client.get(f"/office/trips/{trip}").text
    assert "list__item" not in at_work.client.get(f"/office/trips/{trip}/board/open").text
