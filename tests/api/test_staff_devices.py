"""Staff-owned devices: a list only where the school wants one, of what was agreed to, and never a number."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from server.accounts import actions as accounts
from server.accounts.models import Staff
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.phones.models import StaffDevice
from tests.api.policies import value_of
from tests.cast import address_of

PAGE = "/office/staff-devices"
RULES = "/office/phone-rules"


def id_of(role):
    return Staff.get(Staff.email == address_of(role)).id


def typed(**other):
    """A device of Tom's, agreed to by the headteacher today."""
    day = clock.today()
    parts = {"agreed_on-day": day.day, "agreed_on-month": day.month, "agreed_on-year": day.year}
    names = {"staff": id_of("staff"), "agreed_by": id_of("headteacher")}
    return {**names, "make_and_model": "Pixel 7", **parts, **other}


@pytest.fixture
def registered(as_role):
    """The office of a school that keeps the list."""
    sent = {"minutes": "15", "devices": ["registered"]}
    assert as_role("headteacher").post(RULES, data=sent).status_code == 302
    return as_role("office")


def test_no_school_keeps_a_list_until_it_says_so(as_role):
    office = as_role("office")
    assert "The school keeps no list of them." in office.get(PAGE).text
    assert "Staff’s own devices" not in office.get("/office/phones").text
    assert office.post(PAGE, data=typed()).status_code == 400
    assert StaffDevice.select().count() == 0


def test_choosing_it_leaves_the_minutes_as_they_are_and_an_audit_line(as_role, app):
    head = as_role("headteacher")
    head.post(RULES, data={"minutes": "5", "devices": ["registered"]})
    assert "checked" in head.get(RULES).text
    head.post(RULES, data={"minutes": "5"})
    assert (value_of(app, "phones.lock_minutes"), value_of(app, "phones.registers_devices")) == (5, False)
    told = [json.loads(row.details) for row in AuditEntry.select().where(AuditEntry.action == "policy.changed")]
    first = {"phones.lock_minutes": 5, "phones.registers_devices": True}
    assert [one["values"] for one in told] == [first, {"phones.registers_devices": False}]


def test_a_device_is_noted_with_whose_it_is_and_who_agreed_and_ends(registered):
    assert registered.post(PAGE, data=typed()).status_code == 302
    shown = registered.get(PAGE).text
    assert all(words in shown for words in ("Tom Hargreave", "Pixel 7", "Ruth Adeyemi"))
    assert "Staff’s own devices" in registered.get("/office/phones").text
    device = StaffDevice.get()
    assert registered.post(f"{PAGE}/{device.id}/end").status_code == 302
    first = StaffDevice.get().ended_at
    registered.post(f"{PAGE}/{device.id}/end")
    assert StaffDevice.get().ended_at == first
    assert "Ended" in registered.get(PAGE).text
    told = [row.action for row in AuditEntry.select() if row.action.startswith("staff_device")]
    assert told == ["staff_device.added", "staff_device.ended"]


def test_there_is_no_place_for_a_number_or_a_serial_number():
    assert not {"number", "serial_number", "sim"} & set(StaffDevice._meta.fields)


def test_a_list_no_longer_kept_still_ends_what_is_on_it(registered, as_role):
    registered.post(PAGE, data=typed())
    as_role("headteacher").post(RULES, data={"minutes": "15"})
    assert "Pixel 7" in registered.get(PAGE).text
    registered.post(f"{PAGE}/{StaffDevice.get().id}/end")
    assert StaffDevice.get().ended_at is not None


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"staff": ""}, "Choose whose it is"),
        ({"agreed_by": ""}, "Choose who agreed"),
        ({"make_and_model": " "}, "Give the make and model"),
        ({"make_and_model": "x" * 81}, "at most 80 characters"),
        ({"agreed_on-day": ""}, "as numbers"),
        ({"agreed_on-day": "", "agreed_on-month": "", "agreed_on-year": ""}, "Give the day on which"),
        ({"agreed_on-year": str((clock.today() + timedelta(days=366)).year)}, "still to come"),
        ({"agreed_on-day": "31", "agreed_on-month": "2"}, "no such day"),
    ],
)
def test_what_is_wrong_is_said_by_the_field_and_kept_as_typed(registered, other, words):
    answer = registered.post(PAGE, data=typed(**other))
    assert (answer.status_code, words in answer.text) == (422, True)
    assert StaffDevice.select().count() == 0


def test_nobody_agrees_to_their_own(registered):
    answer = registered.post(PAGE, data=typed(staff=id_of("headteacher")))
    assert (answer.status_code, "Nobody agrees to a device of their own" in answer.text) == (422, True)


def test_only_the_headteacher_or_slt_agree(registered):
    assert registered.post(PAGE, data=typed(agreed_by=id_of("dsl"))).status_code == 422
    assert registered.post(PAGE, data=typed(agreed_by=id_of("slt"))).status_code == 302


@pytest.mark.parametrize("role", ["staff", "dsl", "trip_leader"])
def test_others_neither_see_the_list_nor_add_to_it(registered, as_role, role):
    somebody = as_role(role)
    assert somebody.get(PAGE).status_code == 403
    assert somebody.post(PAGE, data=typed()).status_code == 403


def test_a_neighbours_devices_are_nobodys_here(app, registered):
    with app.app_context():
        school = accounts.add_school("Next door")
        finch = accounts.add_staff(school, "Mr Finch", "finch@nextdoor.example", "demo-castle-visit")
    now = clock.now()
    known = {"make_and_model": "Finch phone", "agreed_by": finch, "agreed_on": clock.today(), "added_by": finch.id}
    theirs = StaffDevice.create(school=school, staff=finch, added_at=now, **known)
    assert "Finch phone" not in registered.get(PAGE).text
    assert registered.post(f"{PAGE}/{theirs.id}/end").status_code == 404
    assert registered.post(PAGE, data=typed(staff=finch.id)).status_code == 422
