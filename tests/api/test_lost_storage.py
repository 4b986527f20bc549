"""A phone that lost what it kept is noticed at its next contact, and what it had told of is named as gone."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
import time_machine

from server.accounts.queries import any_school
from server.foundation import clock
from server.phones.losses import recent_losses
from server.phones.models import Phone as PhoneRow
from tests.cast import grazed_knee

TITLE = "Phone 3 has lost what it kept"


def loses_its_storage(phone):
    """What is left is its cookie: the numbering begins anew."""
    phone.chain, phone.chain_apart = secrets.token_hex(16), secrets.token_hex(16)
    phone.next_seq, phone.pending = 1, []


@pytest.fixture
def phone_that_told_of_three(phone, todays_trip):
    """Phone 3, of whose three reports the second came."""
    sent = [phone.files(grazed_knee(todays_trip)) for _ in range(3)]
    phone.reports()
    phone.sends(sent[1])
    return phone


def test_a_phone_that_begins_anew_is_named_with_what_it_had_told_of(phone_that_told_of_three, todays_trip, as_role):
    loses_its_storage(phone_that_told_of_three)
    assert phone_that_told_of_three.reports().json["notices"] == ["storage.lost"]

    office = as_role("office")
    assert TITLE in office.get("/office").text
    assert "Not arrived: numbers 1, 3." in office.get("/office").text
    assert "Lost what it kept" in office.get("/office/phones").text
    trip = office.get(f"/office/trips/{todays_trip}").text
    assert f"{TITLE}: 2 items not arrived." in trip
    assert "it sends by itself" not in trip


def test_the_one_who_teaches_is_not_told_to_chase_phones(phone_that_told_of_three, as_role):
    loses_its_storage(phone_that_told_of_three)
    phone_that_told_of_three.reports()

    assert TITLE not in as_role("staff").get("/office").text


def test_a_phone_that_had_told_of_nothing_is_noticed_all_the_same(phone):
    phone.reports()
    loses_its_storage(phone)

    assert phone.reports().json["notices"] == ["storage.lost"]


def test_a_phone_in_good_order_is_not_accused(phone_that_told_of_three):
    assert phone_that_told_of_three.reports().json["notices"] == []
    assert recent_losses(any_school().id) == {}


def test_a_phone_asked_to_number_anew_has_lost_nothing(phone, todays_trip):
    phone.reports()
    phone.sends(*(phone.files(grazed_knee(todays_trip), seq=1) for _ in range(2)))
    assert phone.reports().json["notices"] == ["renumber"]
    loses_its_storage(phone)

    assert phone.reports().json["notices"] == []
    assert recent_losses(any_school().id) == {}


def test_the_storage_that_turns_up_again_takes_the_alarm_back(phone_that_told_of_three):
    phone = phone_that_told_of_three
    chain = phone.chain
    loses_its_storage(phone)
    phone.reports()
    phone.chain, phone.next_seq = chain, 4
    phone.reports()

    assert recent_losses(any_school().id) == {}


def test_another_handset_under_the_name_is_told_apart(phone_that_told_of_three, new_phone, todays_trip, as_role):
    other = new_phone("Phone 3")
    other.sets_itself_up()

    assert other.reports().json["notices"] == []
    assert "Phone 3 was set up again without what it kept" in as_role("office").get("/office").text
    trip = as_role("office").get(f"/office/trips/{todays_trip}").text
    assert "bring the first one into signal" in trip


def test_setting_up_again_with_nothing_outstanding_is_no_news(phone, new_phone):
    phone.reports()
    other = new_phone("Phone 3")
    other.sets_itself_up()
    other.reports()

    assert recent_losses(any_school().id) == {}


def test_the_phone_says_it_for_a_day_and_the_office_for_a_month(phone):
    phone.reports()
    loses_its_storage(phone)
    phone.reports()
    school, now = any_school().id, clock.now()

    with time_machine.travel(now + timedelta(days=2), tick=False):
        assert phone.reports().json["notices"] == []
        assert len(recent_losses(school)) == 1
    with time_machine.travel(now + timedelta(days=31), tick=False):
        assert recent_losses(school) == {}


def test_a_neighbours_phone_is_no_business_of_this_school(phone, app):
    phone.reports()
    loses_its_storage(phone)
    phone.reports()

    assert recent_losses("some other school") == {}


def test_a_phone_finds_itself_by_its_cookie(phone, client):
    three = PhoneRow.get(PhoneRow.name == "Phone 3")

    assert phone.client.get("/api/phones/me").json == {"phone": {"id": three.id, "name": "Phone 3"}, "staff": None}
    assert client.get("/api/phones/me").json == {"phone": None, "staff": None}
