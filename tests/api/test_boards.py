"""Boards: every number is its list, is of what somebody may see, and costs the same however much there is."""

from __future__ import annotations

import json
import re

import pytest

from server.accounts.queries import any_school
from server.foundation import clock
from server.foundation.database import db
from server.reconciliation.board_sight import Sight
from server.reconciliation.boards import board_of
from server.reconciliation.gaps import gaps_of
from server.trips.models import Trip
from tests.api.check_offs import Desk
from tests.api.own_phones import agree, use
from tests.api.photographer import Photographer, jpeg
from tests.api.test_head_invisible import MOVING
from tests.cast import grazed_knee

# What the planted day comes to.
TRUTH = {
    "announced": 7,
    "arrived": 6,
    "missing": 1,
    "held": 1,
    "waiting": 7,
    "phones": 3,
    "phones_back": 0,
    "incidents": 3,
    "incidents_open": 3,
    "photos_taken": 1,
    "photos_at_school": 0,
    "photos_off_phone": 0,
    "uses": 1,
    "agreements": 0,
    "uses_without_agreement": 1,
    "doubles": 0,
    "consent_exceptions": 0,
}
HEAD = Sight("", frozenset({"headteacher"}))
LISTS = ("announced", "arrived", "missing", "held", "incidents", "incidents_open", "photos_taken", "alerts_open")


@pytest.fixture
def planted(phone, todays_trip):
    """Today's trip: a grazed knee, a serious one, a concern about staff, a report that never came, a held one, a photo
    whose picture never came, a call with an own phone that nobody had agreed to.
    """
    phone.files(grazed_knee(todays_trip))
    phone.sends(
        phone.files(grazed_knee(todays_trip)),
        phone.files(grazed_knee(todays_trip, severity="critical")),
        phone.files(grazed_knee(todays_trip, category="allegation")),
        phone.files({**grazed_knee(todays_trip), "kind": "no.such_kind"}),
        phone.files(use(todays_trip)),
    )
    Photographer(phone, todays_trip).writes(jpeg())
    phone.reports()
    return todays_trip


@pytest.fixture
def numbers(run, planted):
    """What the command line says of the planted trip."""
    return json.loads(run("trip", "board", "--trip", planted, "--format", "json").output)


def shown(page):
    """Every number of a page by its name."""
    one = r'(?:figures|tallies)__name">([^<]+)</dt>\s*<dd class="\w+__number"><a [^>]+>([^<]+)<'
    return dict(re.findall(one, page))


def lines(page):
    return len(re.findall(r'class="list__item"', page))


def test_the_command_line_prints_the_numbers_of_a_board(numbers, planted):
    assert {name: numbers[name] for name in TRUTH} == TRUTH
    assert numbers["trip"] == planted
    assert numbers["alerts_open"] >= 3


def test_every_number_is_as_long_as_its_list_for_whoever_looks(as_role, planted, numbers):
    for role in ("headteacher", "office", "staff"):
        browser = as_role(role)
        here = shown(browser.get(f"/office/trips/{planted}").text)
        for part in LISTS:
            length = lines(browser.get(f"/office/trips/{planted}/board/{part}").text)
            name = {"incidents_open": "Incidents open", "alerts_open": "Alerts nobody has taken up"}.get(part, part)
            name = {"photos_taken": "Photos taken", "held": "held to check"}.get(part, name)
            assert length == int(here.get(name, str(length)).split()[0]), (role, part)
            if role == "headteacher" and part != "alerts_open":
                assert length == numbers[part], part


def test_a_role_sees_the_numbers_of_what_it_may_see_alone(as_role, planted):
    head, office, staff = (
        shown(as_role(role).get(f"/office/trips/{planted}").text) for role in ("headteacher", "office", "staff")
    )
    assert head["Incidents open"] == "3 of 3"
    # A concern about staff is in nobody's number but the headteacher's; neither is the alert of it.
    assert office["Incidents open"] == "2 of 2"
    assert int(office["Alerts nobody has taken up"]) < int(head["Alerts nobody has taken up"])
    assert not {"Incidents open", "Own phones used", "Used with no agreement", "Checks before photos to look at"} & set(
        staff
    )
    assert staff["announced"] == head["announced"] == "7"
    assert lines(as_role("staff").get(f"/office/trips/{planted}/board/uses_without_agreement").text) == 0


def test_each_gap_says_what_to_do_next_and_leads_to_where_it_is_done(as_role, planted, in_app):
    found = gaps_of(any_school().id, planted, HEAD)
    parts = [gap.key.partition("|")[0] for gap in found]
    assert sorted(set(parts)) == ["alert", "held", "incident", "missing", "photo", "use"]
    assert parts.count("incident") == 2
    assert len({gap.key for gap in found}) == len(found)
    assert [gap.key for gap in gaps_of(any_school().id, planted, HEAD)] == [gap.key for gap in found]
    assert all(gap.next_step for gap in found)


