"""Two schools on one server: nothing one of them does lands at the other."""

from __future__ import annotations

import pytest

from server.accounts import actions
from server.accounts.models import SignIn
from server.alerts.models import Alert, AlertRecipient
from server.intake.models import Envelope
from server.phones.models import Phone as SchoolPhone
from server.reconciliation.look_models import BoardLook
from server.shell.demo_school import PASSWORD
from tests.cast import CLIENT, Phone, grazed_knee

FINCH = {"email": "finch@nextdoor.example", "password": PASSWORD}


@pytest.fixture
def finch(app):
    """Mr Finch, who keeps the office next door."""
    person = actions.add_staff(actions.add_school("Next door"), "Mr Finch", FINCH["email"], PASSWORD)
    actions.give_role(person, "office")
    return person


@pytest.mark.parametrize(("address", "field"), [("/office/phones", "name"), ("/office/phones/several", "names")])
def test_a_phone_added_next_door_is_next_doors(app, finch, address, field):
    client = app.test_client()
    client.post("/sign-in", data=FINCH)

    client.post(address, data={field: "Finch 1"})

    assert SchoolPhone.get(SchoolPhone.name == "Finch 1").school_id == finch.school_id


def test_a_board_of_ours_is_nobodys_next_door(app, finch, phone, todays_trip):
    phone.sends(phone.files(grazed_knee(todays_trip)))
    client = app.test_client()
    client.post("/sign-in", data=FINCH)

    for part in ("now", "announced", "open", "phones_back"):
        assert client.get(f"/office/trips/{todays_trip}/board/{part}").status_code == 404
    assert "No trip is out on this day" in client.get("/office/board").text
    for place in ("/office/no-trip", "/office/no-trip/board/announced"):
        assert "Phone 3" not in client.get(place).text
    assert BoardLook.get().school_id == finch.school_id


def test_nobody_from_next_door_signs_in_on_our_phone(phone, finch):
    answer = phone.client.post("/api/sign-in", json=FINCH, headers=CLIENT)

    assert (answer.status_code, answer.json["code"]) == (401, "accounts.sign_in_refused")
    assert not SignIn.select().where(SignIn.staff == finch).exists()


def test_what_next_doors_own_phone_hands_in_is_next_doors(app, finch):
    own = Phone(app.test_client(), "")
    own.key = own.client.get("/app/start.json").json["keys"][0]
    own.client.post("/api/own-phone/sign-in", json=FINCH, headers=CLIENT)

    card = own.reports().json["card"]
    own.sends(own.files(grazed_knee()))

    assert (card["school"]["name"], card["contacts"], card["trips"]) == ("Next door", [], [])
    assert Envelope.get().school_id == finch.school_id


def test_what_next_door_reports_alerts_next_door_alone(app, finch):
    actions.give_role(finch, "evc")
    own = Phone(app.test_client(), "")
    own.key = own.client.get("/app/start.json").json["keys"][0]
    own.client.post("/api/own-phone/sign-in", json=FINCH, headers=CLIENT)
    own.sends(own.files(grazed_knee(severity="critical")))

    assert {row.staff_id for row in AlertRecipient.select()} == {finch.id}
    assert {row.school_id for row in Alert.select()} == {finch.school_id}


def test_next_door_makes_no_report_of_ours(app, finch, phone, todays_trip):
    record = grazed_knee(todays_trip)
    phone.sends(phone.files(record))
    for role in ("headteacher", "dsl"):
        actions.give_role(finch, role)
    client = app.test_client()
    client.post("/sign-in", data=FINCH)

    addresses = (f"/office/trips/{todays_trip}/report", f"/office/incidents/{record['id']}/report?names=with")
    assert {client.get(address).status_code for address in (*addresses, f"{addresses[0]}.csv")} == {404}
    assert "Castle visit" not in client.get("/office/reports").text


def test_nobody_next_door_narrows_a_list_by_what_is_ours(app, finch, todays_trip, phone):
    phone.sends(phone.files(grazed_knee(todays_trip)))
    client = app.test_client()
    client.post("/sign-in", data=FINCH)

    page = client.get(f"/office/incidents?trip={todays_trip}").text

    assert "0 incidents" in page
    assert "Castle visit" not in page
