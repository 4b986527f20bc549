"""Who may read what was written about an incident."""

from __future__ import annotations

import pytest

from server.accounts.rules import Role
from server.incidents.kinds import IncidentReportedV1
from server.incidents.rules import CATEGORY_NAMES, may_read, may_see

EVERYDAY = (
    *("injury", "illness", "missing_pupil", "behaviour", "lost_phone", "data_breach", "near_miss", "other"),
    *("welfare_call", "device_exception", "emergency"),
)


def _readers(category):
    return {role for role in Role if may_read(category, frozenset({role}), leads_the_trip=False)}


@pytest.mark.parametrize(
    "category", ["safeguarding", "bullying", "online_safety", "nude_image", "visitor_breach", None]
)
def test_a_safeguarding_matter_is_read_by_safeguarding_leads_and_the_head(category):
    assert _readers(category) == {Role.DSL, Role.DEPUTY_DSL, Role.ONLINE_SAFETY_LEAD, Role.HEADTEACHER}


def test_a_concern_about_staff_is_read_by_the_headteacher_alone():
    assert _readers("allegation") == {Role.HEADTEACHER}
    assert not may_read("allegation", frozenset({Role.DSL, Role.OFFICE}), leads_the_trip=True)


@pytest.mark.parametrize("category", EVERYDAY)
def test_an_everyday_incident_is_read_by_the_office_and_the_trips_leader(category):
    assert may_read(category, frozenset({Role.OFFICE}), leads_the_trip=False)
    assert may_read(category, frozenset({Role.STAFF}), leads_the_trip=True)
    assert not may_read(category, frozenset({Role.STAFF}), leads_the_trip=False)


def test_the_office_sees_that_a_safeguarding_report_came_but_cannot_read_it():
    office = frozenset({Role.OFFICE})

    assert may_see("safeguarding", office, leads_the_trip=False)
    assert not may_read("safeguarding", office, leads_the_trip=False)


def test_nobody_but_the_head_sees_that_a_concern_about_staff_exists():
    seen_by = {role for role in Role if may_see("allegation", frozenset({role}), leads_the_trip=True)}

    assert seen_by == {Role.HEADTEACHER}


def test_every_category_a_phone_can_send_has_a_name():
    schema = IncidentReportedV1.model_json_schema()
    sent = next(part["enum"] for part in schema["properties"]["category"]["anyOf"] if "enum" in part)

    assert set(sent) == set(CATEGORY_NAMES)
