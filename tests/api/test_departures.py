"""Before we go, as the school hears it: on its trip's page, and told to the headteacher where a phone was not ready."""

from __future__ import annotations

import pytest

from server.phones.models import Phone
from server.trips.models import DepartureCheck
from tests.cast import grazed_knee, receipts

READY = {
    "in_hand": True,
    "charge": 96,
    "list_as_at": "2027-01-15T07:40:00.000Z",
    "openers": 2,
    "rings": True,
}
NOT_READY = {
    **READY,
    "charge": 31,
    "openers": 1,
    "not_well": ["charge", "people"],
    "why": "The coach is here.",
}


@pytest.fixture
def checked(phone, todays_trip):
    """`checked(body)` hands in a check of Phone 3 for today's trip, with a new id each time."""

    def send(body):
        kind = "departure.forced" if "why" in body else "departure.checked"
        record = {**grazed_knee(todays_trip), "kind": kind, "body": body}
        receipts(phone.sends(phone.files(record)))

    return send


def test_a_phone_that_is_ready_stands_on_its_trip(checked, todays_trip, as_role):
    before = as_role("office").get(f"/office/trips/{todays_trip}").text
    assert "Not checked yet" in before
    checked(READY)
    assert "charged 96%, 2 people can open it" in as_role("office").get(f"/office/trips/{todays_trip}").text
    assert "though not ready" not in as_role("headteacher").get("/office").text


def test_the_headteacher_hears_who_went_anyway_and_why(checked, todays_trip, as_role):
    checked(NOT_READY)
    told = as_role("headteacher").get("/office").text
    assert "Phone 3 went on Castle visit though not ready" in told
    assert "charged 31%; 1 could open it without a signal. Why: The coach is here." in told
    assert "though not ready" not in as_role("staff").get("/office").text
    assert "The coach is here." in as_role("office").get(f"/office/trips/{todays_trip}").text


def test_a_check_with_nothing_that_a_person_says_is_taken_all_the_same(checked, todays_trip, as_role, exported):
    checked({"list_as_at": None, "openers": 0, "rings": False, "not_well": ["charge", "list"], "why": None})
    assert exported()[0]["state"] == "opened"
    told = as_role("headteacher").get("/office").text
    assert "its charge not told; no list on it. Why: not said" in told


def test_the_last_check_of_a_phone_is_the_one_that_counts(checked, as_role):
    checked(NOT_READY)
    checked(READY)
    assert "though not ready" not in as_role("headteacher").get("/office").text
    assert DepartureCheck.select().count() == 2


UNREADABLE = [{"charge": 101}, {"charge": "96"}, {"not_well": ["weather"]}, {"not_well": []}, {"openers": -1}]


@pytest.mark.parametrize("part", UNREADABLE)
def test_a_check_that_cannot_be_read_is_held_and_not_lost(checked, exported, part):
    checked({**NOT_READY, **part})
    (line,) = exported()
    assert (line["state"], line["reason"]) == ("held", "body.invalid")
    assert DepartureCheck.select().count() == 0


def test_the_card_says_whether_a_phone_on_the_trip_can_ring(phone):
    assert phone.reports().json["card"]["trip"]["rings"] is True
    Phone.update(can_ring=False).execute()
    assert phone.reports().json["card"]["trip"]["rings"] is False
