"""The cases both languages hold: what the phone builds fits the server's schema, and both frame alike."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.alerts import call_kinds
from server.alerts import kinds as alert_kinds
from server.consent import check_rules
from server.custody.kinds import KINDS as CUSTODY_KINDS
from server.foundation import clock
from server.foundation.crypto import frame, from_base64url, unframe
from server.incidents import count_kinds, count_rules, emergency_kinds, later_kinds
from server.incidents.kinds import KINDS
from server.personal_phone.dial_rules import dial
from server.personal_phone.kinds import KINDS as OWN_PHONE_KINDS
from server.phones.rules import code_problem, read_code

ONLY_ON_PAPER = {"written_on", "typed_by", "written_about_at", "written_about_on", "happened_on"}
GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def _cases(name: str) -> list[Any]:
    cases = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    assert cases, f"{name}.json holds no case"
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("case", _cases("incidents"))
def test_a_body_the_phone_builds_fits_the_schema(case):
    kind = KINDS["incident.reported", 3]

    read = kind.model_validate_json(json.dumps(case["body"]), strict=True)

    # What only paper says, the phone never sends.
    assert set(case["body"]) == set(kind.model_fields) - ONLY_ON_PAPER
    assert read.model_dump()["what_happened"] == case["body"]["what_happened"]


@pytest.mark.parametrize("case", _cases("personal_phone"))
def test_a_log_of_an_own_phone_the_phone_builds_fits_the_schema(case):
    kind = OWN_PHONE_KINDS["personal_phone.used", 1]

    read = kind.model_validate_json(json.dumps(case["body"]), strict=True)

    # Whose phone it was is said on paper alone: on a phone it is who writes.
    assert set(case["body"]) == set(kind.model_fields) - {"used_by"}
    assert read.model_dump()["what_was_said"] == case["body"]["what_was_said"]


@pytest.mark.parametrize("case", _cases("alerts"))
def test_what_the_phone_files_about_alerts_fits_the_schema(case):
    kind = {**alert_kinds.KINDS, **call_kinds.KINDS}[case["kind"], 1]

    read = kind.model_validate_json(json.dumps(case["body"]), strict=True)

    assert set(case["body"]) == set(kind.model_fields)
    assert read.model_dump()["words"] == case["body"]["words"]


@pytest.mark.parametrize("case", _cases("later"))
def test_what_comes_of_an_incident_later_fits_the_schema(case):
    kind = later_kinds.KINDS[case["kind"], 1]

    kind.model_validate_json(json.dumps(case["body"]), strict=True)

    assert set(case["body"]) == set(kind.model_fields)


@pytest.mark.parametrize("case", _cases("custody"))
def test_what_the_phone_files_of_an_item_fits_the_schema(case):
    kind = CUSTODY_KINDS[case["kind"], 1]

    read = kind.model_validate_json(json.dumps(case["body"]), strict=True)

    assert set(case["body"]) == set(kind.model_fields)
    assert read.model_dump()["signed"] == case["body"]["signed"]


@pytest.mark.parametrize("case", _cases("added"))
def test_what_the_phone_adds_to_a_report_fits_the_schemas(case):
    first = {"incident": "x", "written_at": "2026-11-21T12:10:00.000Z", "words": None, "happened_at": None}
    unfinished = {**first, "parent": case["unfinished_parent"]}
    for record in [*case["records"], {"kind": "incident.followed_up", "v": 2, "body": unfinished}]:
        kind = later_kinds.KINDS[record["kind"], record["v"]]

        kind.model_validate_json(json.dumps(record["body"]), strict=True)

        assert set(record["body"]) == set(kind.model_fields)


@pytest.mark.parametrize("case", _cases("head_counts"))
def test_a_head_count_the_phone_builds_fits_the_schema_and_is_called_the_same(case):
    kind, body = count_kinds.KINDS["pupils.counted", 1], case["body"]

    kind.model_validate_json(json.dumps(body), strict=True)

    assert set(body) == set(kind.model_fields)
    assert count_rules.in_words(body["counted"], body["of"]) == case["words"]
    assert count_rules.missing_in(body) == [one["name"] for one in case["missing"]]


@pytest.mark.parametrize("case", _cases("emergency"))
def test_what_a_tap_in_an_emergency_becomes_fits_the_schema(case):
    kind = {**KINDS, **later_kinds.KINDS, **emergency_kinds.KINDS}[case["kind"], 1]

    read = kind.model_validate_json(json.dumps(case["body"]), strict=True)

    assert set(case["body"]) <= set(kind.model_fields)
    assert "step" not in case["body"] or read.model_dump()["step"] in emergency_kinds.WORDS


@pytest.mark.parametrize("case", _cases("framing"))
def test_both_languages_frame_alike(case):
    content = case["json"].encode()

    framed = frame(content)

    assert len(framed) == case["framed_bytes"]
    assert hashlib.sha256(framed).hexdigest() == case["framed_sha256"]
    assert framed.startswith(from_base64url(case["framed_start_base64url"]))
    assert unframe(framed) == content


@pytest.mark.parametrize("case", _cases("framing"))
def test_a_compressed_frame_opens_to_the_same(case):
    assert unframe(frame(case["json"].encode(), deflate=True)) == case["json"].encode()


@pytest.mark.parametrize("case", _cases("set_up_codes"))
def test_both_languages_read_a_set_up_code_alike(case):
    assert read_code(case["typed"]) == case["read"]
    assert code_problem(case["read"]) == case["problem"]


@pytest.mark.parametrize("case", _cases("consent"))
def test_both_languages_answer_alike_who_may_be_in_a_picture(case):
    day = date.fromisoformat(case["day"])
    changes = [(key, change, date.fromisoformat(of)) for key, change, of in case["changes"]]

    found = check_rules.answer(
        check_rules.Asked(**case["asked"]),
        case["list"] and _todays_list(case["list"]),
        check_rules.standing(changes, day),
        now=clock.from_text(case["now"]),
        day=day,
    )

    assert found == check_rules.Answer(**case["expected"])


@pytest.mark.parametrize("case", _cases("dial"))
def test_both_languages_dial_alike(case):
    found = dial(case["asked"])

    assert (found.dial, found.verdict, found.why) == (case["dial"], case["verdict"], case["why"])
    assert (found.asked, found.extension) == (case["asked"], case.get("extension"))


def _todays_list(given: dict[str, Any]) -> check_rules.TodaysList:
    return check_rules.TodaysList(**{**given, "confirmed_at": clock.from_text(given["confirmed_at"])})
