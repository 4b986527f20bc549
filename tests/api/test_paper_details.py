"""The questions of a kind are asked of its paper as of a phone, from one declaration, and none must be answered."""

from __future__ import annotations

import html
import json
import re

import pytest

from server.foundation import clock
from server.incidents.head_models import HeadConcern
from server.incidents.models import Incident
from server.incidents.paper_words import CATEGORIES
from server.incidents.protocols import FIELDS, TIME
from server.intake.models import Envelope, Record
from tests.api.test_incident_details import text_of

SECRET = "CANARY Mr Gale, site manager"
pytestmark = pytest.mark.usefixtures("afternoon")


def body():
    return json.loads(Record.get().body)


@pytest.mark.parametrize("kind", [code for code, fields in FIELDS.items() if fields])
def test_each_kind_asks_its_own_questions_once_and_then_files_what_was_left_out(enters, kind):
    first = enters(category=kind, asked="", what_happened="What the paper says")

    page = html.unescape(first.text)
    assert (first.status_code, Envelope.select().count()) == (422, 0)
    assert "What is asked of this kind stands below now." in page
    missing = [field.label for field in FIELDS[kind] if field.label not in page]
    missing += [words for field in FIELDS[kind] for _code, words in field.options if words not in page]
    assert missing == []
    assert "What the paper says" in page
    assert re.search(rf'name="asked"[^>]*value="{kind}"', page)
    assert enters(category=kind).status_code == 302
    assert (Incident.get().category, body()["details"]) == (kind, None)


def test_what_is_typed_is_kept_and_shown_as_a_phones_is(enters, as_role):
    given = {"detail_hurt": "pupil", "detail_body_part": ["head", "knee"], "detail_head_bumped": "yes"}

    enters(**given, detail_first_aider="Rosa 🤕", detail_to_hospital="no", detail_first_aid=["none"])

    assert body()["details"] == {
        "hurt": "pupil",
        "body_part": ["head", "knee"],
        "head_bumped": True,
        "first_aid": ["none"],
        "first_aider": "Rosa 🤕",
        "to_hospital": False,
    }
    page = text_of(as_role("dsl").get(f"/office/incidents/{Incident.get().id}"))
    assert [words for words in ("Who was hurt? A pupil", "Head, Knee", "Rosa 🤕") if words not in page] == []


def test_a_time_is_of_the_day_on_which_it_happened_unless_another_is_given(enters):
    day = clock.today()
    on = {f"detail_found_at_on-{part}": getattr(day, part) - (part == "year") for part in ("day", "month", "year")}

    enters(category="missing_pupil", detail_last_seen_at_at="14:05", detail_found_at_at="9.30", **on)

    said = body()["details"]
    times = [clock.from_text(said[name]).astimezone(clock.SCHOOL_TIME) for name in ("last_seen_at", "found_at")]
    assert [f"{one:%H:%M}" for one in times] == ["14:05", "09:30"]
    assert [one.year for one in times] == [day.year, day.year - 1]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"detail_found_at_at": "half past"}, "such as 14:32"),
        (
            {"detail_found_at_on-day": "3", "detail_found_at_on-month": "2", "detail_found_at_on-year": "2026"},
            "Give the time",
        ),
        (
            {"detail_found_at_on-day": "31", "detail_found_at_on-month": "2", "detail_found_at_on-year": "2026"},
            "no such day",
        ),
        (
            {"detail_found_at_on-day": "1", "detail_found_at_on-month": "2", "detail_found_at_on-year": "12"},
            "Check the year",
        ),
        ({"detail_found": "perhaps"}, "Not a valid choice"),
        ({"detail_searched": "w" * 201}, "at most 200"),
        ({"detail_wearing": "w" * 5001}, "at most 5000"),
    ],
)
def test_a_mistake_in_an_answer_is_named_and_everything_stays_typed(enters, typed, words):
    answer = enters(category="missing_pupil", detail_last_seen_where="By the moat", **typed)

    assert (answer.status_code, words in answer.text, "By the moat" in answer.text) == (422, True, True)
    assert Envelope.select().count() == 0


def test_of_a_paper_that_says_no_day_at_all_a_time_needs_one(enters):
    days = {f"{name}-{part}": "" for name in ("written_on", "happened_on") for part in ("day", "month", "year")}
    answer = enters(category="illness", happened_at="", written_at="", detail_medicine_at_at="12:00", **days)
    assert (answer.status_code, "Give the day as well" in answer.text) == (422, True)


def test_answers_to_another_kind_or_to_none_are_no_part_of_it(enters):
    enters(category="near_miss", detail_hurt="pupil", detail_could_have="A fall", detail_made_up="x")

    assert body()["details"] == {"could_have": "A fall"}
    enters(category="other", detail_hurt="pupil", what_happened="Lost a shoe")
    assert Incident.select().where(Incident.category == "other").count() == 1


def test_what_happened_is_asked_as_the_phone_asks_it(enters):
    page = html.unescape(enters(category="nude_image", asked="").text)

    assert "What were you told?" in page
    assert "Not what is in the picture." in page


def test_about_the_headteacher_the_answers_are_the_chairs_with_the_rest(enters, as_role):
    assert enters(category="not_said", about="headteacher", asked="").status_code == 422

    enters(category="not_said", about="headteacher", detail_level="low", detail_who=SECRET)

    shown = text_of(as_role("chair").get(f"/office/chair/{HeadConcern.get().id}"))
    assert [words for words in (SECRET, "Low-level: less, but not right") if words not in shown] == []
    assert Record.select().count() == 0


def test_the_printed_sheet_has_every_question_by_its_kind(as_role, todays_trip):
    page = html.unescape(as_role("staff").get(f"/office/trips/{todays_trip}/sheet").text)

    sheet = page[page.index("What else to write") :]
    called = dict(CATEGORIES)
    asked = {called[kind]: fields for kind, fields in FIELDS.items() if fields}
    assert [name for name in asked if name not in sheet] == []
    assert [one.label for fields in asked.values() for one in fields if one.label not in sheet] == []
    assert any(field.type == TIME for fields in asked.values() for field in fields)
