"""One phone's page in the office: its details, its rescue codes, and what happens when it is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.accounts.models import Staff
from server.foundation.audit import AuditEntry
from server.phones.models import DataIncident, Phone, Unlock
from tests.api.pins import pin_of
from tests.cast import grazed_knee, receipts

DETAILS = {"make_and_model": "Samsung A15", "serial_number": "R5", "asset_tag": "WP-7", "sim": "none", "number": ""}


@pytest.fixture
def page(phone):
    """The address of Phone 3's page."""
    return f"/office/phone/{Phone.get(Phone.name == 'Phone 3').id}"


def test_the_office_reads_out_a_rescue_code_and_that_is_noted(phone, page, as_role):
    priya = pin_of(phone)
    shown = as_role("office").post(f"{page}/rescue/{priya.person['unlock']}").text
    assert "1234 5678 9012 3456" in shown
    assert AuditEntry.select().where(AuditEntry.action == "unlock.code_read_out").count() == 1


def test_a_rescue_code_is_on_no_page_that_is_only_looked_at(phone, page, as_role):
    pin_of(phone)
    assert "1234 5678" not in as_role("office").get(page).text


@pytest.mark.parametrize("role", ["staff", "dsl", "trip_leader"])
def test_others_read_out_no_rescue_code(phone, page, as_role, role):
    priya = pin_of(phone)
    assert as_role(role).post(f"{page}/rescue/{priya.person['unlock']}").status_code == 403


@pytest.mark.parametrize("role", ["staff", "office", "trip_leader"])
def test_anybody_on_the_staff_marks_a_phone_as_lost(phone, page, as_role, role):
    pin_of(phone)
    as_role(role).post(f"{page}/lost")
    assert Phone.get(Phone.name == "Phone 3").revoked_at is not None
    assert (Unlock.get().share, Unlock.get().ended_why) == ("", "phone lost")


def test_a_lost_phone_begins_72_hours_and_stands_on_the_due_list_until_decided(page, as_role):
    office = as_role("office")
    office.post(f"{page}/lost")
    office.post(f"{page}/lost")
    incident = DataIncident.get()
    assert incident.decide_by - incident.opened_at == timedelta(hours=72)
    assert "Phone 3 is lost: decide by" in office.get("/office").text
    answer = office.post(f"{page}/data-incident", data={"decision": "not_told", "reason": "Found in the coach."})
    assert answer.status_code == 302
    assert "is lost: decide by" not in office.get("/office").text


def test_a_decision_needs_a_reason_and_is_made_once(page, as_role):
    office = as_role("office")
    office.post(f"{page}/lost")
    refused = office.post(f"{page}/data-incident", data={"decision": "told", "reason": ""})
    assert (refused.status_code, "Give the reason" in refused.text) == (422, True)
    first = {"decision": "told", "reason": "The list was on it."}
    assert office.post(f"{page}/data-incident", data=first).status_code == 302
    assert office.post(f"{page}/data-incident", data=first).status_code == 422


def test_what_a_lost_phone_still_sends_is_kept_and_listed(phone, page, todays_trip, as_role, exported):
    as_role("office").post(f"{page}/lost")
    report = grazed_knee(todays_trip)
    receipts(phone.sends(phone.files(report)))
    assert [line["id"] for line in exported()] == [report["id"]]
    assert as_role("office").get(f"/office/incidents/{report['id']}").status_code == 200


def test_a_phone_that_is_back_is_used_again_with_pins_chosen_anew(phone, page, as_role):
    pin_of(phone)
    office = as_role("office")
    office.post(f"{page}/lost")
    office.post(f"{page}/found")
    assert Phone.get(Phone.name == "Phone 3").revoked_at is None
    assert phone.reports().json["card"]["people"] == []
    assert pin_of(phone).opens().status_code == 200


def test_details_are_kept_and_one_too_long_is_refused_as_typed(page, as_role):
    office = as_role("office")
    assert office.post(page, data={**DETAILS, "can_ring": "no"}).status_code == 302
    row = Phone.get(Phone.name == "Phone 3")
    assert (row.make_and_model, row.serial_number, row.can_ring) == ("Samsung A15", "R5", False)
    refused = office.post(page, data={**DETAILS, "can_ring": "no", "asset_tag": "x" * 81})
    assert (refused.status_code, "x" * 81 in refused.text) == (422, True)
    assert Phone.get(Phone.name == "Phone 3").asset_tag == "WP-7"


def test_custody_is_confirmed_with_a_name_and_a_time_and_by_nobody_else(page, as_role):
    assert as_role("office").post(f"{page}/custody").status_code == 403
    as_role("network_manager").post(f"{page}/custody")
    assert "by Callum Reid" in as_role("office").get(page).text


def test_a_number_that_nobody_can_ring_is_refused_by_the_field(page, as_role):
    answer = as_role("office").post(page, data={**DETAILS, "can_ring": "yes", "number": "7700900123"})
    assert (answer.status_code, "Spreadsheets drop a 0" in answer.text) == (422, True)


def test_the_history_of_a_phone_says_what_when_and_by_whom(phone, page, as_role):
    as_role("network_manager").post(f"{page}/custody")
    priya = Staff.get(Staff.name == "Priya Shah")
    as_role("office").post(f"{page}/out", data={"staff": priya.id})
    shown = as_role("evc").get(f"{page}/history").text
    told = (
        "Handed out, Priya Shah. By Elin Morgan",
        "confirmed. By Callum Reid",
        "Ready. By the phone itself",
        "Added",
    )
    assert [shown.index(words) for words in told] == sorted(shown.index(words) for words in told)
    assert as_role("staff").get(f"{page}/history").status_code == 403
    assert as_role("office").get("/office/phone/another/history").status_code == 404


def test_a_phone_that_runs_late_is_told_to_the_office(phone, todays_trip, as_role):
    told = {**grazed_knee(todays_trip), "kind": "trip.delayed", "body": {"until": "2999-01-01T00:00:00.000Z"}}
    receipts(phone.sends(phone.files(told)))
    assert "Castle visit is running late" in as_role("office").get("/office").text


def test_a_neighbours_phone_has_no_page(as_role):
    assert as_role("office").get("/office/phone/another").status_code == 404
