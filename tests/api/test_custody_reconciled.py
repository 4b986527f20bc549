"""Confiscated against released (R100): on a trip's board, among what is still open, at check-off, and under To do."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from server.foundation import clock
from tests.api.alerted import incident
from tests.api.check_offs import Desk
from tests.api.custody import link, taken


def wall(**before):
    """So long before now, as a phone has it."""
    return clock.as_text(clock.now() - timedelta(**before))


@pytest.fixture
def kept(phone, todays_trip):
    """Four items of today's trip: kept, given back, with the police, given back twice. Their ids."""
    items = [taken(wall(hours=2), todays_trip, bag=bag) for bag in ("3A4", "5C6", "7D9", "4F2")]
    ends = [("item.released", 1), ("item.handed_to_police", 2), ("item.released", 3), ("item.released", 3)]
    links = [link(kind, wall(minutes=9), todays_trip, item=items[place]["id"]) for kind, place in ends]
    phone.sends(*(phone.files(record) for record in (*items, *links)))
    return [one["id"] for one in items]


def open_on(client, trip):
    return client.get(f"/office/trips/{trip}/board/open").text


def test_a_board_counts_what_is_kept_and_names_it_by_its_bag(run, as_role, kept, todays_trip):
    numbers = json.loads(run("trip", "board", "--trip", todays_trip, "--format", "json").output)
    assert (numbers["items"], numbers["items_kept"]) == (4, 1)
    page = as_role("headteacher").get(f"/office/trips/{todays_trip}").text
    assert "Items kept" in page
    assert "1 of 4" in page
    listed = as_role("headteacher").get("/office/custody", query_string={"trip": todays_trip, "state": "held"}).text
    assert ("bag 3A4" in listed, "bag 5C6" in listed) == (True, False)
    assert "Items kept" not in as_role("network_manager").get(f"/office/trips/{todays_trip}").text


def test_what_is_neither_back_nor_with_the_police_is_open_until_it_is(phone, as_role, kept, todays_trip):
    office = as_role("office")
    page = open_on(office, todays_trip)
    assert "Phone, bag 3A4: kept since" in page
    assert f"/office/custody/{kept[0]}" in page
    assert "Phone, bag 4F2: what was written of it does not fit together" in page
    assert not [bag for bag in ("5C6", "7D9") if bag in page]
    assert "Maya" not in page
    assert "Ask the office, the DSL or the headteacher what became of it." in open_on(as_role("evc"), todays_trip)

    phone.sends(phone.files(link("item.released", wall(minutes=1), item=kept[0])))

    assert "3A4" not in open_on(office, todays_trip)


def test_a_written_reason_closes_the_gap_until_something_else_is_known(as_role, kept, todays_trip):
    desk = Desk(as_role("office"), todays_trip)
    desk.says_it_is_back(time="00:00")
    assert "bag 3A4" in desk.looks()
    desk.explains("It stays in the safe until the parents come on Monday.")

    assert "bag 3A4" not in open_on(as_role("office"), todays_trip)
    assert "does not fit together" not in open_on(as_role("office"), todays_trip)


def test_what_was_kept_overnight_is_under_to_do_and_what_was_taken_today_is_not(phone, as_role, todays_trip):
    yesterday, today = taken(wall(days=1), todays_trip, bag="3A4"), taken(wall(minutes=0), todays_trip, bag="5C6")
    stray = taken(wall(days=2), bag="7D9")
    phone.sends(*(phone.files(record) for record in (yesterday, today, stray)))

    for role, bags in (
        ("office", {"3A4", "7D9"}),
        ("trip_leader", {"3A4"}),
        ("network_manager", set()),
        ("chair", set()),
    ):
        page = as_role(role).get("/office").text
        assert {bag for bag in ("3A4", "5C6", "7D9") if f"bag {bag}: still kept" in page} == bags, role
        assert "Maya" not in page


@pytest.mark.parametrize(
    ("category", "doers"),
    [
        ("nude_image", {"dsl", "headteacher"}),
        ("allegation", {"headteacher"}),
        ("behaviour", {"dsl", "headteacher", "office", "trip_leader"}),
        (None, {"dsl"}),
    ],
)
def test_what_belongs_to_a_report_is_to_do_for_whoever_reads_the_report(phone, as_role, todays_trip, category, doers):
    report = incident(todays_trip, category, "serious")
    item = taken(wall(days=1), todays_trip, bag="3A4", incident=report["id"])
    phone.sends(*(phone.files(record) for record in ([report, item] if category else [item])))

    for role in ("dsl", "headteacher", "office", "trip_leader"):
        client = as_role(role)
        assert ("bag 3A4: still kept" in client.get("/office").text) == (role in doers), role
        page = open_on(client, todays_trip)
        assert "bag 3A4: kept since" in page
        assert ("Give it back or hand it over, and write to whom." in page) == (role in doers), role
