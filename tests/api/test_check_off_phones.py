"""Which phones a trip waits for before it is signed: those that came off it while it was out are among them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from server.foundation import clock
from server.foundation.database import db
from server.intake.models import PhoneContact
from server.phones.models import Phone as SchoolPhone
from server.reconciliation.attestations import span_of, standings
from server.reconciliation.boards import board_of
from server.trips.models import DepartureCheck, Trip, TripPhone
from server.trips.planning_models import TripChange
from server.trips.queries import opens_at
from server.trips.silence import silent_phones
from tests.api.check_offs import Desk, goes_alone
from tests.api.trip_forms import seen_on
from tests.cast import grazed_knee


@pytest.fixture
def trip(todays_trip):
    """Today's trip, out with Phone 3 alone."""
    goes_alone(todays_trip)
    return todays_trip


@pytest.fixture
def three(trip):
    """The id of Phone 3."""
    return SchoolPhone.get(SchoolPhone.name == "Phone 3").id


@pytest.fixture
def desk(as_role, trip):
    """Elin at the trip's check-off."""
    return Desk(as_role("office"), trip)


def comes_off(client, trip, phone):
    """Untick a phone on the form, and say why."""
    page = f"/office/trips/{trip}/set-up/phones"
    sent = {"seen": seen_on(client, page), "shown": [phone], "why": "It is broken"}
    assert client.post(page, data=sent).status_code == 302
    assert not TripPhone.select().where(TripPhone.trip == trip).exists()


def heard_an_hour_ago():
    """What phones told, they told before the trip was back."""
    db.execute_sql("UPDATE chain_word SET told_at = told_at - 3600000")


def named(trip):
    """The phones of the trip's board, and those that have to attest."""
    school = Trip.get_by_id(trip).school_id
    board, asked = board_of(school, trip).phones, standings(span_of(school, trip))
    return [one.name for one in board], [one.name for one in asked]


def test_a_phone_taken_off_a_trip_that_is_out_still_has_to_attest(phone, trip, three, desk):
    for _ in range(3):
        phone.files(grazed_knee(trip))
    comes_off(desk.client, trip, three)
    heard_an_hour_ago()
    desk.says_it_is_back()
    page = desk.looks()
    assert "Phone 3: not heard from since the trip came back" in page
    assert 'name="seen"' not in page, "Three reports may be on it."
    assert "Phone 3" in desk.client.get(f"/office/trips/{trip}/board/phones_back").text
    phone.reports()
    assert "3 things wait on it" in desk.looks()


def test_a_phone_taken_off_a_trip_that_is_out_is_missed_in_the_evening(phone, trip, three, desk):
    late = clock.now().replace(hour=23, minute=30)
    comes_off(desk.client, trip, three)
    PhoneContact.update(heard_at=late - timedelta(hours=20)).execute()
    assert (trip, three) in silent_phones(Trip.get_by_id(trip).school_id, late)


@pytest.mark.parametrize(("after", "is_asked"), [(-1, False), (0, True), (60, True)])
def test_a_phone_taken_off_before_the_trips_phones_opened_stayed_at_school(trip, three, after, is_asked):
    change = {"school": Trip.get_by_id(trip).school_id, "trip": trip, "by": "x"}
    at = opens_at(trip) + timedelta(seconds=after)
    for part in ("phones", "pupils"):
        what = json.dumps({"removed": [three if part == "phones" else "somebody"]})
        TripChange.create(**change, part=part, at=at, what=what)
    TripPhone.delete().where(TripPhone.trip == trip).execute()
    assert named(trip) == ((["Phone 3"], ["Phone 3"]) if is_asked else ([], []))


def test_a_phone_that_was_checked_before_it_left_is_on_the_board_though_nobody_ticked_it(trip, three):
    now, row = clock.now(), Trip.get_by_id(trip)
    told = {"checked_at": now, "told_at": now, "openers": 1, "rings": True, "not_well": "[]"}
    DepartureCheck.create(n=1, school=row.school_id, trip=trip, phone=three, **told)
    TripPhone.delete().where(TripPhone.trip == trip).execute()
    assert named(trip) == (["Phone 3"], ["Phone 3"])
