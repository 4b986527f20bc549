"""A trip's sheet on paper: what stands on it, who prints names, and that it is seen to have come back."""

from __future__ import annotations

import json

import pytest

from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.rows import select
from server.incidents import sheets_back
from server.intake.models import Record
from server.phones.models import Phone
from server.policy.models import Contact
from server.trips.models import Pupil, Trip, TripPhone, TripPupil
from tests.api.check_offs import Desk
from tests.api.own_phones import staff_id
from tests.cast import grazed_knee

WITH_NAMES = "sheet.printed_with_names"


@pytest.fixture
def trip(todays_trip):
    return f"/office/trips/{todays_trip}"


@pytest.fixture
def pupils(todays_trip):
    """The last names of those who go."""
    rows = Pupil.select().join(TripPupil).where(TripPupil.trip == todays_trip)
    return [row.last_name for row in rows]


def test_whom_to_ring_and_the_phones_own_questions_stand_on_it_and_no_pupil(trip, todays_trip, pupils, as_role):
    shown = as_role("staff").get(f"{trip}/sheet").text

    for words in ("999", "01632 960101", "01632 960100", "In place of which phone?", "Head counts (of 32)"):
        assert words in shown
    for words in (
        "What kind of incident?",
        "Concern about staff",
        "How serious?",
        "Who was told?",
        "Written by (name)",
    ):
        assert words in shown
    assert "About the headteacher? Not on this sheet." in shown
    for role in ("lado", "chair"):
        assert Contact.get(Contact.role == role).number in shown
    assert not any(name in shown for name in pupils)
    assert "with-names" not in shown
    Trip.update(country="FR").where(Trip.id == todays_trip).execute()
    assert "In danger in France" in as_role("staff").get(f"{trip}/sheet").text


def test_names_are_printed_by_those_who_may_and_that_is_noted_before(trip, pupils, as_role):
    for role in ("staff", "network_manager", "chair", "slt"):
        assert as_role(role).get(f"{trip}/sheet/with-names").status_code == 403, role
    assert not AuditEntry.select().where(AuditEntry.action == WITH_NAMES).exists()

    for role in ("office", "trip_leader", "dsl"):
        shown = as_role(role).get(f"{trip}/sheet/with-names").text
        assert shown.count('<tr><th scope="row">') == len(pupils) == 32
        assert "shred" in shown

    assert [row.actor for row in AuditEntry.select().where(AuditEntry.action == WITH_NAMES)] == [
        staff_id(role) for role in ("office", "trip_leader", "dsl")
    ]


@pytest.fixture
def returns(as_role, trip, todays_trip):
    """`returns(happened="none")` types in that Phone 3's sheet came back, as Tom wrote it."""
    office = as_role("office")
    phone = TripPhone.get(TripPhone.trip == todays_trip).phone_id
    day = {f"written_on-{part}": getattr(clock.today(), part) for part in ("day", "month", "year")}

    def send(by=office, **more):
        given = {
            "record": "6a0b2a52-3a7e-4b1c-9d5e-0f4a6c1b2d3e",
            "phone": phone,
            "wrote": staff_id("staff"),
            "written_at": "00:01",
            "happened": "none",
            "how_many": "",
            "head_counts": "10:05 coach 32",
            **day,
        }
        return by.post(f"{trip}/paper/sheet", data={**given, **more})

    send.phone = phone
    return send


def test_the_trips_page_says_for_which_phone_a_sheet_came_back_and_who_says_so(
    returns, trip, todays_trip, as_role, run
):
    assert "No sheet has come back." in as_role("office").get(trip).text

    assert returns().location == trip
    assert returns().location == trip

    [back] = sheets_back.back_on(Trip.get_by_id(todays_trip).school_id, todays_trip)
    assert (back.phone, back.incidents, back.head_counts) == (returns.phone, 0, "10:05 coach 32")
    shown = as_role("office").get(trip).text
    for words in (
        f"In place of {Phone.get_by_id(returns.phone).name}",
        "No incidents on it, says Tom Hargreave, on paper, ",
        "Typed in by Elin Morgan",
    ):
        assert words in shown
    row = Record.get(Record.kind == "sheet.returned")
    assert (json.loads(row.actor)["staff"], json.loads(row.body)["typed_by"]) == (staff_id("staff"), staff_id("office"))
    assert AuditEntry.select().where(AuditEntry.subject == row.id, AuditEntry.actor == staff_id("office")).exists()
    assert select("SELECT COUNT(*) FROM alert")[0][0] == 0
    assert run("audit", "verify").exit_code == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"phone": ""}, "Choose a phone, or none"),
        ({"phone": "elsewhere"}, "Not a valid choice"),
        ({"happened": ""}, "Choose one"),
        ({"wrote": ""}, "Choose who"),
        ({"how_many": "many"}, "Give a number up to 99"),
        ({"how_many": "2"}, "does not go with the answer above"),
        ({"happened": "some", "how_many": "0"}, "does not go with the answer above"),
        ({"written_at": "noonish"}, "such as 14:32"),
    ],
)
def test_a_mistake_is_named_by_its_field_and_the_rest_stays_typed(returns, more, words):
    answer = returns(**more)

    assert (answer.status_code, words in answer.text, "10:05 coach 32" in answer.text) == (422, True, True)
    assert not Record.select().exists()


