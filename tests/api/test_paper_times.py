"""When an incident from paper happened: a day without a time, and a time that looks wrong."""

from __future__ import annotations

import json
import re
from datetime import datetime, time, timedelta

import pytest

from server.foundation import clock
from server.incidents import doubles
from server.incidents.models import Incident
from server.intake.models import Record
from tests.api.paper_form import BUMP
from tests.cast import grazed_knee

TICKED = "Are the days and times right?"
pytestmark = pytest.mark.usefixtures("afternoon")


def test_a_day_without_a_time_is_kept_as_a_day(enters, as_role):
    enters(happened_at="", written_at="")

    body = json.loads(Record.get().body)
    today = clock.today()
    given = (body["happened_at"], body["happened_on"], body["written_about_on"])
    assert given == (None, today.isoformat(), today.isoformat())
    assert in_full(today) in as_role("dsl").get(f"/office/incidents/{Incident.get().id}").text


def in_full(day):
    return f"{day.day} {day:%B %Y}, no time given"


@pytest.fixture
def fall(enters):
    """A fall three days ago, written on paper with no time and typed in today; returns (its incident, its day)."""
    day = clock.today() - timedelta(days=3)
    assert enters(day=day, happened_at="", written_at="", times_right="yes").status_code == 302
    return Incident.get(), day


def test_a_day_without_a_time_is_the_day_it_is_listed_under(fall, as_role):
    (row, day), dsl = fall, as_role("dsl")

    def listed(on):
        asked = {f"{end}-{part}": getattr(on, part) for end in ("since", "until") for part in ("day", "month", "year")}
        return dsl.get("/office/incidents", query_string=asked).text

    assert row.id in listed(day)
    assert f"Happened {day:%A} {day.day}" in listed(day)
    assert row.id not in listed(clock.today())
    slip = dsl.get(f"/office/incidents/{row.id}/slips/new").text
    assert re.search(rf'name="on-day"[^>]* value="{day.day}"', slip)


def test_a_day_without_a_time_is_proposed_beside_what_a_phone_told_of_that_day(fall, phone, as_role, todays_trip):
    row, day = fall
    at = datetime.combine(day, time(16, 30), clock.SCHOOL_TIME)
    for one in (at, at + timedelta(days=1)):
        told = {"happened_at": clock.as_text(one), "place": "by the drawbridge", "pupils": "Rosa E."}
        phone.sends(phone.files(grazed_knee(todays_trip, **told)))

    [pair] = doubles.proposed(row.school_id, todays_trip)

    assert pair.first == row.id
    assert Incident.get_by_id(pair.second).happened_at == at
    assert pair.why.startswith("On the same day, one with no time. Alike: the kind of incident")
    page = as_role("dsl").get(f"/office/incidents/doubles?first={pair.first}&second={pair.second}").text
    assert in_full(day) in page


def test_its_report_says_the_day_and_that_it_was_typed_in_from_paper(fall, as_role):
    row, day = fall
    for names in ("with", "without"):
        page = as_role("dsl").get(f"/office/incidents/{row.id}/report?names={names}").text
        assert in_full(day) in page
        assert "Typed in from paper" in page
        assert clock.in_words(row.recorded_at) in page
        assert "by the phone" not in page
        assert ("Tom Hargreave, on paper, " in page, "Typed in by Elin Morgan" in page) == ((names == "with",) * 2)


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        ({"days": -1}, "Castle visit was on"),
        ({"days": 1}, "is still to come"),
        ({"happened_at": "15:30"}, "When it happened is still to come"),
        ({"written_at": "14:00"}, "It was written before it happened"),
    ],
)
def test_an_odd_time_is_warned_of_once_and_then_filed_as_it_is(enters, odd, words):
    day = clock.today() + timedelta(days=odd.get("days", 0))
    times = {name: value for name, value in odd.items() if name != "days"}
    answer = enters(day=day, **times)
    assert (answer.status_code, words in answer.text, BUMP in answer.text) == (422, True, True)
    assert TICKED in answer.text

    assert enters(day=day, times_right="yes", **times).status_code == 302
    assert Incident.get().happened_at.astimezone(clock.SCHOOL_TIME).date() == day
