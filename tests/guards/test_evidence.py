"""What governors and the data protection officer are handed is held by tests and commands that exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import click
import pytest
from flask import Flask

from tests.guards.sources import ROOT, hold

EVIDENCE, DPIA = "docs/evidence.md", "docs/dpia.md"
SECTIONS = 12
_TEST = re.compile(r"`(tests/[\w./-]+\.py)(?:::(\w+))?`")
_MAKE = re.compile(r"`make ([a-z]+)`")
_LANYARD = re.compile(r"`sudo lanyard ([a-z -]+?)`")
_ROW = re.compile(r"^\| (?!What holds|---)(.+?) \|(.*?)\|(.*?)\|$", re.MULTILINE)
_TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)

Is = Callable[[str], bool]


@pytest.fixture
def is_command(app: Flask) -> Is:
    """Whether these are words of a command: `audit verify`."""

    def look(words: str) -> bool:
        found: Any = app.cli
        for word in words.split():
            found = found.commands.get(word) if isinstance(found, click.Group) else None
        return found is not None

    return look


@cache
def _tests_in(path: str) -> frozenset[str]:
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tops = ast.parse(file.read_text(encoding="utf-8")).body
    return frozenset(node.name for node in tops if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def faults_of(text: str, is_command: Is) -> list[str]:
    """What a document names that is not there."""
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    named = _TEST.findall(text)
    faults = [f"{path} is not there" for path, _ in named if not _tests_in(path)]
    faults += [f"{path}::{name} is not there" for path, name in named if name and name not in _tests_in(path)]
    faults += [f"make {name} is no target" for name in _MAKE.findall(text) if name not in targets]
    return faults + [f"lanyard {words} is no command" for words in _LANYARD.findall(text) if not is_command(words)]


def without_evidence(text: str) -> list[str]:
    """The rows of a document's tables that name neither test nor command."""
    shown = [(row[0], row[1]) for row in _ROW.findall(text)]
    return [claim for claim, by in shown if not any(kind.search(by) for kind in (_TEST, _MAKE, _LANYARD))]


def _text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def test_each_line_of_the_evidence_names_a_test_or_a_command_that_exists(is_command: Is) -> None:
    rows = _ROW.findall(_text(EVIDENCE))
    broken = [f"nothing shows: {claim}" for claim in without_evidence(_text(EVIDENCE))]
    hold(rows, [*broken, *faults_of(_text(EVIDENCE), is_command)], f"Each line of {EVIDENCE} is shown by something.")


def test_every_standard_of_the_dfe_has_its_lines() -> None:
    parts = re.split(r"^### \d\. ", _text(EVIDENCE), flags=re.MULTILINE)[1:]
    broken = [part.splitlines()[0] for part in parts if not _ROW.findall(part.partition("\n## ")[0])]
    hold(parts, [*broken, *([] if len(parts) == 7 else ["there are seven"])], "Seven standards, none without a line.")


def test_the_dpia_has_its_twelve_sections_and_names_what_exists(is_command: Is) -> None:
    numbers = re.findall(r"^## (\d+)\. \S", _text(DPIA), re.MULTILINE)
    broken = [] if numbers == [str(number) for number in range(1, SECTIONS + 1)] else [f"sections {numbers}"]
    hold(numbers, [*broken, *faults_of(_text(DPIA), is_command)], f"{DPIA} is an outline of twelve sections.")


def test_every_risk_of_the_dpia_has_a_measure() -> None:
    text = _text(DPIA)
    risks, measures = (text.partition(f"## {number}.")[2].partition("\n## ")[0] for number in (5, 6))
    weighed = re.findall(r"^\| (\d+) \|", risks, re.MULTILINE)
    met = {number for cell in re.findall(r"^\| ([\d, ]+) \|", measures, re.MULTILINE) for number in cell.split(", ")}
    hold(weighed, [f"risk {number}" for number in weighed if number not in met], "Each risk has a measure.")


@pytest.mark.parametrize(
    "planted",
    [
        "| It holds | `tests/api/test_audit.py::test_nothing_of_the_kind` | |",
        "| It holds | `tests/api/test_no_such_file.py` | |",
        "| It holds | `make believe` | |",
        "| It holds | `sudo lanyard audit everything` | |",
        "| It holds | believe us | |",
    ],
)
def test_the_guard_sees_a_line_that_nothing_shows(planted: str, is_command: Is) -> None:
    assert [*faults_of(planted, is_command), *without_evidence(planted)]


def test_the_guard_lets_a_true_line_pass(is_command: Is) -> None:
    true = "| It holds | `tests/api/test_audit.py::test_a_fresh_log_holds` `make drill` `sudo lanyard audit verify` | |"

    assert not [*faults_of(true, is_command), *without_evidence(true)]
