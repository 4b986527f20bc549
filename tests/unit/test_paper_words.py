"""The trip sheet asks what the phone asks, in its words, and what is typed in fits the kind it is filed as."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from server.incidents import kinds, paper_words
from server.incidents.rules import CATEGORY_NAMES, SEVERITY_NAMES

ROOT = Path(__file__).resolve().parents[2]
PHONE = "\n".join(
    (ROOT / "pwa" / "incidents" / f"{name}.js").read_text("utf-8")
    for name in ("incident_rules", "incident_parts", "about_part")
)
CASES = json.loads((ROOT / "tests" / "golden" / "paper_incidents.json").read_text("utf-8"))["cases"]


def test_the_severities_are_the_phones():
    [listed] = re.findall(r"export const SEVERITIES = \[(.*?)\n\];", PHONE, re.DOTALL)

    assert tuple(re.findall(r'\["(\w+)", "([^"]+)"\]', listed)) == paper_words.SEVERITIES


def test_the_questions_are_the_phones_and_every_choice_is_known_here():
    questions = [value for value in vars(paper_words).values() if isinstance(value, str) and value.endswith("?")]

    assert len(questions) == 9
    assert [words for words in questions if f'"{words}"' not in PHONE] == []
    assert [label for _code, label in paper_words.ABOUT if f'"{label}"' not in PHONE] == []
    # An emergency is begun by its own button, and on no form.
    assert dict(paper_words.CATEGORIES).keys() == CATEGORY_NAMES.keys() - {"emergency"}
    assert dict(paper_words.SEVERITIES) == SEVERITY_NAMES


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_body_the_office_builds_fits_the_schema(case):
    kind = kinds.KINDS[case["kind"], case["version"]]

    read = kind.model_validate_json(json.dumps(case["body"]), strict=True)

    assert set(case["body"]) <= set(kind.model_fields)
    assert read.model_dump()["typed_by"] == case["body"]["typed_by"]
