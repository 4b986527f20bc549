"""A call written on paper: the office enters it, mistakes are named by the field, and it is a record like any other."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import time_machine

from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.intake.models import Chain, Envelope
from server.personal_phone import own_numbers
from server.personal_phone.use_models import OwnPhoneUse
from server.trips.models import Trip
from tests.api.own_phones import CASTLE_OFFICE, LIST, PAPER, SAID, staff_id
from tests.cast import grazed_knee


@pytest.fixture(autouse=True)
def afternoon():
    """It is three o'clock on the day of the castle visit."""
    three = clock.now().astimezone(clock.SCHOOL_TIME).replace(hour=15, minute=0, second=0)
    with time_machine.travel(three, tick=False):
        yield


@pytest.fixture
def castle(app):
    """Today's castle visit, by its id."""
    return str(Trip.get(Trip.title == "Castle visit", Trip.starts_on == clock.today()).id)


@pytest.fixture
def enters(as_role, castle):
    """`enters(began="14:32")` sends the form, a call of Tom's on the castle visit, and returns the answer."""
    office = as_role("office")

    def send(by=office, day=None, **more):
        day = day or clock.today()
        page = by.get(PAPER).text
        given = {
            "record": re.search(r'name="record"[^>]*value="([^"]+)"', page)[1],
            "used_by": staff_id("staff"),
            "trip": castle,
            "on-day": day.day,
            "on-month": day.month,
            "on-year": day.year,
            "began": "14:32",
            "ended": "14:36",
            "called": "other",
            "called_name": "Castle office",
            "called_number": CASTLE_OFFICE,
            "why_no_school_phone": "With the other group.",
            "what_was_said": SAID,
            "withheld": "tried",
            "another_adult_heard": "yes",
            "agreed": "retrospective",
            "agreed_by": "",
            "photographs_taken": "no",
            "photographs_about": "",
        }
        return by.post(PAPER, data={name: value for name, value in {**given, **more}.items() if value is not None})

    return send


def the_use():
    """The only one that is listed."""
    (row,) = OwnPhoneUse.select()
    return row


def test_it_becomes_a_record_like_any_other(enters, as_role, exported, castle, run):
    answer = enters()
    assert answer.location == LIST
    row = the_use()
    assert (row.staff, row.author, row.phone, row.trip) == (staff_id("staff"), staff_id("office"), "", castle)
    [line] = exported()
    assert (line["state"], line["kind"], line["seq"], line["phone"]) == ("opened", "personal_phone.used", 1, None)
    body = line["body"]
    assert (body["written_on"], body["used_by"], body["what_was_said"]) == ("paper", staff_id("staff"), SAID)
    assert (body["is_timed"], body["withheld"], body["another_adult_heard"]) == (False, "tried", True)
    assert line["actor"]["staff"] == staff_id("office")
    page = as_role("headteacher").get(f"{LIST}/{row.id}").text
    for words in ("Tom Hargreave", "Elin Morgan, signed in in the office", "Paper, typed in the office", SAID):
        assert words in page
    assert "not verified" not in page
    assert "Own phone used on Castle visit" in as_role("headteacher").get("/office").text
    acts = {entry.action: entry.actor for entry in AuditEntry.select().where(AuditEntry.subject == row.id)}
    assert acts["record.filed_in_office"] == staff_id("office")
    assert run("audit", "verify").exit_code == 0


def test_its_times_are_by_the_clock_where_the_trip_was(enters, castle):
    Trip.update(time_zone="Europe/Paris").where(Trip.id == castle).execute()
    enters()
    assert the_use().began_at.astimezone(clock.SCHOOL_TIME).strftime("%H:%M") == "13:32"


def test_the_trips_page_counts_it_as_the_offices(enters, as_role, castle):
    enters()
    page = as_role("office").get(f"/office/trips/{castle}").text
    assert "Everything that a phone told the school of is here." in page


def test_each_has_the_next_number_of_the_offices_own(enters, phone, castle):
    phone.sends(phone.files(grazed_knee(castle)))
    enters()
    enters(began="14:40", ended="14:41")
    rows = Envelope.select().where(Envelope.phone == "").order_by(Envelope.n)
    assert [(row.seq, row.flags) for row in rows] == [(1, ""), (2, "")]
    assert Chain.get(Chain.phone == "").next_seq == 3


def test_the_form_sent_twice_files_it_once_and_with_other_words_once_more(enters):
    record = "6a0b2a52-3a7e-4b1c-9d5e-0f4a6c1b2d3e"
    enters(record=record)
    told = enters(record=record)
    assert OwnPhoneUse.select().count() == 1
    assert told.status_code == 302
    enters(record=record, called_name="Castle shop")
    assert {row.called_name for row in OwnPhoneUse.select()} == {"Castle office", "Castle shop"}
    enters(record="no id at all")
    assert OwnPhoneUse.select().count() == 3


def test_a_paper_that_says_next_to_nothing_is_taken(enters, as_role):
    empty = dict.fromkeys(("began", "ended", "called", "called_name", "called_number", "what_was_said"), "")
    nothing = dict.fromkeys(("on-day", "on-month", "on-year", "why_no_school_phone"), "")
    unsaid = dict.fromkeys(("used_by", "withheld", "another_adult_heard", "agreed", "photographs_taken"), "not_said")
    assert enters(**empty, **nothing, **unsaid, trip="none").status_code == 302
    row = the_use()
    assert (row.staff, row.trip, row.began_at, row.called, row.withheld) == (None, None, None, None, None)
    assert "Not known who" in as_role("headteacher").get(LIST).text