def test_who_may_note_it_and_what_may_stay_unsaid(returns, trip, todays_trip, as_role):
    for role in ("staff", "chair", "network_manager"):
        assert returns(by=as_role(role)).status_code == 403, role
    for role, more in (("trip_leader", {"happened": "some"}), ("evc", {"phone": "none", "wrote": "not_said"})):
        assert returns(by=as_role(role), **more).status_code == 302, role
    backs = sheets_back.back_on(Trip.get_by_id(todays_trip).school_id, todays_trip)
    assert [(one.phone, one.incidents) for one in backs] == [(returns.phone, None), (None, 0)]
    assert "how many is not said" in as_role("office").get(trip).text


def test_a_phone_that_says_a_sheet_came_back_is_not_believed(phone, todays_trip):
    forged = grazed_knee(todays_trip)
    body = {"started_at": "2026-06-12T09:14:00Z", "typed_by": staff_id("office"), "phone": None, "incidents": 0}
    phone.sends(phone.files({**forged, "kind": "sheet.returned", "body": body}))

    assert Record.get().kind == "sheet.returned"
    assert sheets_back.back_on(Trip.get_by_id(todays_trip).school_id, todays_trip) == []


@pytest.fixture
def types_in(as_role, trip):
    """`types_in(place="Moat")` enters an incident from paper, as Tom wrote it down."""
    office = as_role("office")
    days = {
        f"{name}-{part}": getattr(clock.today(), part)
        for name in ("written_on", "happened_on")
        for part in ("day", "month", "year")
    }

    def send(by=office, **more):
        given = {
            "record": "0d3f0a52-3a7e-4b1c-9d5e-0f4a6c1b2d3e",
            "wrote": staff_id("staff"),
            "written_at": "00:01",
            "category": "injury",
            "asked": more.get("category", "injury"),
            "about": "not_said",
            "severity": "minor",
            "happened_at": "00:01",
            "place": "Drawbridge",
            "what_happened": "Bumped a head.",
            "follow_up_needed": "no",
        }
        answer = by.post(f"{trip}/paper", data={**given, **days, **more})
        assert answer.status_code == 302, answer.text

    return send


SECOND = "5b0b2a52-3a7e-4b1c-9d5e-0f4a6c1b2d3e"


def test_a_trip_is_open_while_less_was_typed_in_than_its_sheets_say(returns, types_in, trip, as_role):
    office, leader = as_role("office"), as_role("trip_leader")
    pages = (trip, f"{trip}/board/open", f"{trip}/report", f"{trip}/check-off")
    returns(happened="some", how_many="1")
    returns(happened="some", how_many="1", phone="none", record=SECOND)
    for place in ("Drawbridge", "Moat"):
        for page in pages:
            assert "Sheets say 2 incidents: is each of them typed in?" in office.get(page).text, page
        types_in(place=place)
    assert not any("Sheets say" in office.get(page).text for page in pages)

    returns(happened="some", record="4c0b2a52-3a7e-4b1c-9d5e-0f4a6c1b2d3e")
    for browser in (office, leader):
        page = browser.get(f"{trip}/board/open").text
        assert f'href="{trip}/paper">Sheets say at least 3 incidents: is each of them typed in?</a>' in page
        assert "Enter what is missing. If nothing is, say that you looked, and nothing of what was written." in page
        assert browser.get(f"{trip}/paper").status_code == 200


def test_why_less_was_typed_in_is_explained_until_another_sheet_says_more(returns, types_in, todays_trip, as_role):
    desk = Desk(as_role("office"), todays_trip)
    returns(happened="some", how_many="2")
    types_in()
    desk.says_it_is_back(time="00:00")
    assert "Sheets say 2 incidents: is each" in desk.looks()
    desk.explains("Both lines are of the one bump.")
    assert 'name="seen"' in desk.looks(), "It can be signed."

    returns(happened="some", how_many="1", phone="none", record=SECOND)
    assert "Sheets say 3 incidents: is each" in desk.looks()
    assert 'name="seen"' not in desk.looks()


def test_whoever_types_nothing_in_is_told_whom_to_ask_and_whoever_sees_no_incidents_nothing(returns, trip, as_role):
    returns(happened="some", how_many="2")
    for role, is_shown in (("slt", True), ("staff", False)):
        page = as_role(role).get(f"{trip}/board/open").text
        assert ("Sheets say 2 incidents: is each of them typed in?</h2>" in page) is is_shown, role
        assert ("Ask the office to enter what is missing from the paper." in page) is is_shown, role
        assert f"{trip}/paper" not in page


def test_a_concern_about_staff_counts_for_nothing_that_others_see_nor_does_a_phone_that_says_paper(
    returns, types_in, trip, todays_trip, as_role, phone
):
    head = as_role("headteacher")
    returns(happened="some", how_many="2")
    types_in(by=head, category="allegation")
    forged = grazed_knee(todays_trip)
    phone.sends(phone.files({**forged, "actor": {**forged["actor"], "staff": staff_id("dsl"), "how": "paper"}}))
    pages = {role: as_role(role).get(f"{trip}/board/open").text for role in ("headteacher", "office", "evc")}
    assert all("Sheets say 2 incidents: is each" in page for page in pages.values())
    assert not any("concern about staff" in page for page in pages.values())
