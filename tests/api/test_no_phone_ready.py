"""Where no school phone is ready to go, the trip's page says so and leads whoever may agree to the form."""

from __future__ import annotations

import json

import pytest

from server.accounts.models import School
from server.foundation import clock
from server.phones.models import Phone
from server.trips import departures
from server.trips.models import DepartureCheck, Trip, TripPhone

SAID = "No school phone is ready for this trip"


@pytest.fixture
def checked(todays_trip):
    """`checked(name, *not_well)`: a phone of today's trip was checked before leaving."""

    def check(name, *not_well):
        phone = Phone.get(Phone.name == name)
        DepartureCheck.create(
            n=1000 + DepartureCheck.select().count(),
            school=phone.school_id,
            trip=todays_trip,
            phone=phone.id,
            checked_at=clock.now(),
            told_at=clock.now(),
            openers=1,
            rings=True,
            not_well=json.dumps(not_well),
            why="The coach waits" if not_well else None,
        )

    return check


@pytest.fixture
def shown(as_role, todays_trip):
    return lambda role="slt": as_role(role).get(f"/office/trips/{todays_trip}").text


def test_it_leads_whoever_may_agree_to_the_form_with_the_trip_filled_in(shown, todays_trip):
    form = f"/office/own-phones/agreements/new?trip={todays_trip}"
    assert (SAID in shown(), form in shown()) == (True, True)
    for role in ("office", "staff"):
        assert (SAID in shown(role), form in shown(role)) == (True, False)
        assert "the headteacher or SLT can agree" in shown(role)


def test_one_phone_that_passed_is_enough_and_one_that_went_anyway_is_not(shown, checked, todays_trip):
    checked("Phone 3", "charge")
    assert SAID in shown()
    checked("Phone 4")
    assert SAID not in shown()
    assert departures.is_any_ready(todays_trip)
    checked("Phone 4", "list")
    assert SAID in shown()


def test_a_phone_that_was_lost_since_counts_no_more(shown, checked):
    checked("Phone 4")
    Phone.update(revoked_at=clock.now()).where(Phone.name == "Phone 4").execute()
    assert SAID in shown()


def test_a_trip_to_come_says_so_only_where_no_phone_goes_on_it(as_role):
    coming = Trip.get(Trip.school == School.get(School.is_demo), Trip.starts_on > clock.today())
    page = f"/office/trips/{coming.id}"
    assert SAID not in as_role("slt").get(page).text
    TripPhone.delete().where(TripPhone.trip == coming).execute()
    assert f"{SAID}: none goes on it" in as_role("slt").get(page).text


def test_a_trip_that_is_over_asks_nothing(as_role):
    over = Trip.get(Trip.school == School.get(School.is_demo), Trip.ends_on < clock.today())
    TripPhone.delete().where(TripPhone.trip == over).execute()
    assert SAID not in as_role("slt").get(f"/office/trips/{over.id}").text


def test_what_was_agreed_stands_on_the_trips_page(shown, as_role, todays_trip):
    people = as_role("slt").get(f"/office/own-phones/agreements/new?trip={todays_trip}").text
    priya = people[: people.index(">Priya Shah, on this trip")].rpartition('value="')[2].partition('"')[0]
    data = {"kind": "internet", "trip": todays_trip, "staff": priya, "reason": "Maps on the coach"}
    assert as_role("slt").post("/office/own-phones/agreements/new", data=data).status_code == 302
    assert ("Agreement 1" in shown("staff"), "Internet only" in shown("staff")) == (True, True)
    assert "Maps on the coach" not in shown("staff")
    assert ("/office/own-phones/agreements/" in shown("staff"), "Pocket card to print" in shown("staff")) == (
        False,
        True,
    )
