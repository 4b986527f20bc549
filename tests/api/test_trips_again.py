"""Last year's trip again; trips put away and brought back; the list of trips, flat however many there are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.accounts.models import School, Staff
from server.foundation import clock, registry
from server.foundation.database import db
from server.phones.loans import hand_out
from server.phones.models import Phone, PhoneLoan
from server.trips.models import Trip, TripJoiner, TripPhone, TripPupil, TripStaff
from server.trips.planning_models import TripPlace
from server.trips.rules import HELPER
from tests.api.pins import pin_of
from tests.api.trip_forms import details, noted, plans
from tests.cast import CLIENT, grazed_knee

MOST_QUERIES = 12


@pytest.fixture
def office(as_role):
    """Elin's browser."""
    return as_role("office")


def residential():
    return Trip.get(Trip.title == "Year 6 residential")


def test_a_copy_takes_over_what_holds_and_names_what_does_not(office, app):
    old = residential()
    Staff.update(is_active=False).where(Staff.name == "Gareth Pugh").execute()
    Phone.update(revoked_at=1).where(Phone.name == "Phone 2").execute()
    Trip.update(country="FR", time_zone="Europe/Paris", carries_care=True, number_24h="07700 900111").execute()
    for offset, words in ((0, "Coach"), (4, "Home")):
        place = {"school": old.school_id, "day": old.starts_on + timedelta(days=offset), "position": 0}
        TripPlace.create(trip=old, words=words, **place)
    joiner = {"school": old.school_id, "has_assured": True, "added_at": clock.now(), "added_by": "x"}
    TripJoiner.create(trip=old, part=HELPER, name="Una Whitlow", **joiner)
    sent = details(ahead=300, nights=2, title="Year 6 residential", place="Penhallow")

    answers = [office.post(f"/office/trips/{old.id}/copy", data=sent, follow_redirects=True) for _ in range(2)]

    new = Trip.get_by_id(sent["id"])
    assert (new.country, new.carries_care, new.number_24h) == ("FR", True, "07700 900111")
    names = [row.staff.name for row in TripStaff.select().where(TripStaff.trip == new)]
    assert sorted(names) == ["Sana Malik", "Tom Hargreave"]
    assert TripStaff.get(TripStaff.trip == new, TripStaff.part == "leader").staff.name == "Tom Hargreave"
    phones = [row.phone.name for row in TripPhone.select().where(TripPhone.trip == new)]
    assert sorted(phones) == ["Phone 3", "Phone 4", "Year 4 iPad"]
    assert not TripPupil.select().where(TripPupil.trip == new).exists()
    assert [row.words for row in TripPlace.select().where(TripPlace.trip == new)] == ["Coach"]
    for said in (
        "Gareth Pugh",
        "join each trip anew: Una Whitlow",
        "Phone 2",
        "because the trip is shorter: 1",
        "Choose the pupils",
    ):
        assert said in answers[0].text
    assert len(noted("trip.copied")) == 1
    asked = office.get(f"/office/trips/{old.id}/copy").text
    assert 'name="starts_on-day" type="text" inputmode="numeric" value' not in asked
    assert office.post(f"/office/trips/{old.id}/copy", data={**sent, "starts_on-day": ""}).status_code == 422


def test_an_archived_trip_is_in_no_list_and_on_no_phone_and_comes_back(office, phone):
    trip = plans(office)
    Trip.update(starts_on=clock.today() + timedelta(days=1)).where(Trip.id == trip.id).execute()
    TripPhone.create(trip=trip, phone=Phone.get(Phone.name == "Phone 3"), school=trip.school_id)
    assert "Zoo visit" in {one["title"] for one in phone.reports().json["card"]["trips"]}
    Trip.update(starts_on=clock.today() + timedelta(days=5)).where(Trip.id == trip.id).execute()

    for _twice in range(2):
        office.post(f"/office/trips/{trip.id}/archive")

    assert len(noted("trip.archive_changed")) == 1
    assert "Zoo visit" not in office.get("/office/trips").text
    assert "Zoo visit" not in {one["title"] for one in phone.reports().json["card"]["trips"]}
    assert "Zoo visit" in office.get("/office/trips/archived").text
    assert office.get(f"/office/trips/{trip.id}").status_code == 200
    assert "Archived" in office.get(f"/office/trips/{trip.id}/set-up").text
    for _twice in range(2):
        office.post(f"/office/trips/{trip.id}/bring-back")
    assert len(noted("trip.archive_changed")) == 2
    assert "Zoo visit" in office.get("/office/trips").text


