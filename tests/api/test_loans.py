"""Phones on loan: who has one, and none comes back while it holds what the school has not."""

from __future__ import annotations

import pytest

from server.accounts.models import Staff
from server.foundation.audit import AuditEntry
from server.phones.models import Phone, PhoneLoan
from tests.cast import address_of, grazed_knee, receipts


@pytest.fixture
def page(phone):
    """The address of Phone 3."""
    return f"/office/phone/{Phone.get(Phone.name == 'Phone 3').id}"


@pytest.fixture
def priya():
    """The trip leader's id."""
    return Staff.get(Staff.email == address_of("trip_leader")).id


@pytest.fixture
def handed_out(page, priya, as_role):
    """Phone 3, which Priya has."""
    assert as_role("office").post(f"{page}/out", data={"staff": priya}).status_code == 302
    return page


def test_a_phone_is_handed_out_by_name_and_comes_back(handed_out, phone, as_role):
    office = as_role("office")
    assert "Priya Shah</strong> has it since" in office.get(f"{handed_out}/loan").text
    phone.reports()
    back = office.post(f"{handed_out}/back", data={"done": ["wiped"], "note": "Cracked screen"})
    assert back.status_code == 302
    loan = PhoneLoan.get()
    assert (loan.back_at is not None, loan.wiped, loan.note) == (True, True, "Cracked screen")
    shown = office.get(f"{handed_out}/loan").text
    assert "Nobody: it is at school." in shown
    assert "Cracked screen" in shown
    actions = [row.action for row in AuditEntry.select() if row.action.startswith("phone.handed")]
    assert actions == ["phone.handed_out", "phone.handed_back"]


def test_a_phone_that_nobody_has_heard_since_does_not_come_back(handed_out, as_role):
    office = as_role("office")
    assert office.post(f"{handed_out}/back", data={}).status_code == 422
    assert "has not heard from it since it went out" in office.get(f"{handed_out}/loan").text
    assert PhoneLoan.get().back_at is None


def test_a_phone_that_still_holds_a_report_does_not_come_back_until_it_is_here(handed_out, phone, todays_trip, as_role):
    frame = phone.files(grazed_knee(todays_trip))
    phone.reports()
    office = as_role("office")
    assert office.post(f"{handed_out}/back", data={}).status_code == 422
    assert "still holds what the school has not" in office.get(f"{handed_out}/loan").text
    receipts(phone.sends(frame))
    phone.pending.clear()
    phone.reports()
    assert office.post(f"{handed_out}/back", data={}).status_code == 302


def test_a_phone_goes_to_one_person_at_a_time(handed_out, priya, as_role):
    assert as_role("office").post(f"{handed_out}/out", data={"staff": priya}).status_code == 400
    assert PhoneLoan.select().count() == 1


def test_a_phone_is_out_for_its_trip_which_is_proposed_and_remembered(page, priya, todays_trip, phone, as_role):
    office = as_role("office")
    assert f'<option value="{todays_trip}" selected>Castle visit, ' in office.get(f"{page}/loan").text
    office.post(f"{page}/out", data={"staff": priya, "trip": todays_trip})
    assert ", for Castle visit" in office.get(page).text
    assert "Priya Shah has it" in office.get("/office/phones").text
    phone.reports()
    office.post(f"{page}/back", data={})
    assert "for Castle visit. Not checked" in office.get(f"{page}/loan").text


def test_a_phone_is_out_for_no_trip_or_one_of_the_schools_own(page, priya, as_role):
    office = as_role("office")
    assert office.post(f"{page}/out", data={"staff": priya, "trip": "another"}).status_code == 422
    assert office.post(f"{page}/out", data={"staff": priya, "trip": ""}).status_code == 302
    assert PhoneLoan.get().trip is None


def test_nobody_chosen_is_said_by_the_field(page, as_role):
    answer = as_role("office").post(f"{page}/out", data={"staff": ""})
    assert (answer.status_code, "Choose who takes it" in answer.text) == (422, True)


@pytest.mark.parametrize("role", ["staff", "dsl"])
def test_others_look_and_hand_out_nothing(page, priya, as_role, role):
    assert as_role(role).get(f"{page}/loan").status_code == 200
    assert as_role(role).post(f"{page}/out", data={"staff": priya}).status_code == 403
