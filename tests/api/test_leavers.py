"""Somebody leaves, or their time is over: whatever their account opened ends, and what they wrote still arrives."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine

from server.accounts import closing
from server.accounts.models import JoiningCode, PasswordReset, SignIn, Staff
from server.accounts.rules import LONGEST_STAY_DAYS
from server.alerts.subscription_models import PushSubscriber
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.intake.models import Record
from server.phones.models import Unlock
from tests.api.pins import PinHolder
from tests.api.pushed import ToldPhone, local_service
from tests.cast import CLIENT, address_of, grazed_knee, receipts, sign_in
from tests.push_service import PushService

CODE = re.compile(r'<p class="code">([A-Z0-9-]+)</p>')
GUESTS = "/office/staff/guests"


@pytest.fixture
def told(app, phone, monkeypatch):
    """Phone 3, which Priya and Tom open with a PIN, and on which both are told."""
    local_service(app, monkeypatch)
    with PushService() as service:
        told = ToldPhone(phone, service, "trip_leader", "staff")
        told.subscribes()
        yield told


def shuts_out(as_role, role):
    row = Staff.get(Staff.email == address_of(role))
    assert as_role("network_manager").post(f"/office/staff/{row.id}/disable").status_code == 302
    return row


def day_of(day, name="Mr Cover"):
    parts = {"last_day-day": day.day, "last_day-month": day.month, "last_day-year": day.year}
    return {"name": name, **parts}


def comes_for(as_role, phone, days=3):
    """Somebody comes for some days, and joins by their code: who they are, and what they hold on the phone."""
    answer = as_role("office").post(GUESTS, data=day_of(clock.today() + timedelta(days=days)))
    code = CODE.search(answer.text)[1]
    joined = phone.client.post("/api/join", json={"code": code}, headers=CLIENT)
    return Staff.get_by_id(joined.json["staff"]["id"]), PinHolder(phone, "staff").chooses()


def acts_of(staff):
    return [row.action for row in AuditEntry.select().where(AuditEntry.subject == staff.id).order_by(AuditEntry.n)]


def test_sign_ins_pins_pushes_and_codes_end_with_the_account(told, as_role, app):
    priya = Staff.get(Staff.email == address_of("trip_leader"))
    as_role("headteacher").post(f"/office/staff/{priya.id}/reset")
    browser = sign_in(app.test_client(), "trip_leader")
    assert browser.get("/office").status_code == 200

    shuts_out(as_role, "trip_leader")

    assert browser.get("/office").status_code == 302
    assert not SignIn.select().where(SignIn.staff == priya, SignIn.ended_at.is_null()).exists()
    assert not PasswordReset.select().where(PasswordReset.staff == priya).exists()
    pin = Unlock.get(Unlock.staff == priya)
    assert (pin.ended_why, pin.share, pin.rescue_code) == ("account disabled", "", None)
    assert [row.staff_id for row in PushSubscriber.select()] == [told.people[1]]


def test_the_others_on_that_phone_keep_theirs(told, as_role):
    shuts_out(as_role, "trip_leader")

    assert [one["staff"] for one in told.phone.reports().json["card"]["people"]] == [told.people[1]]
    assert Unlock.get(Unlock.staff == told.people[1]).share


def test_enabled_again_a_pin_has_to_be_chosen_anew(phone, as_role):
    priya = PinHolder(phone, "trip_leader").signs_in().chooses()
    row = shuts_out(as_role, "trip_leader")
    as_role("network_manager").post(f"/office/staff/{row.id}/enable")

    assert priya.opens().json["code"] == "unlock.unknown"
    assert priya.signs_in().chooses().opens().status_code == 200


def test_what_a_leaver_signed_still_arrives_as_theirs(phone, as_role, exported):
    priya = PinHolder(phone, "trip_leader").signs_in().chooses()
    record = grazed_knee(None, what_happened="Written before I left.")
    record["actor"] = {"staff": priya.person["staff"], "how": "pin"}
    filed = priya.files(record)

    shuts_out(as_role, "trip_leader")
    receipts(phone.sends(filed))

    assert [line["state"] for line in exported()] == ["opened"]
    assert Record.get().signed_by == priya.person["staff"]


def test_a_guest_is_added_with_an_end_and_a_code(phone, as_role):
    guest, pin = comes_for(as_role, phone)

    page = as_role("office").get(GUESTS).text
    assert "Mr Cover" in page
    assert "on Phone 3" in page
    assert pin.opens().status_code == 200
    assert guest.ends_at - clock.now() < timedelta(days=4)


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "Give today or a day to come"), (LONGEST_STAY_DAYS + 1, f"within {LONGEST_STAY_DAYS} days")],
)
def test_an_end_has_to_be_given_and_to_be_near(as_role, days, words):
    office = as_role("office")
    refused = office.post(GUESTS, data=day_of(clock.today() + timedelta(days=days)))
    none = office.post(GUESTS, data={"name": "Mr Cover"})

    assert (refused.status_code, none.status_code) == (422, 422)
    assert words in refused.text
    assert "Give their last day" in none.text
    assert not Staff.select().where(Staff.name == "Mr Cover").exists()


def test_a_guests_account_ends_at_its_moment_by_the_way_of_a_leavers(app, phone, as_role, exported):
    guest, pin = comes_for(as_role, phone)
    record = grazed_knee(None, what_happened="Written on the last day.")
    record["actor"] = {"staff": guest.id, "how": "pin"}
    filed = pin.files(record)
    with time_machine.travel(guest.ends_at - timedelta(seconds=1), tick=False), app.app_context():
        assert closing.close_ended() == 0
    with time_machine.travel(guest.ends_at, tick=False):
        assert pin.opens().json["code"] == "unlock.unknown"
        with app.app_context():
            assert (closing.close_ended(), closing.close_ended()) == (1, 0)
        receipts(phone.sends(filed))

    ended = Unlock.get(Unlock.staff == guest)
    assert (ended.ended_why, ended.share) == ("its time was over", "")
    assert not SignIn.select().where(SignIn.staff == guest, SignIn.ended_at.is_null()).exists()
    assert acts_of(guest)[-2:] == ["staff.sign_ins_ended", "staff.ended"]
    assert [line["state"] for line in exported()] == ["opened"]
    assert Record.get().signed_by == guest.id


def test_a_code_that_nobody_used_opens_nothing_after_the_end(app, phone, as_role):
    answer = as_role("office").post(GUESTS, data=day_of(clock.today()))
    guest = Staff.get(Staff.name == "Mr Cover")
    with time_machine.travel(guest.ends_at, tick=False):
        refused = phone.client.post("/api/join", json={"code": CODE.search(answer.text)[1]}, headers=CLIENT)
        with app.app_context():
            closing.close_ended()

    assert refused.json["code"] == "accounts.code_refused"
    assert not JoiningCode.select().exists()


def test_one_that_a_clock_set_wrong_ended_is_ended_again_at_its_time(app, phone, as_role):
    guest, _pin = comes_for(as_role, phone)
    with time_machine.travel(guest.ends_at + timedelta(days=26 * 365), tick=False), app.app_context():
        assert closing.close_ended() == 1
    with app.app_context():
        assert closing.close_ended() == 0
    with time_machine.travel(guest.ends_at, tick=False), app.app_context():
        assert closing.close_ended() == 1


def test_a_guest_leaves_before_their_time(phone, as_role):
    guest, pin = comes_for(as_role, phone)
    office = as_role("office")

    assert office.post(f"{GUESTS}/{guest.id}/end").status_code == 302

    assert pin.opens().json["code"] == "unlock.unknown"
    assert office.post(f"{GUESTS}/{guest.id}/code").status_code == 404
    assert "Ended" in office.get(GUESTS).text


def test_somebody_of_the_staff_is_no_guest(as_role):
    tom = Staff.get(Staff.email == address_of("staff"))

    assert as_role("office").post(f"{GUESTS}/{tom.id}/end").status_code == 404
    assert Staff.get_by_id(tom.id).is_active


@pytest.mark.parametrize("role", ["dsl", "evc", "slt", "staff", "chair"])
def test_who_keeps_no_accounts_adds_no_guest(as_role, role):
    assert as_role(role).post(GUESTS, data=day_of(clock.today())).status_code == 403
    assert as_role(role).get(GUESTS).status_code == 403


def test_no_name_of_a_guest_is_in_the_log(phone, as_role):
    comes_for(as_role, phone)

    assert not [row for row in AuditEntry.select() if "Cover" in json.dumps([row.actor, row.subject, row.details])]


def test_nobody_here_for_some_days_is_given_a_password_to_the_office(as_role, phone):
    cover, _pin = comes_for(as_role, phone)
    office = as_role("office")
    assert office.post(f"/office/staff/{cover.id}/reset").status_code == 404
    assert "reset" not in office.get(f"/office/staff/{cover.id}").text.lower()
    assert not PasswordReset.select().where(PasswordReset.staff == cover).exists()
