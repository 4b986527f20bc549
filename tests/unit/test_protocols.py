"""The protocols: every kind has one, it says who is told as the alerts do, and the models are made from its fields."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from server.accounts.rules import ROLE_NAMES, Role
from server.alerts.routing_rules import INCIDENT, Situation, told, urgency
from server.incidents import details, protocols
from server.incidents.kinds import KINDS, REPORTED, Category, what_fits
from server.incidents.rules import CATEGORY_NAMES

SLICE = Path(protocols.__file__).parent
FIRST = json.loads((SLICE / "first_kinds.json").read_text("utf-8"))
REST = json.loads((SLICE / "protocols.json").read_text("utf-8"))
PARTS = {**REST["kinds"], **REST["topics"]}
USUAL = {code: usual for code, _words, usual in protocols.OFFERED}
ALL_FIELDS = [(code, field) for code, kind in REST["kinds"].items() for field in kind["fields"]]
STARTED = "2026-11-21T10:30:00Z"
WHOLE = {**REST, "kinds": {code: {**FIRST["guidance"].get(code, {}), **kind} for code, kind in PARTS.items()}}
A_VALUE = {"text": "Moat \N{CASTLE}", "long_text": "two\nlines", "yes_no": False, "time": STARTED}


def _reads(body, version=3):
    return KINDS[REPORTED, version].model_validate_json(json.dumps({"started_at": STARTED, **body}), strict=True)


def _value(field):
    if field["type"] == "one_of":
        return field["options"][-1][0]
    return [code for code, _words in field["options"]] if field["type"] == "some_of" else A_VALUE[field["type"]]


def test_every_category_but_an_emergency_is_offered_and_has_its_protocol():
    offered = [code for code, _words, _usual in protocols.OFFERED]
    assert set(offered) == set(CATEGORY_NAMES) - {"emergency"} == set(REST["kinds"])
    assert set(get_args(Category)) == set(CATEGORY_NAMES)
    assert len(offered) == len(set(offered))


@pytest.mark.parametrize("code", WHOLE["kinds"])
def test_a_protocol_says_what_to_do_what_never_to_do_whom_to_ring_and_what_it_follows(code):
    part = WHOLE["kinds"][code]
    assert part["title"]
    assert 1 <= len(part["do_now"]) <= 4
    assert 1 <= len(part["never"]) <= 3
    assert part["told"]
    assert part["ring"]
    assert part["follows"]
    assert set(part["follows"]) <= set(REST["guidance"])
    assert date.fromisoformat(part["dated"])
    assert set(part.get("links", [])) <= set(REST["links"])
    assert REST["checked_for"] == "England"


@pytest.mark.parametrize("severity", ["usual", "critical"])
@pytest.mark.parametrize("code", REST["kinds"])
def test_whom_a_protocol_calls_told_is_whom_the_alerts_tell_and_no_later(code, severity):
    situation = Situation(INCIDENT, code, USUAL[code] if severity == "usual" else severity)
    is_grave = situation.severity in ("serious", "critical")
    by_app = [
        one for one in REST["kinds"][code]["told"] if one["by"] == "lanyard" and (is_grave or "only_if" not in one)
    ]

    assert sorted(role for one in by_app for role in one["who"]) == sorted(told(situation))
    if severity == "usual":
        assert {one["when"] for one in by_app} == {urgency(situation)} - {None}


def test_about_the_headteacher_the_chair_alone_is_told():
    by_app = [one["who"] for one in REST["topics"]["headteacher"]["told"] if one["by"] == "lanyard"]
    assert by_app == [told(Situation(INCIDENT, "allegation", "serious", "headteacher"))]


def test_roles_are_called_what_they_are_called_everywhere():
    roles = {code: words for code, words in REST["who"].items() if code in set(Role)}
    assert roles == {code: ROLE_NAMES[Role(code)] for code in roles}
    named = {code for part in PARTS.values() for one in part["told"] for code in one["who"]}
    assert named <= set(REST["who"])
    assert {one["when"] for part in PARTS.values() for one in part["told"]} <= set(REST["when"])


@pytest.mark.parametrize(("code", "field"), ALL_FIELDS, ids=[f"{code} {field['name']}" for code, field in ALL_FIELDS])
def test_a_field_is_declared_whole(code, field):
    assert re.fullmatch(r"[a-z][a-z0-9_]+", field["name"])
    assert field["type"] in protocols.TYPES
    # The phone turns what was typed into an instant by its name alone.
    assert (field["type"] == "time") == field["name"].endswith("_at")
    assert ("options" in field) == (field["type"] in ("one_of", "some_of"))
    answers = {code for code, _words in field.get("options", [["yes", ""], ["no", ""]])}
    assert set(field.get("prompts", {})) <= answers
    assert set(field.get("prompts", {}).values()) <= set(REST["prompts"])
    assert [one["name"] for one in REST["kinds"][code]["fields"]].count(field["name"]) == 1


@pytest.mark.parametrize("code", REST["kinds"])
def test_the_details_of_a_kind_are_read_and_shown_and_none_is_required(code):
    fields = REST["kinds"][code]["fields"]
    written = {field["name"]: _value(field) for field in fields}

    assert _reads({"category": code, "details": written}).details == written
    _reads({"category": code, "details": {}})
    _reads({"category": code, "details": dict.fromkeys(written)})
    shown = details.in_words({"category": code, "details": written})
    assert [one.label for one in shown] == [field["label"] for field in fields]


def test_details_of_another_kind_are_refused_and_the_rest_of_them_shown():
    body = {
        "category": "injury",
        "details": {"hurt": "pupil", "wearing": "Red coat", "head_bumped": "maybe", "body_part": []},
    }

    with pytest.raises(ValidationError, match="head_bumped, wearing"):
        _reads(body)
    assert what_fits({"started_at": STARTED, **body})["details"] == {"hurt": "pupil", "body_part": []}


@pytest.mark.parametrize(
    ("category", "given"),
    [
        (None, {"hurt": "pupil"}),
        ("other", {"hurt": "pupil"}),
        ("emergency", {"x": 1}),
        ("of a later version", {"x": 1}),
    ],
)
def test_what_has_no_details_refuses_them_and_shows_none(category, given):
    with pytest.raises(ValidationError):
        _reads({"category": category, "details": given})
    assert details.in_words({"category": category, "details": given}) == []


@pytest.mark.parametrize("given", [[], "words", 7, {"hurt": {"deep": [1]}}, {"body_part": ["head", 7]}])
def test_details_of_any_shape_never_break_a_page(given):
    body = what_fits({"started_at": STARTED, "category": "injury", "what_happened": "Fell", "details": given})
    assert body["what_happened"] == "Fell"
    assert details.in_words(body) == details.in_words({"category": ["x"], "details": given}) == []


def test_the_versions_before_are_read_as_they_were_and_know_no_details():
    for version in (1, 2):
        assert _reads({"category": "injury", "what_happened": "A graze"}, version).what_happened == "A graze"
        with pytest.raises(ValidationError):
            _reads({"category": "injury", "details": {}}, version)


def test_the_schema_for_clients_says_which_details_belong_to_which_category():
    schema = KINDS[REPORTED, 3].model_json_schema()

    by_category = {one["if"]["properties"]["category"]["const"]: one["then"] for one in schema["allOf"]}
    assert set(by_category) == {*REST["kinds"], None}
    own = by_category["missing_pupil"]["properties"]["details"]["anyOf"][0]
    assert set(own["properties"]) == {field["name"] for field in REST["kinds"]["missing_pupil"]["fields"]}
    assert own["additionalProperties"] is False


def test_half_an_emoji_and_ten_thousand_words_are_details_like_any():
    half, long = "fell \ud83d", "word " * 10_000
    assert (
        details.odd_in("injury", {"first_aider": half}) == details.odd_in("missing_pupil", {"wearing": long}) == set()
    )
    [shown] = details.in_words({"category": "missing_pupil", "details": {"wearing": long}})
    assert shown.text == long
