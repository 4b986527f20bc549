"""A pair of reports that was explained stays explained, whatever later arrives of when each happened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.foundation import clock
from server.incidents import doubles
from server.incidents.models import Incident
from server.reconciliation.check_off_models import GapExplanation
from server.trips.models import Trip
from tests.api.check_offs import Desk, files_and_sends, goes_alone

OPEN = "Two reports may be of one event"


@pytest.fixture
def pair(phone, todays_trip):
    """Two reports of one graze on today's trip, of two people; their ids, the earlier first."""
    goes_alone(todays_trip)
    for author in ("Priya", "Tom"):
        files_and_sends(phone, todays_trip, place="Moat", pupils="Rosa Ellwood")
        Incident.update(author=author).where(Incident.author.is_null()).execute()
    return of(todays_trip)


@pytest.fixture
def office(as_role, todays_trip):
    """The office at check-off, which has said that the trip is back."""
    found = Desk(as_role("office"), todays_trip)
    assert found.says_it_is_back().status_code == 302
    return found


def of(trip):
    [found] = doubles.proposed(Trip.get_by_id(trip).school_id, trip)
    return found.first, found.second


def change_places(pair):
    """Let the earlier of two have happened after the other."""
    Incident.update(happened_at=clock.now()).where(Incident.id == pair[0]).execute()
    Incident.update(happened_at=clock.now() - timedelta(minutes=1)).where(Incident.id == pair[1]).execute()


def test_an_explained_pair_stays_explained_when_the_two_change_places(todays_trip, pair, office):
    assert OPEN in office.client.get(f"/office/trips/{todays_trip}/board/open").text
    office.explains("Two grazes, one after the other")

    change_places(pair)

    assert of(todays_trip) == pair[::-1]
    assert OPEN not in office.client.get(f"/office/trips/{todays_trip}/board/open").text
    assert "no longer so" not in office.looks()
    assert "Signed off" in office.signs()


@pytest.mark.parametrize("turned", [False, True])
def test_what_was_explained_before_keys_lost_their_order_is_explained_still_and_verified(
    todays_trip, pair, office, run, turned
):
    first, second = sorted(pair, reverse=turned)
    label = {"school": Trip.get_by_id(todays_trip).school_id, "trip": todays_trip, "at": clock.now(), "by": "elin"}
    GapExplanation.create(**label, key=f"double|{first}|{second}", title=OPEN, words="As it was once written")

    assert OPEN not in office.client.get(f"/office/trips/{todays_trip}/board/open").text
    office.explains()
    assert office.looks().count("As it was once written") == 1
    assert "Signed off" in office.signs()
    assert run("trip", "verify", "--trip", todays_trip).exit_code == 0
