"""The agreement on acceptable use: its versions, signatures in the office and on phones, and asking again each year."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.accounts.models import Agreement, AgreementSignature
from server.foundation import clock
from tests.api.pins import pin_of
from tests.api.policies import chosen
from tests.cast import CLIENT, grazed_knee, receipts

PAGE, NEW = "/office/agreement", "/office/agreement/new"


def signs(phone, pin, version):
    """Hand in a signed `agreement.signed`."""
    record = {**grazed_knee(None), "kind": "agreement.signed", "body": {"version": version}}
    record["actor"] = {"staff": pin.person["staff"], "how": "pin"}
    receipts(phone.sends(pin.files(record)))


def is_asked(phone):
    (person,) = phone.reports().json["card"]["people"]
    return not person["has_agreed"]


def test_somebody_signs_in_the_office_and_is_asked_no_more(as_role):
    staff = as_role("staff")
    assert "I have read this and agree" in staff.get(PAGE).text
    assert staff.post(PAGE, data={"version": "1"}).status_code == 302
    shown = staff.get(PAGE).text
    assert "You signed it" in shown
    assert "I have read this and agree" not in shown


def test_a_signature_on_a_phone_counts_and_is_that_persons(phone, as_role):
    priya = pin_of(phone)
    assert is_asked(phone)
    signs(phone, priya, 1)
    assert not is_asked(phone)
    assert AgreementSignature.get().staff_id == priya.person["staff"]


def test_an_unsigned_record_agrees_to_nothing(phone):
    priya = pin_of(phone)
    record = {**grazed_knee(None), "kind": "agreement.signed", "body": {"version": 1}}
    record["actor"] = {"staff": priya.person["staff"], "how": "pin"}
    receipts(phone.sends(phone.files(record)))
    assert is_asked(phone)


@pytest.mark.parametrize("version", [2, 99])
def test_a_version_that_is_not_in_force_yet_is_signed_by_nobody(phone, version):
    signs(phone, pin_of(phone), version)
    assert is_asked(phone)


def test_another_version_asks_everybody_again(phone, as_role):
    priya = pin_of(phone)
    signs(phone, priya, 1)
    head = as_role("headteacher")
    assert head.post(NEW, data={"text": "I keep my PIN to myself."}).status_code == 302
    assert is_asked(phone)
    assert phone.client.get("/api/agreement", headers=CLIENT).json == {"version": 2, "text": "I keep my PIN to myself."}
    assert "Priya Shah" in head.get(PAGE).text


def test_a_version_replaced_while_it_was_read_is_not_signed_unread(as_role):
    reader = as_role("staff")
    reader.get(PAGE)
    as_role("headteacher").post(NEW, data={"text": "Another."})
    assert reader.post(PAGE, data={"version": "1"}).status_code == 400
    assert AgreementSignature.select().count() == 0


def test_after_a_year_it_is_signed_anew(phone):
    priya = pin_of(phone)
    signs(phone, priya, 1)
    AgreementSignature.update(signed_at=clock.now() - timedelta(days=365)).execute()
    assert is_asked(phone)


def test_it_is_signed_anew_sooner_where_the_schools_policy_says_so(phone, as_role, app):
    signs(phone, pin_of(phone), 1)
    as_role("staff").post(PAGE, data={"version": "1"})
    AgreementSignature.update(signed_at=clock.now() - timedelta(days=90)).execute()
    assert not is_asked(phone)
    chosen(app, accounts__agreement_days=90)
    assert is_asked(phone)
    assert "Priya Shah" in as_role("headteacher").get(PAGE).text
    assert "I have read this and agree" in as_role("staff").get(PAGE).text
    chosen(app, accounts__agreement_days=120)
    assert "asked again 120 days after that" in " ".join(as_role("staff").get(PAGE).text.split())


def test_an_empty_agreement_is_refused_by_its_field(as_role):
    answer = as_role("headteacher").post(NEW, data={"text": "  "})
    assert (answer.status_code, "Write what staff agree to" in answer.text) == (422, True)
    assert Agreement.select().count() == 1


@pytest.mark.parametrize("role", ["staff", "office", "dsl"])
def test_others_write_no_version(as_role, role):
    assert as_role(role).get(NEW).status_code == 403


def test_nothing_that_matters_waits_for_it(phone, todays_trip, exported):
    pin_of(phone)
    receipts(phone.sends(phone.files(grazed_knee(todays_trip))))
    assert exported()[0]["state"] == "opened"
