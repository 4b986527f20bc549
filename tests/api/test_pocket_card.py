"""A trip's pocket card: what to ring in danger, the school's numbers ready to dial, and nothing of a pupil."""

from __future__ import annotations

from datetime import date

import pytest

from server.accounts.models import School, Staff
from server.personal_phone.pocket_card import card_of, clocks_apart
from server.policy.models import Contact
from server.trips.models import Pupil, Trip, TripPupil
from server.trips.queries import find_trip
from tests.api.policies import chosen
from tests.cast import address_of


@pytest.fixture
def page(todays_trip):
    return f"/office/trips/{todays_trip}/pocket-card"


@pytest.fixture
def card(app, todays_trip):
    """`card(country=…)` is today's trip's card, with the trip somewhere."""

    def make(**where):
        if where:
            Trip.update(**where).where(Trip.id == todays_trip).execute()
        school = School.get(School.is_demo).id
        return card_of(school, find_trip(school, todays_trip))

    return make


def numbers(card):
    return [line.number for line in card.lines]


def test_the_schools_numbers_stand_on_it_with_141_and_999_without(card, page, as_role):
    found = card()
    assert (found.emergency.number, found.is_abroad, found.clocks) == ("999", False, None)
    assert [line.who for line in found.lines] == ["Base contact", "School office", "DSL", "Headteacher"]
    assert numbers(found) == ["141 01632 960101", "141 01632 960100", "141 07700 900201", "141 07700 900203"]
    shown = as_role("staff").get(page).text
    assert shown.count("141 01632 960101") == 5
    assert "141 999" not in shown
    for words in ("Texts and data calls show your number", "Never 141 before 999", "No photographs", "the same day"):
        assert words in shown


def test_nothing_of_a_pupil_is_on_it(page, todays_trip, as_role):
    shown = as_role("trip_leader").get(page).text
    going = Pupil.select().join(TripPupil).where(TripPupil.trip == todays_trip)
    assert not [one for one in going if one.last_name in shown or one.id in shown]
    assert "32 pupils" not in shown


@pytest.mark.parametrize(
    ("country", "zone", "number"), [("FR", "Europe/Paris", "112"), ("US", "America/Denver", "911")]
)
def test_abroad_the_number_there_leads_and_uk_numbers_have_44_and_no_141(card, page, as_role, country, zone, number):
    found = card(country=country, time_zone=zone)
    assert (found.emergency.number, found.emergency.is_known, found.is_abroad) == (number, True, True)
    assert numbers(found) == ["+44 1632 960101", "+44 1632 960100", "+44 7700 900201", "+44 7700 900203"]
    shown = as_role("staff").get(page).text
    assert "may not be hidden" in shown
    assert "141 01632" not in shown
    assert "Ask on arrival" not in shown


def test_where_no_number_is_known_the_card_says_so_and_leaves_room_for_it(card, page, as_role):
    assert card(country="JP", time_zone="Asia/Tokyo").emergency.number == "112"
    shown = as_role("staff").get(page).text
    assert ("Ask on arrival" in shown, "9 hours ahead" in shown) == (True, True)


@pytest.mark.parametrize(
    ("zone", "day", "apart"),
    [
        ("Europe/Paris", date(2026, 7, 1), "1 hour ahead"),
        ("Asia/Kolkata", date(2026, 7, 1), "4.5 hours ahead"),
        ("America/New_York", date(2026, 12, 1), "5 hours behind"),
        ("Europe/Lisbon", date(2026, 7, 1), None),
    ],
)
def test_how_far_its_clocks_are_from_the_schools_is_worked_out_for_its_first_day(app, todays_trip, zone, day, apart):
    Trip.update(time_zone=zone, starts_on=day, ends_on=day).where(Trip.id == todays_trip).execute()
    assert clocks_apart(find_trip(School.get(School.is_demo).id, todays_trip)) == apart


@pytest.mark.parametrize(
    ("written", "shown", "extension"),
    [
        ("+44 (0)1632 960101", "141 01632 960101", None),
        ("01632 960101 ext. 12", "141 01632 960101", "12"),
        ("0800 1111", "0800 1111", None),
        ("999", "999", None),
        ("ask at the desk", "ask at the desk", None),
    ],
)
def test_a_number_stands_as_it_is_dialled_however_the_school_wrote_it(card, written, shown, extension):
    Contact.update(number=written).where(Contact.role == "base_contact").execute()
    line = card().lines[0]
    assert (line.number, line.extension) == (shown, extension)


def test_who_is_told_is_the_headteacher_or_the_officer_whom_the_school_names(card, app):
    assert card().tell == "the headteacher"
    daniel = Staff.get(Staff.email == address_of("dsl"))
    chosen(app, own_phone__told=daniel.id)
    assert card().tell == "Daniel Okoro"
    Staff.update(is_active=False).where(Staff.id == daniel.id).execute()
    assert card().tell == "the headteacher"


def test_a_school_without_numbers_gets_a_card_to_write_them_on(card, page, as_role):
    Contact.delete().execute()
    assert card().lines == []
    assert "write them here" in as_role("staff").get(page).text


def test_it_is_for_whoever_is_signed_in_and_of_ones_own_school(page, app, as_role):
    assert app.test_client().get(page).status_code == 302
    assert as_role("staff").get("/office/trips/another/pocket-card").status_code == 404