def test_a_contact_is_known_by_their_role(enters):
    enters(called="headteacher.0", called_name="", called_number="")
    assert (the_use().called, the_use().called_role, the_use().called_name) == (
        "contact",
        "headteacher",
        "Ruth Adeyemi",
    )


def test_a_call_past_midnight_ends_the_next_day(enters, castle):
    Trip.update(starts_on=clock.today() - timedelta(days=1)).where(Trip.id == castle).execute()
    enters(day=clock.today() - timedelta(days=1), began="23:55", ended="00:10")
    assert the_use().ended_at - the_use().began_at == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("used_by", "", "Choose who"),
        ("used_by", "nobody", "Not a valid choice"),
        ("trip", "", "Choose a trip, or none"),
        ("trip", "elsewhere", "Not a valid choice"),
        ("on-day", "31", None),
        ("on-day", "x", "as numbers"),
        ("on-year", "1026", "Check the year"),
        ("on-year", "9999", "still to come"),
        ("began", "half past two", "such as 14:32"),
        ("began", "25:00", "such as 14:32"),
        ("began", "", "Give the time as well"),
        ("began", "15:30", "still to come"),
        ("ended", "14.05", "cannot end before it began"),
        ("ended", "15:01", "still to come"),
        ("ended", "soon", "such as 14:32"),
        ("called", "stranger", "Not a valid choice"),
        ("called_number", "the castle", "without letters"),
        ("called_number", "01632 960450 / 01632 960451", "more than one number"),
        ("called_number", "1471", "no number to ring here"),
        ("called_number", "12", None),
        ("called_name", "w" * 201, "at most 200"),
        ("what_was_said", "w" * 5001, "at most 5000"),
        ("withheld", "perhaps", "Not a valid choice"),
        ("photographs_taken", "maybe", "Not a valid choice"),
    ],
)
def test_a_mistake_is_named_by_its_field_and_the_rest_stays_typed(enters, field, typed, words):
    month = {"on-month": 2} if (field, typed) == ("on-day", "31") else {}
    answer = enters(**{field: typed, **month})
    assert answer.status_code == 422, field
    assert "There is a problem" in answer.text
    assert words is None or words in answer.text
    assert "With the other group." in answer.text
    assert OwnPhoneUse.select().count() == 0


@pytest.mark.parametrize(
    "number", ["", "999", "112", "101", "+33 1 99 00 12 34", "141 01632 960450", "01632 960450 ext 4"]
)
def test_numbers_that_can_be_rung_are_taken(enters, number):
    assert enters(called_number=number).status_code == 302


def test_a_day_outside_the_trip_is_asked_about_once(enters):
    yesterday = clock.today() - timedelta(days=1)
    answer = enters(day=yesterday)
    assert (answer.status_code, "tick that it is right" in answer.text) == (422, True)
    assert 'name="outside"' in answer.text
    assert enters(day=yesterday, outside="yes").status_code == 302
    assert "outside_trip" in the_use().flags
    assert 'name="outside"' not in enters(began="").text


@pytest.mark.parametrize("whose", ["staff", "office"])
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("called_number", "07700 900123"),
        ("called_number", "+44 (0)7700 900123"),
        ("called_number", "141 07700 900123"),
        ("called_number", "07700 ------- 900123"),
        ("called_name", "Me on 07700-900-123"),
        ("what_was_said", "Ring me on +447700900123, I said"),
    ],
)
def test_an_own_number_is_refused_by_its_field_and_goes_nowhere(enters, app, whose, field, typed):
    with app.app_context():
        own_numbers.keep(Trip.get().school_id, staff_id(whose), "07700 900123")
    answer = enters(**{field: typed})
    assert (answer.status_code, "never kept: leave it out" in answer.text) == (422, True)
    assert typed not in answer.text
    assert Envelope.select().count() == 0
    assert enters(**{field: "01632 960450"}).status_code == 302


def test_half_a_form_and_a_file_in_the_place_of_text_are_mistakes_and_no_failure(as_role):
    office = as_role("office")
    assert office.post(PAPER, data={}).status_code == 422
    assert office.post(PAPER, data={"used_by": (io.BytesIO(b"x"), "x.txt")}).status_code == 422


@pytest.mark.parametrize("role", ["staff", "dsl", "chair", "network_manager"])
def test_another_role_enters_nothing(enters, as_role, role):
    client = as_role(role)
    assert client.get(PAPER).status_code == 403
    assert client.post(PAPER, data={}).status_code == 403
    assert PAPER not in client.get("/office").text


def test_whom_it_is_reported_to_is_said_and_a_heads_own_is_out_of_their_sight(enters, as_role):
    head = as_role("headteacher")
    enters(by=head)
    assert "reported to the headteacher" in head.get(LIST).text
    told = enters(by=head, used_by=staff_id("headteacher"), began="14:40", ended="14:41")
    assert told.status_code == 302
    shown = head.get(LIST).text
    assert "reported to the chair of governors" in shown
    assert "Ruth Adeyemi, " not in shown
    assert "Ruth Adeyemi, " in as_role("chair").get(LIST).text


def test_one_call_on_two_peoples_paper_typed_by_one_is_linked(enters, as_role):
    enters()
    enters(used_by=staff_id("trip_leader"))
    one, other = OwnPhoneUse.select()
    assert f"{LIST}/{other.id}" in as_role("headteacher").get(f"{LIST}/{one.id}").text
