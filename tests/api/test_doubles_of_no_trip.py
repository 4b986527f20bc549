"""Two adults who told of one event, one of them or both without naming a trip: proposed, and decided, all the same."""

from __future__ import annotations

import random
import re
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from server.accounts.queries import any_school
from server.foundation import clock
from server.foundation.database import db
from server.incidents import doubles
from server.incidents.double_rows import rows_beside, rows_named, rows_of_none, told, trip_of
from server.incidents.double_rules import pairs_among
from server.incidents.models import Incident
from server.trips.models import Trip
from tests.cast import grazed_knee

MOST_QUERIES = 12
MOAT = {"pupils": "Rosa Ellwood", "place": "Moat path", "what_happened": "CANARY"}
LIST = "/office/no-trip/board/doubles"


@pytest.fixture
def four(new_phone):
    """A second phone."""
    found = new_phone("Phone 4")
    found.sets_itself_up()
    return found


@pytest.fixture
def tell(phone, four):
    """`tell(None, trip)` has Phone 3 tell of a graze on no trip and Phone 4 on that one; returns both ids, sorted."""

    def of(first, second, one=None, **other):
        both = [grazed_knee(first, **{**MOAT, **(one or {})}), grazed_knee(second, **{**MOAT, **other})]
        for by, knee in zip((phone, four), both, strict=True):
            by.sends(by.files(knee))
        return tuple(sorted(knee["id"] for knee in both))

    return of


def number(page):
    """The number of a board of what names no trip."""
    [found] = re.findall(r'data-key="doubles">.*?tallies__link" href="([^"]+)">(\d+)<', page, re.DOTALL)
    assert found[0] == LIST
    return int(found[1])


def address(pair):
    return f"/office/incidents/doubles?{urlencode(dict(zip(('first', 'second'), pair, strict=True)))}"


def says(client, pair, answer, after=0):
    return client.post(address(pair), data={"answer": answer, "reason": "Both saw it", "after": after})


@pytest.mark.parametrize("where", ["no trip", "one on a trip", "a trip that nobody knows"])
def test_a_pair_is_in_the_number_and_list_of_no_trip_and_on_both_pages_until_somebody_decides(
    tell, as_role, todays_trip, where
):
    trips = {"no trip": (None, None), "one on a trip": (None, todays_trip), "a trip that nobody knows": ("gone", None)}
    pair, office = tell(*trips[where]), as_role("office")
    page = office.get("/office/no-trip").text

    assert number(page) == 1
    assert "Two adults, one event?" in page
    assert "Alike: the kind of incident, who it was about, the place." in office.get(LIST).text
    assert address(pair).split("?")[0] in office.get(LIST).text
    for incident in pair:
        assert "Two adults, one event?" in office.get(f"/office/incidents/{incident}").text
    # A trip is signed off by what names it: its own number, gaps and page have nothing of this.
    assert doubles.proposed(any_school(), todays_trip) == []
    assert "Two adults" not in office.get(f"/office/trips/{todays_trip}").text

    compared = office.get(address(pair)).text
    assert ("Not on a trip" in compared, compared.count("CANARY")) == (True, 2)
    assert says(office, pair, "one").status_code == 302
    page = office.get("/office/no-trip").text
    assert (number(page), "Linked: one event" in page) == (0, True)
    assert "Nothing here" in office.get(LIST).text
    [made] = doubles.decisions_of(any_school(), *pair)
    assert says(office, pair, "two", after=made.n).status_code == 302
    assert "Two adults" not in office.get("/office/no-trip").text
    assert all("Two events" in office.get(f"/office/incidents/{one}").text for one in pair)


def test_a_trip_is_looked_at_for_what_came_of_late_and_from_its_own_page_for_ever(tell, as_role, todays_trip):
    pair, office = tell(None, todays_trip), as_role("office")
    Incident.update(received_at=clock.now() - timedelta(days=31)).where(Incident.trip.is_null()).execute()

    assert number(office.get("/office/no-trip").text) == 0
    assert all("Look at both" in office.get(f"/office/incidents/{one}").text for one in pair)


def test_what_was_linked_stays_linked_when_the_two_turn_out_to_be_days_apart(tell, as_role, todays_trip):
    pair, office = tell(None, todays_trip), as_role("office")
    says(office, pair, "one")
    Incident.update(happened_at=clock.now() - timedelta(days=3)).where(Incident.id == pair[0]).execute()

    assert "Linked: one event" in office.get("/office/no-trip").text
    for incident in pair:
        assert "Linked: one event" in office.get(f"/office/incidents/{incident}").text


def test_a_kind_and_a_time_alone_are_no_pair_without_a_trip_and_two_trips_never_are(tell, as_role, todays_trip):
    other = Trip.get(Trip.title == "Canal walk").id
    apart = tell(todays_trip, other)
    tell(None, None, one={"pupils": "", "place": ""}, pupils="", place="")

    assert number(as_role("office").get("/office/no-trip").text) == 0
    assert as_role("office").get(address(apart)).status_code == 404
    assert says(as_role("office"), apart, "one").status_code == 404


