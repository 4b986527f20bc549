"""The set-up check, as the school hears it: on the phone's page, and due from the network manager each term."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from server.accounts import actions
from server.accounts.models import Staff
from server.foundation import clock
from server.phones.models import Phone, SetUpCheck
from tests.api.pins import pin_of
from tests.cast import address_of, grazed_knee, receipts

ALL_WELL = {
    "installed": True,
    "storage_kept": True,
    "app_kept": True,
    "camera": True,
    "radios_off": True,
    "no_cloud_photos": True,
    "passcode_on": True,
    "call_withheld": True,
    "test_alert": True,
}
DUE = "Phone 3 needs its set-up check"


def check(body, *, role=None, how="session", wall=None):
    """The plaintext of a set-up check by somebody, now or when `wall` says."""
    staff = Staff.get(Staff.email == address_of(role)).id if role else None
    actor = {"staff": staff, "how": how if staff else "none", "typed_name": None, "unlocked_by": None}
    record = {**grazed_knee(), "kind": "phone.set_up_checked", "body": body, "actor": actor}
    return {**record, "clock": {**record["clock"], "wall": wall or clock.as_text(clock.now())}}


@pytest.fixture
def files(phone):
    """`files(body, role=…)` hands in a check of Phone 3."""

    def send(body, **more):
        receipts(phone.sends(phone.files(check(body, **more))))

    return send


@pytest.fixture
def page(phone):
    """The address of Phone 3's page."""
    return f"/office/phone/{Phone.get(Phone.name == 'Phone 3').id}"


def test_a_phone_in_use_is_due_from_the_network_manager_until_it_was_found_well(files, as_role, page):
    callum = as_role("network_manager")
    told = callum.get("/office").text
    assert DUE in told
    assert "It was never made." in told
    assert "Phone 4 needs" not in told
    assert DUE not in as_role("office").get("/office").text
    files(ALL_WELL, role="network_manager")
    assert "set-up check" not in callum.get("/office").text
    assert ", by Callum Reid: all well" in as_role("staff").get(page).text
    assert "Set-up check made" in as_role("staff").get("/office/phones").text


def test_what_was_not_well_is_named_wherever_the_phone_is(files, as_role, page):
    notes = {"radios_off": "Bluetooth for a hearing aid"}
    files({**ALL_WELL, "radios_off": False, "camera": None, "notes": notes}, role="network_manager")
    wanting = "Camera: not looked at; Bluetooth and AirDrop off: no, Bluetooth for a hearing aid"
    for address in (page, "/office/phones", "/office"):
        assert wanting in as_role("network_manager").get(address).text
    assert "Phone 3 was not all well at its set-up check" in as_role("network_manager").get("/office").text


@pytest.mark.parametrize("role", [None, "staff", "headteacher"])
def test_a_check_by_somebody_else_is_kept_and_does_not_count(files, as_role, page, role):
    files(ALL_WELL, role=role)
    assert DUE in as_role("network_manager").get("/office").text
    shown = as_role("office").get(page).text
    assert "Not made by the network manager yet" in shown
    assert "not by the network manager: all well" in shown
    assert "not by the network manager" in as_role("office").get("/office/phones").text


def test_a_later_check_by_somebody_else_stands_beside_the_network_managers(files, as_role, page):
    files(ALL_WELL, role="network_manager")
    files({**ALL_WELL, "passcode_on": False}, role="staff")
    shown = as_role("office").get(page).text
    assert "by Callum Reid: all well" in shown
    assert "by Tom Hargreave, not by the network manager: Passcode on: no" in shown
    assert "set-up check" not in as_role("network_manager").get("/office").text


def test_a_pin_without_a_signature_is_not_the_network_managers(phone, files, as_role):
    files(ALL_WELL, role="network_manager", how="pin")
    assert DUE in as_role("network_manager").get("/office").text
    signer = pin_of(phone, "network_manager")
    receipts(phone.sends(signer.files(check(ALL_WELL, role="network_manager", how="pin"))))
    assert "set-up check" not in as_role("network_manager").get("/office").text


def test_somebody_who_writes_on_the_network_managers_pin_is_not_the_network_manager(phone, as_role):
    signer = pin_of(phone, "network_manager")
    record = check(ALL_WELL)
    record["actor"] = {"staff": None, "how": "pin", "typed_name": "Jo", "unlocked_by": signer.person["staff"]}
    receipts(phone.sends(signer.files(record)))
    assert SetUpCheck.get().counts is False


def test_a_check_of_an_earlier_term_is_due_again(files, as_role, monkeypatch):
    files(ALL_WELL, role="network_manager", wall="2026-06-12T09:14:00Z")
    callum = as_role("network_manager")
    monkeypatch.setattr(clock, "today", lambda: datetime(2026, 7, 20, tzinfo=UTC).date())
    assert "set-up check" not in callum.get("/office").text
    monkeypatch.setattr(clock, "today", lambda: datetime(2026, 9, 3, tzinfo=UTC).date())
    told = callum.get("/office").text
    assert f"{DUE}, autumn term" in told
    assert "Last made Fri 12 Jun" in told
    assert "Check due" in callum.get("/office/phones").text


def test_a_clock_that_runs_ahead_makes_no_check_good_for_terms_to_come(files):
    files(ALL_WELL, role="network_manager", wall="2031-06-12T09:14:00Z")
    row = SetUpCheck.get()
    assert row.checked_at == row.told_at


def test_an_ipad_makes_no_test_call(files, as_role):
    Phone.update(can_ring=False).where(Phone.name == "Phone 3").execute()
    files({**ALL_WELL, "call_withheld": None}, role="network_manager")
    assert "set-up check" not in as_role("network_manager").get("/office").text


def test_a_lost_phone_waits_for_no_check(phone, page, as_role):
    as_role("office").post(f"{page}/lost")
    assert DUE not in as_role("network_manager").get("/office").text


def test_a_check_that_says_nothing_is_taken_all_the_same(files, exported, as_role):
    files({})
    assert exported()[0]["state"] == "opened"
    assert SetUpCheck.select().count() == 1


@pytest.mark.parametrize("part", [{"camera": "yes"}, {"notes": {"weather": "wet"}}, {"notes": {"camera": "x" * 501}}])
def test_a_check_that_cannot_be_read_is_held_and_not_lost(files, exported, part):
    files({**ALL_WELL, **part}, role="network_manager")
    (line,) = exported()
    assert (line["state"], line["reason"]) == ("held", "body.invalid")
    assert SetUpCheck.select().count() == 0


def test_a_name_of_another_school_makes_no_check_count(files, phone):
    finch = actions.add_staff(
        actions.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", "copper kettle moon"
    )
    actions.give_role(finch, "network_manager")
    record = check(ALL_WELL)
    record["actor"] = {**record["actor"], "staff": finch.id, "how": "session"}
    receipts(phone.sends(phone.files(record)))
    row = SetUpCheck.get()
    assert (row.counts, row.staff) == (False, None)
