"""A link to an incident leads only to what somebody may read; others see its line."""

from __future__ import annotations

import pytest

from tests.cast import grazed_knee

PAGES = (
    "/office/trips/{trip}",
    "/office/trips/{trip}/board/incidents",
    "/office/trips/{trip}/board/incidents_open",
    "/office/incidents",
)
OF_NONE = ("/office/no-trip", "/office/no-trip/board/incidents", "/office/no-trip/board/incidents_open")


@pytest.mark.parametrize("page", [*PAGES, *OF_NONE])
def test_whoever_may_see_and_not_read_an_incident_has_its_line_without_a_link(phone, todays_trip, as_role, page):
    trip = None if page in OF_NONE else todays_trip
    knee, worry = grazed_knee(trip), grazed_knee(trip, category="safeguarding")
    phone.sends(phone.files(knee), phone.files(worry))

    for role, leads in (("office", False), ("dsl", True), ("headteacher", True)):
        found = as_role(role).get(page.format(trip=todays_trip)).text
        assert "Safeguarding concern" in found, role
        assert f"/office/incidents/{knee['id']}" in found, role
        assert (f"/office/incidents/{worry['id']}" in found) == leads, role