def test_a_trip_whose_phones_are_out_is_not_archived(office, phone, todays_trip):
    answer = office.post(f"/office/trips/{todays_trip}/archive", follow_redirects=True)
    assert "It is out, with its phones" in answer.text
    past = Trip.get(Trip.title == "Canal walk")
    hand_out(Phone.get(Phone.name == "Phone 4"), Staff.get(Staff.name == "Tom Hargreave"), by="x", trip=past.id)
    answer = office.post(f"/office/trips/{past.id}/archive", follow_redirects=True)
    assert "Phone 4 went out for it" in answer.text
    PhoneLoan.delete().execute()
    phone.files(grazed_knee(past.id))
    phone.reports()
    answer = office.post(f"/office/trips/{past.id}/archive", follow_redirects=True)
    assert "Phone 3 told of something that has not come yet" in answer.text
    assert not Trip.select().where(Trip.archived_at.is_null(False)).exists()


def test_a_phone_that_was_not_to_go_along_and_still_owes_something_holds_up_archiving(office, phone):
    past = Trip.get(Trip.title == "Canal walk")
    TripPhone.delete().where(TripPhone.trip == past.id).execute()
    report = phone.files(grazed_knee(past.id))
    phone.reports()
    answer = office.post(f"/office/trips/{past.id}/archive", follow_redirects=True)
    assert "Phone 3 told of something that has not come yet" in answer.text
    phone.sends(report)
    office.post(f"/office/trips/{past.id}/archive")
    assert Trip.get_by_id(past.id).archived_at is not None


def test_an_archived_trips_list_is_handed_to_nobody(phone, todays_trip):
    priya = pin_of(phone)
    address = f"/api/packs/{priya.person['unlock']}"
    assert phone.client.get(address, headers=CLIENT).status_code == 200
    Trip.update(archived_at=clock.now()).where(Trip.id == todays_trip).execute()
    assert phone.client.get(address, headers=CLIENT).status_code == 204


def queries_of(client, address, monkeypatch):
    """How many statements a page takes, and the page."""
    told = []
    plain = db.execute_sql

    def count(sql, *more, **named):
        told.append(sql)
        return plain(sql, *more, **named)

    monkeypatch.setattr(db, "execute_sql", count)
    answer = client.get(address)
    monkeypatch.setattr(db, "execute_sql", plain)
    return len([sql for sql in told if sql.lstrip().upper().startswith("SELECT")]), answer.text


def test_the_list_is_a_hundred_to_a_page_and_asks_no_more_of_two_thousand_trips(office, monkeypatch):
    few, _page = queries_of(office, "/office/trips", monkeypatch)
    school, today, leads = School.get().id, clock.today(), Staff.get(Staff.name == "Priya Shah").id
    plain = {"school": school, "place": "Here", "made_at": clock.now()}
    days = [today + timedelta(days=offset) for offset in range(-999, 1001)]
    rows = [
        {"id": f"t{i}", "title": f"Trip {i:04}", "starts_on": day, "ends_on": day, **plain}
        for i, day in enumerate(days)
    ]
    with db.atomic():
        Trip.insert_many(rows).execute()
        TripStaff.insert_many(
            [{"trip": row["id"], "staff": leads, "part": "leader", "school": school} for row in rows]
        ).execute()

    many, page = queries_of(office, "/office/trips", monkeypatch)

    assert many == few <= MOST_QUERIES
    assert page.count("led by Priya Shah") > 200
    assert page.count("list__title") <= 300
    assert "Page 2 of trips past" in page
    assert "Trip 1000" in page
    assert "Trip 0000" not in page
    assert "Trip 0000" in office.get("/office/trips?past=10").text
    for odd in ("x", "-1", "0", "99999999", "%00"):
        assert office.get(f"/office/trips?past={odd}&coming={odd}").status_code == 200
    for part in (
        "set-up",
        "set-up/pupils?class=Heron",
        "set-up/phones",
        "set-up/staff",
        "set-up/plan",
        "set-up/history",
    ):
        number, _page = queries_of(office, f"/office/trips/t1500/{part}", monkeypatch)
        assert number <= MOST_QUERIES, (part, number)


def test_each_trip_shows_how_far_it_has_come_by_whoever_knows(office, app, todays_trip):
    past = Trip.get(Trip.title == "Canal walk").id
    assert "Back, not checked off" in office.get("/office/trips").text
    here = app.extensions["lanyard.registry"]
    assert isinstance(here, registry.Registry)
    asked = []

    def states(_school, trips):
        asked.extend(trip.id for trip in trips)
        return {past: "signed_off"}

    here.trip_states = states
    page = office.get("/office/trips").text
    assert "Checked off" in page
    assert "Out today" in page
    assert set(asked) == {row.id for row in Trip.select()}