def test_the_page_of_a_trip_shows_its_gaps_and_every_link_of_it_opens(as_role, planted):
    head = as_role("headteacher")
    page = head.get(f"/office/trips/{planted}").text
    assert "Phone 3: report number 1 has not arrived" in page
    assert "Bring Phone 3 into signal and open Lanyard on it" in page
    addresses = set(re.findall(r'href="(/office/[^"#]+)"', page.replace("&amp;", "&")))
    assert len(addresses) > 40
    assert {address for address in addresses if head.get(address).status_code != 200} == set()


def test_what_another_role_is_not_shown_is_in_none_of_its_gaps(as_role, planted):
    page = as_role("staff").get(f"/office/trips/{planted}/board/open").text
    assert "has not arrived" in page
    assert "not closed" not in page
    assert "own phone, " not in page


def test_a_number_leads_nowhere_else(as_role, planted):
    office = as_role("office")
    assert office.get(f"/office/trips/{planted}/board/no-such-list").status_code == 404
    assert office.get("/office/no-trip/board/open").status_code == 404
    largest = (f"?page={10**30}", f"?page={10**19 - 1}", f"?page={2**63 // 100}", f"?since={2**63 - 1}")
    for odd in ("?page=0", "?page=x", "?since=-1", "?phone=x", *largest):
        for board in (f"trips/{planted}", "no-trip"):
            for part in ("announced", "held"):
                assert office.get(f"/office/{board}/board/{part}{odd}").status_code == 200, odd


def test_a_phones_own_numbers_open_its_own_list(as_role, new_phone, phone, planted):
    other = new_phone("Phone 4")
    other.sets_itself_up()
    other.sends(other.files(grazed_knee(planted)))
    office = as_role("office")
    page = office.get(f"/office/trips/{planted}").text
    found = re.findall(r'board/announced\?phone=([^"]+)">(\d+)<span[^>]+> announced, (Phone \d)', page)
    ids = {name: one for one, _number, name in found}
    assert {name: number for _one, number, name in found} == {"Phone 3": "7", "Phone 4": "1"}
    of = {name: f"/office/trips/{planted}/board/announced?phone={one}" for name, one in ids.items()}
    assert lines(office.get(of["Phone 4"]).text) == 1
    assert lines(office.get(of["Phone 3"]).text) == 7
    assert lines(office.get(f"/office/trips/{planted}/board/announced").text) == 8


def test_what_was_told_with_a_trip_and_came_with_none_is_not_missing(phone, todays_trip, in_app):
    sent = phone.files(grazed_knee())
    phone.pending[0]["trip"] = todays_trip
    phone.reports()
    phone.sends(sent)
    board = board_of(any_school().id, todays_trip)
    assert (board.announced, board.arrived, board.missing) == (1, 1, 0)


def test_what_two_phones_told_of_is_missing_once(phone, new_phone, todays_trip, as_role):
    other = new_phone("Phone 4")
    other.sets_itself_up()
    phone.files(grazed_knee(todays_trip))
    other.pending = phone.pending
    phone.reports()
    other.reports()
    page = as_role("office").get(f"/office/trips/{todays_trip}").text
    assert shown(page)["missing"] == "1"
    assert lines(as_role("office").get(f"/office/trips/{todays_trip}/board/missing").text) == 1


def test_what_waits_for_the_chair_is_in_nobodys_number(phone, todays_trip, as_role):
    phone.files(grazed_knee(todays_trip))
    apart = [{**phone.pending[0], "id": "about-the-head", "digest": "f" * 64, "trip": None}]
    chains = [
        {"chain": phone.chain, "next": 2, "pending": phone.pending},
        {"chain": phone.chain_apart, "next": 2, "pending": apart},
    ]
    phone.reports(chains=chains)
    assert shown(as_role("office").get(f"/office/trips/{todays_trip}").text)["waiting on phones"] == "1"
    assert "1 waiting" in as_role("office").get("/office/board").text


def test_a_held_call_with_the_headteachers_own_phone_is_in_no_number(phone, todays_trip, as_role):
    phone.sends(*(phone.files({**use(todays_trip, role), "v": 99}) for role in ("headteacher", "staff")))
    for role in ("office", "headteacher"):
        assert shown(as_role(role).get(f"/office/trips/{todays_trip}").text)["held to check"] == "1"


def test_own_phones_agreed_are_those_that_may_ring_and_no_agreement_for_the_internet_alone(run, todays_trip, as_role):
    agree(todays_trip)
    agree(todays_trip, "trip_leader", kind="internet")
    numbers = json.loads(run("trip", "board", "--trip", todays_trip, "--format", "json").output)
    page = as_role("office").get(f"/office/trips/{todays_trip}/board/agreements").text
    assert (numbers["agreements"], lines(page)) == (1, 1)
    assert ("Tom Hargreave" in page, "Priya Shah" in page) == (True, False)


