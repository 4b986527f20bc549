"""One box for pupils, staff, trips and phones: what is found, for whom, and no name in an address or log."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from server.accounts import actions
from server.accounts.models import Staff
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.phones.models import Phone
from server.reconciliation.search_models import OfficeSearch
from server.trips.models import Pupil, Trip, TripPupil
from tests.cast import grazed_knee

SEARCH = "/office/search"


def _search(client, words):
    answer = client.post(SEARCH, data={"words": words})
    assert answer.status_code == 302, answer.text
    return client.get(answer.location)


def _results(page):
    return [re.sub(r"<[^>]*>", "", one).strip() for one in re.findall(r'list__title">(.*?)</h3>', page.text)]


@pytest.fixture
def otis(app):
    return Pupil.create(school=Trip.get().school_id, first_name="Zoë", last_name="O’Brien-Łuk", class_name="Wren")


@pytest.mark.parametrize("words", ["O'Brien", "o’brien", "OBRIEN luk", "bri", "zoe", "  luk   zoe "])
def test_a_part_of_a_name_is_enough_however_it_is_typed(as_role, otis, words):
    assert "Zoë O’Brien-Łuk" in _results(_search(as_role("office"), words))


def test_staff_trips_and_phones_are_found_beside_pupils(as_role):
    office = as_role("office")

    assert _results(_search(office, "castle")) == ["Castle visit"]
    assert _results(_search(office, "phone 3")) == ["Phone 3"]
    assert "Priya Shah" in _results(_search(office, "Shah"))
    assert (
        f'href="/office/incidents?trip={Trip.get(Trip.title == "Castle visit").id}"' in _search(office, "castle").text
    )


@pytest.mark.parametrize("words", ["", "   ", "%_", "…", "a" * 10_000])
def test_nothing_to_look_for_is_said_by_the_box(as_role, words):
    answer = as_role("office").post(SEARCH, data={"words": words})

    assert answer.status_code == 422
    assert 'id="words-error"' in answer.text
    assert not OfficeSearch.select().exists()


def test_a_pattern_finds_nothing_by_being_one(as_role):
    office = as_role("office")

    assert _results(_search(office, "100%")) == _results(_search(office, "a_a%zz")) == []


def test_nobody_finds_whom_their_role_does_not_show(as_role, otis):
    mine = Pupil.get(Pupil.id == TripPupil.get(TripPupil.trip == Trip.get(Trip.title == "Castle visit")).pupil_id)

    assert "Zoë O’Brien-Łuk" not in _results(_search(as_role("trip_leader"), "zoe"))
    assert f"{mine.first_name} {mine.last_name}" in _results(_search(as_role("trip_leader"), mine.last_name))
    for role in ("site_manager", "network_manager", "chair"):
        assert _results(_search(as_role(role), mine.last_name)) == [], role
        assert "Priya Shah" not in _results(_search(as_role(role), "Shah")), role


def test_reports_are_counted_for_those_alone_who_may_read_them(phone, todays_trip, as_role):
    ada = Pupil.select().join(TripPupil).where(TripPupil.trip == todays_trip).first()
    name = f"{ada.first_name} {ada.last_name}"
    phone.sends(
        *(phone.files(grazed_knee(todays_trip, pupils=name, category=one)) for one in ("injury", "safeguarding"))
    )

    assert "2 reports" in _search(as_role("dsl"), name).text
    assert "1 report<" in _search(as_role("office"), name).text


def test_no_name_gets_into_an_address_or_the_log(as_role, otis, caplog):
    office = as_role("office")

    answer = office.post(SEARCH, data={"words": "O’Brien"})
    page = office.get(answer.location)

    addresses = [answer.location, *re.findall(r'(?:href|action)="([^"]*)"', page.text)]
    said = [f"{row.action} {row.subject} {row.details}" for row in AuditEntry.select()]
    assert not [one for one in [*addresses, *said, caplog.text] if "brien" in one.lower()]
    assert AuditEntry.select().where(AuditEntry.action == "office.searched").count() == 1


def test_a_search_is_ones_own_and_over_after_an_hour(as_role, otis):
    office, head = as_role("office"), as_role("headteacher")
    address = office.post(SEARCH, data={"words": "zoe"}).location

    assert (head.get(address).status_code, "Zoë" in head.get(address).text) == (404, False)
    assert "Zoë" in office.get(address).text

    OfficeSearch.update(asked_at=clock.now() - timedelta(hours=2)).execute()
    assert "That search is over" in office.get(address).text
    office.post(SEARCH, data={"words": "castle"})
    assert [row.words for row in OfficeSearch.select()] == ["castle"]


def test_nothing_of_next_door_is_found(as_role):
    school = actions.add_school("Next door")
    Pupil.create(school=school, first_name="Zephyr", last_name="Finch", class_name="1")
    Phone.create(school=school, name="Zephyr phone", added_at=clock.now())
    actions.add_staff(school, "Zephyr Finch", "z@nextdoor.example", "demo-castle-visit")
    assert Staff.select().where(Staff.name == "Zephyr Finch").exists()

    assert _results(_search(as_role("headteacher"), "zephyr")) == []


def test_nobody_searches_who_is_not_signed_in(client):
    assert client.get(SEARCH).status_code == 302
    assert client.post(SEARCH, data={"words": "zoe"}).status_code == 401
