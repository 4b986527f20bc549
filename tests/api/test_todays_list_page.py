"""What a trip's list carries: chosen by those who plan trips, per trip, and on the phones at their next contact."""

from __future__ import annotations

import pytest

from server.foundation.audit import AuditEntry
from server.trips.models import Trip


def carried(trip):
    row = Trip.get_by_id(trip)
    return row.carries_contacts, row.carries_care


@pytest.mark.parametrize(
    ("ticked", "result"),
    [([], (False, False)), (["care"], (False, True)), (["contacts", "care"], (True, True))],
)
def test_the_school_chooses_what_travels_on_each_trip(todays_trip, as_role, ticked, result):
    page = f"/office/trips/{todays_trip}/list"
    assert as_role("office").post(page, data={"carries": ticked}).status_code == 302
    assert carried(todays_trip) == result
    assert AuditEntry.select().where(AuditEntry.action == "trip.list_chosen").count() == 1


def test_what_is_not_offered_changes_nothing(todays_trip, as_role):
    before = carried(todays_trip)
    answer = as_role("office").post(f"/office/trips/{todays_trip}/list", data={"carries": ["diagnosis"]})
    assert (answer.status_code, carried(todays_trip)) == (422, before)


@pytest.mark.parametrize("role", ["staff", "network_manager"])
def test_others_do_not_choose(todays_trip, as_role, role):
    before = carried(todays_trip)
    assert as_role(role).post(f"/office/trips/{todays_trip}/list", data={}).status_code == 403
    assert carried(todays_trip) == before


def test_a_trip_of_nobodys_has_no_list(as_role):
    assert as_role("office").get("/office/trips/another/list").status_code == 404


def test_the_page_counts_what_the_school_has(todays_trip, as_role):
    shown = as_role("office").get(f"/office/trips/{todays_trip}/list").text
    assert "Marked \u201cdo not ring\u201d" in shown
    assert ">32<" in "".join(shown.split())
