"""Where a trip is: chosen by those who plan trips, on the school card at each phone's next contact."""

from __future__ import annotations

import html
import json
import re

import pytest

from server.accounts.actions import add_school
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.trips.models import Trip


def where(trip):
    row = Trip.get_by_id(trip)
    return row.country, row.time_zone


@pytest.fixture
def page(todays_trip):
    return f"/office/trips/{todays_trip}/country"


def test_a_trip_is_in_the_uk_until_somebody_says_otherwise(phone, todays_trip):
    assert where(todays_trip) == ("GB", "Europe/London")
    card = phone.reports().json["card"]
    for trip in (card["trip"], *card["trips"]):
        assert (trip["country"], trip["emergency"], trip["emergency_known"]) == ("GB", "999", True)


@pytest.mark.parametrize(
    ("country", "zone", "number", "is_known"),
    [
        ("FR", "", "112", True),
        ("ES", "Atlantic/Canary", "112", True),
        ("US", "America/New_York", "911", True),
        ("JP", "", "112", False),
    ],
)
def test_phones_hear_where_it_is_and_what_to_ring_there(
    page, todays_trip, as_role, phone, country, zone, number, is_known
):
    answer = as_role("evc").post(page, data={"country": country, "time_zone": zone}, follow_redirects=True)
    assert "Saved." in answer.text
    card = phone.reports().json["card"]["trip"]
    assert (card["country"], card["emergency"], card["emergency_known"]) == (country, number, is_known)
    assert ("ask on arrival" in answer.text) is not is_known
    (line,) = [row for row in AuditEntry.select() if row.action == "trip.country_changed"]
    assert json.loads(line.details)["fields"] == ["country", "time zone"]


def test_the_only_time_zone_of_a_country_is_taken_whatever_the_form_had_before(page, todays_trip, as_role):
    as_role("office").post(page, data={"country": "FR", "time_zone": "Europe/London"})
    assert where(todays_trip) == ("FR", "Europe/Paris")


def test_whoever_saves_second_is_told_what_the_first_chose_and_nothing_is_overwritten(page, todays_trip, as_role):
    evc, office = as_role("evc"), as_role("office")
    seen = {"seen": "0"}
    assert evc.post(page, data={"country": "FR", **seen}).status_code == 302
    overtaken = office.post(page, data={"country": "DE", "time_zone": "Europe/Berlin", **seen})
    assert (overtaken.status_code, where(todays_trip)[0]) == (409, "FR")
    assert "country from “United Kingdom” to “France”" in html.unescape(overtaken.text)
    assert '<option value="DE" selected>' in overtaken.text
    (shown,) = re.findall(r'name="seen" value="(\d+)"', overtaken.text)
    again = office.post(page, data={"country": "DE", "time_zone": "Europe/Berlin", "seen": shown})
    assert (again.status_code, where(todays_trip)[0]) == (302, "DE")


def test_what_it_is_already_is_nothing_new(page, todays_trip, as_role):
    as_role("evc").post(page, data={"country": "GB"})
    assert AuditEntry.select().where(AuditEntry.action == "trip.country_changed").count() == 0


def test_a_country_with_several_asks_which_and_offers_its_own(page, todays_trip, as_role):
    answer = as_role("office").post(page, data={"country": "ES", "time_zone": "Europe/London"})
    assert (answer.status_code, where(todays_trip)[0]) == (422, "GB")
    assert "Spain has more than one" in answer.text
    assert 'value="Atlantic/Canary"' in answer.text
    assert '<option value="ES" selected>' in answer.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose a country"),
        ({"country": "XX"}, "Choose a country from the list"),
        ({"country": "fr"}, "Choose a country from the list"),
        ({"country": "US", "time_zone": "../../etc/passwd"}, "has more than one"),
        ({"country": "US", "time_zone": "Mars/Olympus"}, "has more than one"),
        ({"country": "\0", "time_zone": "\0"}, "Choose a country from the list"),
    ],
)
def test_what_is_wrong_is_said_by_the_field(page, todays_trip, as_role, data, said):
    answer = as_role("office").post(page, data=data)
    assert (answer.status_code, said in answer.text, where(todays_trip)[0]) == (422, True, "GB")
    assert AuditEntry.select().where(AuditEntry.action == "trip.country_changed").count() == 0


@pytest.mark.parametrize("role", ["staff", "slt", "network_manager", "chair"])
def test_others_do_not_choose(page, todays_trip, as_role, role):
    assert as_role(role).get(page).status_code == 403
    assert as_role(role).post(page, data={"country": "FR"}).status_code == 403
    assert where(todays_trip)[0] == "GB"


def test_the_next_schools_trip_is_not_found(as_role):
    today = clock.today()
    theirs = Trip.create(
        school=add_school("Next door"), title="Zoo", place="Zoo", starts_on=today, ends_on=today, made_at=clock.now()
    )
    page = f"/office/trips/{theirs.id}/country"
    assert as_role("office").get(page).status_code == 404
    assert as_role("office").post(page, data={"country": "FR"}).status_code == 404
    assert where(theirs.id)[0] == "GB"
