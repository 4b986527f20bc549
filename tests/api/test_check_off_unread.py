"""A report that nobody could open may be the gravest of a trip: then two people sign it off."""

from __future__ import annotations

import uuid

import pytest

from server.intake.models import Opening
from server.reconciliation.check_off_models import TripSignOff
from server.trips.models import Trip
from tests.api.check_offs import Desk, goes_alone
from tests.api.photographer import Photographer, jpeg
from tests.cast import grazed_knee, receipts

NO_KEY = "0123456789abcdef"
TWO = "Two different people"


@pytest.fixture
def desk(as_role, todays_trip):
    """`desk("office")` is somebody at the check-off of today's trip, out with Phone 3 alone."""
    goes_alone(todays_trip)
    return lambda role: Desk(as_role(role), todays_trip)


def hands_in(phone, frame):
    """Send one thing, and tell that nothing waits; returns its arrival number."""
    [receipt] = receipts(phone.sends(frame))
    phone.pending.clear()
    phone.reports()
    return receipt["n"]


def state_of_last():
    return Opening.select().order_by(Opening.envelope.desc()).get().state


@pytest.mark.parametrize("answer", ["kept as evidence", "explained"])
def test_a_report_that_nobody_could_open_takes_two_whatever_was_decided_of_it(phone, desk, todays_trip, answer):
    office, evc = desk("office"), desk("evc")
    office.says_it_is_back(time="00:00")
    n = hands_in(phone, phone.files(grazed_knee(todays_trip), kid=NO_KEY))
    assert state_of_last() == "held"
    if answer == "explained":
        office.explains("Priya wrote it down again.")
    else:
        kept = {"answer": "kept", "reason": "No key opens it", "after": 0}
        assert office.client.post(f"/office/held/{n}", data=kept).status_code == 302
    assert TWO in office.looks()
    assert "A second person now looks" in office.signs()
    assert not TripSignOff.select().exists()
    evc.signs()
    assert TripSignOff.get().confirmed_by is not None


@pytest.mark.parametrize("what", ["a photo", "another trip's", "one that could be read", "what is for the chair"])
def test_what_else_is_held_takes_one(phone, desk, todays_trip, what):
    office = desk("office")
    office.says_it_is_back(time="00:00")
    elsewhere = Trip.get(Trip.title == "Canal walk").id
    if what == "a photo":
        phone.key = {**phone.key, "kid": NO_KEY}
        Photographer(phone, todays_trip).sends(str(uuid.uuid4()), jpeg())
    elif what == "another trip's":
        hands_in(phone, phone.files(grazed_knee(elsewhere), kid=NO_KEY))
    elif what == "one that could be read":
        hands_in(phone, phone.files({**grazed_knee(todays_trip), "kind": "no.such_kind"}))
    else:
        hands_in(phone, phone.files(grazed_knee(todays_trip), kid=NO_KEY, chain=phone.chain_apart))
    assert state_of_last() == ("chair" if what == "what is for the chair" else "held")
    assert TWO not in office.looks()