@pytest.mark.parametrize("role", ["staff", "office", "headteacher"])
def test_that_a_headteachers_own_phone_was_agreed_is_on_no_board_and_in_no_number(run, todays_trip, as_role, role):
    somebody, trip = as_role(role), f"/office/trips/{todays_trip}"
    pages = [trip, f"{trip}/board/agreements", "/office/board"]
    before = [MOVING.sub("", somebody.get(page).text) for page in pages]
    agree(todays_trip, "headteacher")

    numbers = json.loads(run("trip", "board", "--trip", todays_trip, "--format", "json").output)

    assert numbers["agreements"] == 0
    assert [MOVING.sub("", somebody.get(page).text) for page in pages] == before


def test_the_list_of_trips_has_the_state_of_each(run, as_role):
    trips = [json.loads(line) for line in run("trip", "list", "--format", "json").output.splitlines()]
    assert {trip["title"]: trip["state"] for trip in trips} == {
        "Canal walk": "back",
        "Castle visit": "out",
        "Year 6 residential": "coming",
    }
    assert set(trips[0]) == {"id", "title", "starts_on", "ends_on", "state"}
    refused = run("trip", "board", "--trip", "no-such-trip")
    assert refused.exit_code == 1
    assert "No trip has that id" in refused.output


def test_the_days_board_has_each_phone_in_a_line(as_role, planted):
    office = as_role("office")
    seen = re.sub(r'<span class="govuk-visually-hidden">[^<]*</span>', "", office.get("/office/board").text)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", seen))
    heard = clock.now().astimezone(clock.SCHOOL_TIME)
    assert re.search(rf"Phone 3 · no list heard of · 7 waiting · 1 not arrived · heard {heard:%H:}", page)
    assert "Phone 4 · no list heard of · not heard yet" in page
    for part, length in (("waiting", 1), ("missing", 1)):
        [link] = re.findall(rf'href="([^"]+/board/{part}\?phone=[^"]+)"', office.get("/office/board").text)
        assert lines(office.get(link).text) == length
    assert "Canal walk" not in page
    over = Trip.get(Trip.title == "Canal walk")
    assert "Canal walk" in office.get(f"/office/board?day={over.ends_on.isoformat()}").text
    for odd in ("yesterday", "0001-01-01", "9999-12-31"):
        assert "That is no day a trip can be on" in office.get(f"/office/board?day={odd}").text


def test_an_open_page_is_given_its_part_again_and_the_last_look_is_noted(as_role, planted):
    office = as_role("office")
    whole = office.get(f"/office/trips/{planted}").text
    part = office.get(f"/office/trips/{planted}/board/now").text
    assert f'data-live="/office/trips/{planted}/board/now"' in whole
    assert part.lstrip().startswith("<div data-live")
    assert "<html" not in part
    assert shown(part) == shown(whole)
    assert "1 photo not arrived." in part
    over = Trip.get(Trip.title == "Canal walk").id
    assert 'data-live=""' in office.get(f"/office/trips/{over}").text


def count_of(browser, address):
    """How many statements a page asks of the database."""
    asked = []
    db.connection().set_trace_callback(asked.append)
    assert browser.get(address).status_code == 200
    db.connection().set_trace_callback(None)
    return len(asked)


def test_a_board_costs_the_same_however_much_there_is(as_role, planted, phone, new_phone, app):
    head = as_role("headteacher")
    addresses = (
        f"/office/trips/{planted}",
        f"/office/trips/{planted}/board/now",
        f"/office/trips/{planted}/board/announced",
        f"/office/trips/{planted}/board/open",
        "/office/board",
        "/office/no-trip",
    )

    def counts():
        # What is new is noted once, at the first look.
        head.get("/office/board")
        return {address: count_of(head, address) for address in addresses}

    def more(sender, times):
        several = [
            sender.files(grazed_knee(trip)) for trip in (planted, None, "another school’s") for _ in range(times)
        ]
        sender.sends(*several[1:], sender.files(use(planted)), sender.files({**grazed_knee(planted), "kind": "odd"}))
        sender.reports()
        # The numbers in between were used, and told to nobody.
        sender.reports(chains=[{"chain": sender.chain, "next": 90, "pending": sender.pending}])

    more(phone, 1)
    few = counts()
    other = new_phone("Phone 4")
    other.sets_itself_up()
    more(phone, 4)
    more(other, 9)
    assert counts() == few
    assert max(few.values()) <= 12, few


def test_what_is_explained_is_open_no_longer_and_the_number_is_that_of_its_list(phone, todays_trip, as_role):
    office = Desk(as_role("office"), todays_trip)
    phone.files(grazed_knee(todays_trip))
    phone.reports()
    office.says_it_is_back(time="00:00")

    def shown() -> tuple[int, int]:
        page = office.client.get(f"/office/trips/{todays_trip}").text
        number = re.search(r'id="open">Still open: <a[^>]*>(\d+)<', page)
        return int(number[1]) if number else 0, office.client.get(f"/office/trips/{todays_trip}/board/open").text.count(
            "list__item"
        )

    number, listed = shown()
    assert number == listed > 1, "The phone that tells nothing is among them."
    office.explains()
    assert shown() == (0, 0)
