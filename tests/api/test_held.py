"""Held items are shown to those who may know of them, and read by those who may read them."""

from __future__ import annotations

import pytest

from tests.cast import grazed_knee

SECRET = "CANARY what the child said"


@pytest.fixture
def hold(phone):
    """Send a record that is held, and give its page's address."""

    def send(**change):
        knee = {**grazed_knee(None, what_happened=SECRET), **change}
        phone.sends(phone.files(knee))
        return "/office/held/1"

    return send


def _body(category):
    return {"body": {"started_at": "2026-06-12T09:14:00Z", "category": category, "what_happened": SECRET, "odd": 1}}


@pytest.mark.parametrize("category", ["Safeguarding", "sexual_harm", ["allegation"], 7])
def test_a_category_nobody_knows_is_read_by_the_headteacher_alone(hold, as_role, category):
    page = hold(**_body(category))

    assert SECRET in as_role("headteacher").get(page).text
    for role in ("office", "dsl", "deputy_dsl"):
        assert SECRET not in as_role(role).get(page).text, role


def test_a_kind_nobody_knows_is_read_by_the_headteacher_alone(hold, as_role):
    page = hold(kind="search.made")

    assert SECRET in as_role("headteacher").get(page).text
    assert SECRET not in as_role("office").get(page).text


def test_a_held_concern_about_staff_exists_for_the_headteacher_alone(hold, as_role):
    page = hold(**_body("allegation"))

    assert SECRET in as_role("headteacher").get(page).text
    for role in ("office", "dsl", "deputy_dsl", "network_manager"):
        client = as_role(role)
        assert client.get(page).status_code == 404, role
        assert page not in client.get("/office/held").text
        assert page not in client.get("/office").text


def test_an_item_that_is_not_held_has_no_held_page(phone, as_role):
    phone.sends(phone.files(grazed_knee(None, category="allegation")))

    assert as_role("dsl").get("/office/held/1").status_code == 404


def test_what_cannot_be_unlocked_is_for_whoever_checks(phone, as_role):
    phone.sends(phone.files(grazed_knee(), kid="0123456789abcdef"))

    for role in ("office", "dsl", "headteacher", "network_manager"):
        assert as_role(role).get("/office/held/1").status_code == 200, role


@pytest.mark.parametrize(
    "change",
    [
        {"clock": {"wall": "0001-01-01T00:00:00Z"}},
        {"clock": {"wall": "9999-12-31T23:59:59Z"}},
        {"body": {"started_at": "0001-01-01T00:00:00Z", "category": "injury", "happened_at": "0001-01-01T00:00:00Z"}},
        {"body": {"started_at": "2026-06-12T09:14:00Z", "position": {"latitude": 10**300, "longitude": 0}}},
    ],
)
def test_a_clock_or_a_place_nobody_can_mean_fails_no_page(phone, todays_trip, as_role, change):
    knee = {**grazed_knee(todays_trip), **change}
    phone.sends(phone.files(knee))
    office = as_role("headteacher")

    for address in ("/office", f"/office/trips/{todays_trip}", f"/office/incidents/{knee['id']}", "/office/held/1"):
        assert office.get(address).status_code in (200, 404), address
