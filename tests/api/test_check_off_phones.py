"""Which phones a trip waits for: those that came off it while it was out are among them, and those still on loan."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from server.accounts.models import Staff
from server.foundation import clock
from server.foundation.database import db
from server.intake.models import PhoneContact
from server.phones.loans import hand_back, hand_out
from server.phones.models import Phone as SchoolPhone
from server.phones.models import PhoneLoan
from server.reconciliation import demo_sign_off, sign_offs
from server.reconciliation.attestations import span_of, standings
from server.reconciliation.boards import board_of
from server.trips.models import DepartureCheck, Trip, TripPhone
from server.trips.planning_models import TripChange
from server.trips.queries import opens_at
from server.trips.silence import silent_phones
from tests.api.check_offs import Desk, goes_alone
from tests.api.trip_forms import seen_on
from tests.cast import grazed_knee

STILL_OUT = "Phone 3 has not been handed back"


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


def is_checked(trip, phone):
    """The phone was found well before it left."""
    now = clock.now()
    told = {"checked_at": now, "told_at": now, "openers": 1, "rings": True, "not_well": "[]"}
    DepartureCheck.create(n=1, school=Trip.get_by_id(trip).school_id, trip=trip, phone=phone, **told)


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


def test_a_phone_taken_off_a_trip_that_is_out_is_missed_in_the_evening_if_it_left(phone, trip, three, desk):
    comes_off(desk.client, trip, three)
    evening_before, school = opens_at(trip), Trip.get_by_id(trip).school_id
    PhoneContact.update(heard_at=evening_before + timedelta(hours=10)).execute()
    late = evening_before + timedelta(days=1, hours=4)
    assert silent_phones(school, late) == [], "It was swapped before they left."
    is_checked(trip, three)
    assert silent_phones(school, late) == [(trip, three)]


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
    is_checked(trip, three)
    TripPhone.delete().where(TripPhone.trip == trip).execute()
    assert named(trip) == (["Phone 3"], ["Phone 3"])


def is_lent(name, trip):
    """Tom Hargreave has the phone, for that trip or for none."""
    hand_out(SchoolPhone.get(SchoolPhone.name == name), Staff.get(Staff.name == "Tom Hargreave"), by="x", trip=trip)


def test_a_phone_that_somebody_still_has_is_open_on_every_page_until_somebody_explains_it(phone, trip, three, desk):
    is_lent("Phone 3", trip)
    here = f"/office/trips/{trip}"
    pages = (f"{here}/check-off", here, f"{here}/board/open", f"{here}/report")
    assert STILL_OUT not in "".join(desk.client.get(page).text for page in pages), "It is out with its trip."
    desk.says_it_is_back()
    phone.reports()
    assert [page for page in pages if STILL_OUT not in desk.client.get(page).text] == []
    page = desk.looks()
    assert "Phone 3: " not in page, "Nothing waits on it, as it says."
    assert "Ask Tom Hargreave for it, and take it back on its page." in page
    assert f'href="/office/phone/{three}"' in page
    assert "1 phone out, 0 back" in page
    assert 'name="seen"' not in page
    desk.explains("Tom keeps it for the sports day tomorrow.")
    assert STILL_OUT not in desk.client.get(f"{here}/board/open").text
    assert "The trip is signed off" in desk.signs()


def test_a_phone_that_was_handed_back_is_back(phone, trip, three, desk):
    is_lent("Phone 3", trip)
    phone.reports()
    hand_back(SchoolPhone.get_by_id(three), wiped=True, note="", by="x")
    heard_an_hour_ago()
    desk.says_it_is_back()
    page = desk.looks()
    assert STILL_OUT not in page
    assert "0 phones out, 1 back" in page
    assert "not heard from since the trip came back" in page, "That it is back does not say that nothing is on it."


@pytest.mark.parametrize("lent_for", ["no trip", "another trip"])
def test_a_loan_for_another_trip_says_nothing_of_this_one(phone, trip, desk, lent_for):
    is_lent("Phone 3", None if lent_for == "no trip" else Trip.get(Trip.title == "Canal walk").id)
    desk.says_it_is_back()
    phone.reports()
    page = desk.looks()
    assert (STILL_OUT in page) is (lent_for == "no trip")
    assert ("1 phone out, 0 back" if lent_for == "no trip" else "0 phones out, 1 back") in page


def test_a_phone_that_was_lent_for_a_trip_went_with_it_though_nobody_ticked_it(phone, trip, desk):
    is_lent("Phone 4", trip)
    assert named(trip) == (["Phone 3", "Phone 4"], ["Phone 3", "Phone 4"])
    desk.says_it_is_back(time="00:00")
    assert "Phone 4 has not been handed back" in desk.looks()


def test_a_lost_phone_is_asked_of_nobody(phone, trip, three, desk):
    is_lent("Phone 3", trip)
    SchoolPhone.update(revoked_at=clock.now()).where(SchoolPhone.id == three).execute()
    desk.says_it_is_back(time="00:00")
    page = desk.looks()
    assert "Phone 3: it is lost" in page
    assert STILL_OUT not in page


def test_the_demos_past_trip_is_not_signed_off_while_somebody_has_a_phone_of_it(in_app):
    past = Trip.get(Trip.title == "Canal walk")
    is_lent(TripPhone.get(TripPhone.trip == past).phone.name, past.id)
    demo_sign_off.make(past.school_id)
    assert sign_offs.latest(past.school_id, past.id) is None
    PhoneLoan.delete().execute()
    demo_sign_off.make(past.school_id)
    assert sign_offs.latest(past.school_id, past.id) is not None


def test_a_phone_lent_for_a_trip_still_has_to_attest_once_it_is_handed_back(phone, trip, desk):
    is_lent("Phone 4", trip)
    hand_back(SchoolPhone.get(SchoolPhone.name == "Phone 4"), wiped=True, note="", by="x")
    assert named(trip) == (["Phone 3", "Phone 4"], ["Phone 3", "Phone 4"])


def test_a_standing_loan_of_no_trip_is_no_gap_of_one(phone, trip, desk):
    is_lent("Phone 3", None)
    PhoneLoan.update(out_at=opens_at(trip) - timedelta(days=30)).execute()
    desk.says_it_is_back()
    assert STILL_OUT not in desk.looks()
