"""Joining one trip: a supply teacher by a code, on one phone, until it is over; a helper with a card and no more."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from server.accounts.models import JoiningCode, Staff
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.trips.models import Trip, TripJoiner, TripStaff
from tests.api.pins import PinHolder
from tests.cast import CLIENT, Phone, grazed_knee, receipts

CODE = re.compile(r'<p class="code">([A-Z0-9-]+)</p>')


@pytest.fixture
def page():
    """The address of the page on which people join today's trip."""
    return f"/office/trips/{Trip.get(Trip.title == 'Castle visit').id}/joining"


def adds(client, page, name="Ms Cover", part="supply", **ticked):
    return client.post(page, data={"name": name, "part": part, **ticked})


def code_of(answer):
    assert answer.status_code == 200, answer.text
    return CODE.search(answer.text)[1]


def joins(phone, code):
    return phone.client.post("/api/join", json={"code": code}, headers=CLIENT)


class Joined(PinHolder):
    """Somebody who has joined by a code, and may choose a PIN."""

    def __init__(self, phone: Phone) -> None:
        super().__init__(phone, "staff")


def test_a_supply_teacher_joins_with_a_code_signs_what_they_write_and_gets_the_list(phone, as_role, page, exported):
    code = code_of(adds(as_role("office"), page))

    answer = joins(phone, code.lower())

    assert answer.json["staff"]["name"] == "Ms Cover"
    cover = Joined(phone).chooses()
    record = grazed_knee(None, what_happened="Seen by the supply teacher.")
    record["actor"] = {"staff": cover.person["staff"], "how": "pin"}
    receipts(phone.sends(cover.files(record)))
    [line] = exported()
    assert line["actor"]["staff"] == answer.json["staff"]["id"]
    assert phone.client.get(f"/api/packs/{cover.person['unlock']}", headers=CLIENT).status_code == 200
    assert "Joined" in as_role("office").get(page).text


def test_the_same_phone_may_use_it_again_and_no_other(phone, as_role, page, new_phone):
    code = code_of(adds(as_role("office"), page))
    assert joins(phone, code).status_code == 200

    assert joins(phone, code).status_code == 200
    other = new_phone("Phone 4")
    other.sets_itself_up()
    refused = joins(other, code)

    assert (refused.status_code, refused.json["code"]) == (401, "accounts.code_refused")


def test_a_new_code_voids_one_not_used(phone, as_role, page):
    office = as_role("office")
    first = code_of(adds(office, page))
    joiner = TripJoiner.get()

    second = code_of(office.post(f"{page}/{joiner.id}/code"))

    assert joins(phone, first).status_code == 401
    assert joins(phone, second).status_code == 200


def test_it_ends_with_the_trip(phone, as_role, page):
    code = code_of(adds(as_role("office"), page))
    assert joins(phone, code).status_code == 200
    cover = Joined(phone).chooses()
    assert [one["name"] for one in phone.reports().json["card"]["people"]] == ["Ms Cover"]

    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        said = phone.reports().json
        assert said["card"]["people"] == []
        assert "sign_in.ended" in said["notices"]
        assert phone.client.get(f"/api/packs/{cover.person['unlock']}", headers=CLIENT).status_code == 404
        assert joins(phone, code).status_code == 401


def test_the_office_ends_it_before(phone, as_role, page):
    office = as_role("office")
    assert joins(phone, code_of(adds(office, page))).status_code == 200
    Joined(phone).chooses()
    joiner = TripJoiner.get()

    office.post(f"{page}/{joiner.id}/end")
    office.post(f"{page}/{joiner.id}/end")

    assert phone.reports().json["card"]["people"] == []
    assert not TripStaff.select().where(TripStaff.staff == joiner.staff_id).exists()
    assert "Left" in office.get(page).text
    assert AuditEntry.select().where(AuditEntry.action == "trip.joiner_ended").count() == 1
    assert office.post(f"{page}/{joiner.id}/code").status_code == 400


def test_nobody_signs_in_to_the_office_as_one_who_joined(app, as_role, page):
    adds(as_role("office"), page)
    staff = Staff.get(Staff.name == "Ms Cover")

    answer = app.test_client().post("/sign-in", data={"email": staff.email, "password": "anything at all"})

    assert answer.status_code != 302
    assert "Ms Cover" not in as_role("office").get("/office/staff").text


def test_a_helper_gets_a_card_and_neither_code_nor_account(as_role, page):
    answer = adds(as_role("office"), page, name="Mr Helper", part="helper")

    joiner = TripJoiner.get()
    assert answer.location.endswith(f"/{joiner.id}/card")
    card = as_role("office").get(answer.location).text
    for words in ("Mr Helper", "Off, and out of sight", "no photograph", "Priya Shah", "ask them"):
        assert words in card
    assert joiner.staff is None
    assert JoiningCode.select().count() == 0
    assert as_role("office").post(f"{page}/{joiner.id}/code").status_code == 400


def test_what_they_have_assured_stands_beside_their_name(as_role, page):
    office = as_role("office")
    adds(office, page, name="Mr Helper", part="helper", has_assured="assured")

    assert "own phone stays off near pupils" in office.get(page).text
    assert "ask them" not in office.get(f"{page}/{TripJoiner.get().id}/card").text


def test_a_name_and_a_part_are_asked_for_and_what_was_typed_stays(as_role, page):
    office = as_role("office")

    nameless = office.post(page, data={"name": " ", "part": "helper"})
    partless = office.post(page, data={"name": "Ms Cover"})

    assert (nameless.status_code, partless.status_code) == (422, 422)
    assert "Give their name" in nameless.text
    assert "Choose one" in partless.text
    assert 'value="Ms Cover"' in partless.text
    assert TripJoiner.select().count() == 0


@pytest.mark.parametrize("given", [{}, {"code": 7}, {"code": "x" * 100}, []])
def test_what_is_no_code_is_refused_as_malformed(phone, given):
    answer = phone.client.post("/api/join", json=given, headers=CLIENT)

    assert (answer.status_code, answer.json["code"]) == (400, "request.malformed")


def test_guessing_codes_is_stopped(phone, as_role, page):
    code = code_of(adds(as_role("office"), page))

    answers = [joins(phone, "ABCD2345").status_code for _ in range(11)]

    assert set(answers[:10]) == {401}
    assert answers[10] == 429
    assert joins(phone, code).status_code == 429


@pytest.mark.parametrize("role", ["staff", "trip_leader", "network_manager", "chair"])
def test_others_add_nobody(as_role, page, role):
    assert adds(as_role(role), page).status_code == 403
    assert as_role(role).get(page).status_code == 403


def test_another_trips_joiner_is_not_found(as_role, page):
    office = as_role("office")
    adds(office, page)
    other = Trip.get(Trip.title == "Canal walk").id

    assert office.post(f"/office/trips/{other}/joining/{TripJoiner.get().id}/end").status_code == 404
    assert office.get("/office/trips/nowhere/joining").status_code == 404
