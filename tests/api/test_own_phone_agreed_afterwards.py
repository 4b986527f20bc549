"""A call that was made on a trip may be agreed once the trip is over (R53): it stands as given afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.foundation import clock
from server.personal_phone.agreement_models import OwnPhoneAgreement
from server.trips.models import Trip, TripPhone
from tests.api.own_phones import LEDGER, staff_id, use
from tests.api.policies import chosen
from tests.cast import receipts

NEW = "/office/own-phones/agreements/new"


@pytest.fixture
def over(todays_trip):
    """The castle visit was two days ago: whatever is given for it is over as well."""
    day = clock.today() - timedelta(days=2)
    Trip.update(starts_on=day, ends_on=day).where(Trip.id == todays_trip).execute()
    return todays_trip


def given(trip, **more):
    """What the form sends."""
    asked = {"kind": "own_phone", "trip": trip, "staff": staff_id("staff"), "reason": "Both phones were with the rest"}
    return {**asked, "risk_assessment": "", **more}


def test_it_stands_as_given_afterwards_and_never_as_in_force(phone, over, as_role):
    began_at = clock.as_text(clock.now() - timedelta(days=2))
    receipts(phone.sends(phone.files(use(over, began_at=began_at, ended_at=None))))
    slt = as_role("slt")
    assert "Castle visit, " in slt.get(f"{NEW}?trip={over}").text
    told = slt.post(NEW, data=given(over), follow_redirects=True).text
    assert ("is given afterwards" in told, "In force" in told, "Ended" in told) == (True, False, True)
    assert "Number 1, given afterwards" in as_role("headteacher").get(LEDGER).text


def test_where_the_policy_has_nobody_use_an_own_phone_it_is_agreed_afterwards_alone(phone, todays_trip, as_role, app):
    chosen(app, own_phone__agrees="nobody")
    assert phone.reports().json["card"]["own_phone"]["agrees"].startswith("afterwards")
    head = as_role("headteacher")
    refused = [head.post(NEW, data=given(todays_trip, kind=kind)) for kind in ("own_phone", "internet")]
    assert [one.status_code for one in refused] == [422, 422]
    assert "has nobody use their own phone" in refused[0].text
    assert (as_role("slt").get(NEW).status_code, OwnPhoneAgreement.select().count()) == (403, 0)
    TripPhone.delete().where(TripPhone.trip == todays_trip).execute()
    shown = head.get(f"/office/trips/{todays_trip}").text
    assert ("afterwards, and never before, the headteacher" in shown, f"{NEW}?trip" in shown) == (True, False)
    day = clock.today() - timedelta(days=2)
    Trip.update(starts_on=day, ends_on=day).where(Trip.id == todays_trip).execute()
    assert head.post(NEW, data=given(todays_trip)).status_code == 302


def test_it_is_given_once(over, as_role):
    slt = as_role("slt")
    answers = [slt.post(NEW, data=given(over)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "They have such an agreement for this trip already" in answers[1].text
    assert OwnPhoneAgreement.select().count() == 1


def test_the_internet_is_agreed_for_trips_to_come_alone(over, as_role):
    answer = as_role("slt").post(NEW, data=given(over, kind="internet"))
    assert (answer.status_code, "That trip is over" in answer.text) == (422, True)