def test_whoever_may_not_read_both_sees_the_pair_without_a_link(tell, as_role):
    pair = tell(None, None, one={"category": "safeguarding"}, category="safeguarding")

    for page in ("/office/no-trip", LIST):
        assert "Safeguarding concern, Phone 3" in as_role("office").get(page).text
        assert "/office/incidents/doubles" not in as_role("office").get(page).text
        assert "/office/incidents/doubles" in as_role("dsl").get(page).text
    assert says(as_role("office"), pair, "one").status_code == 422
    assert "CANARY" not in as_role("office").get(address(pair)).text
    assert "Phone 3" not in as_role("staff").get(LIST).text
    assert as_role("staff").get(address(pair)).status_code == 404


def test_two_concerns_about_staff_are_in_no_number_and_shown_to_the_headteacher_alone(tell, as_role):
    tell(None, None, one={"category": "allegation"}, category="allegation")

    for role in ("office", "dsl", "headteacher"):
        page = as_role(role).get("/office/no-trip").text
        assert (number(page), "Two adults" in page) == (0, role == "headteacher"), role
        assert "Nothing here" in as_role(role).get(LIST).text


LONDON = ZoneInfo("Europe/London")
DAYS = (date(2026, 6, 12), date(2026, 6, 13), date(2026, 10, 25), date(2026, 3, 29))


def at_some_time(row, dice):
    """Let an incident have happened about one of some days, as exactly as it may say."""
    begins = datetime.combine(dice.choice(DAYS), datetime.min.time(), LONDON)
    at = begins + timedelta(minutes=dice.choice([-30, 0, 30, 60, 180, 190, 23 * 60, 24 * 60 + 30]))
    times = [(at, None, at), (None, begins.date(), at), (None, None, at)]
    row.happened_at, row.happened_on, row.recorded_at = dice.choice(times)
    row.happened_about = dice.choice([None, "ten_minutes_ago"])
    row.category = dice.choice(["injury", "injury", None, "illness"])
    row.author = dice.choice(["priya", "tom", None])
    row.save()


def pairs_in(rows):
    """The pairs among some, of which one at least is on no trip."""
    placed = {row.id for row in rows if trip_of(row)}
    found = [{one.id, other.id} for one, other, _why in pairs_among(told(row) for row in rows)]
    return {frozenset(pair) for pair in found if not pair <= placed}


def test_what_is_near_in_time_is_found_as_if_every_two_were_compared(phone, four, todays_trip):
    """By the database's own question, whatever a report says of its time, on days when the clocks change as well."""
    dice, school = random.Random(7), any_school().id
    for by in (phone, four):
        for trip in (None, None, todays_trip, todays_trip, "nowhere"):
            names = ("Rosa Ellwood", "Rosa Ellwood", "", "Rosa Ellwood")
            by.sends(*(by.files(grazed_knee(trip, place="Moat", pupils=one)) for one in names))
    ids = [row.id for row in Incident.select()]
    for _ in range(20):
        for row in Incident.select():
            at_some_time(row, dice)
        expected = pairs_in(rows_named(school, ids, ""))
        assert len(expected) > 10
        assert pairs_in(rows_of_none(school, "")) == expected
        for row in rows_named(school, ids[::7], ""):
            beside = pairs_in(rows_beside(school, row, ""))
            assert {pair for pair in beside if row.id in pair} == {pair for pair in expected if row.id in pair}


def test_it_costs_the_same_however_much_there_is_and_goes_through_no_whole_table(
    tell, phone, four, as_role, monkeypatch
):
    [incident, _other] = tell(None, None)
    office, asked, execute = as_role("office"), [], type(db).execute_sql

    def counts(self, sql, *more):
        asked.append((sql, *more[:1]))
        return execute(self, sql, *more)

    def cost(page):
        asked.clear()
        assert office.get(page).status_code == 200
        return len([sql for sql, *_rest in asked if sql.lstrip().startswith(("SELECT", "WITH"))])

    monkeypatch.setattr(type(db), "execute_sql", counts)
    before = [cost(page) for page in ("/office/no-trip", LIST)]
    for by in (phone, four):
        by.sends(*(by.files(grazed_knee(None, **MOAT)) for _ in range(6)))
    assert [cost(page) for page in ("/office/no-trip", LIST)] == before
    assert max(before) <= MOST_QUERIES
    of_none = list(asked)
    cost(f"/office/incidents/{incident}")
    for sql, given in [one for one in [*of_none, *asked] if "AS theirs" in one[0]]:
        through_no_table(sql, given)


def through_no_table(sql, given):
    plan = [step for *_ids, step in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", given)]
    assert [step for step in plan if re.match(r"SCAN (t1|incident|record|theirs|mine|other)", step)] == []
    # By the school alone an index has every row of it.
    assert [step for step in plan if re.search(r"(incident|t1) USING INDEX .*\(school_id=\?\)", step)] == []
