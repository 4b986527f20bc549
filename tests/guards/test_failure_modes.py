"""The table of the forty failure modes is whole, and every test it names is there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.guards.sources import ROOT, hold

TABLE = "docs/failure-modes.md"
NUMBERS = list(range(1, 41))
ANSWERS = ("yes", "not yet: ", "no: ")
SHORTEST_REASON = 15
_ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w./-]+\.py)::(\w+)`")


def faults_of(table: str) -> list[str]:
    """What is wrong with such a table."""
    rows = _ROW.findall(table)
    numbers = [int(row[0]) for row in rows]
    faults = [
        f"row {number} is there {numbers.count(number)} times" for number in NUMBERS if numbers.count(number) != 1
    ]
    faults += [f"row {number} is one too many" for number in set(numbers) - set(NUMBERS)]
    return faults + [f"row {row[0]}: {fault}" for row in rows for fault in _faults_of_row(row[2], row[3], row[4])]


def _faults_of_row(answer: str, engines: str, held_by: str) -> list[str]:
    named = _TEST.findall(answer + held_by)
    faults = [f"{path}::{name} does not exist" for path, name in named if name not in _tests_in(path)]
    if not answer.startswith(ANSWERS):
        return [*faults, f"it answers neither of {ANSWERS}"]
    if answer != "yes":
        return faults if len(answer) > SHORTEST_REASON else [*faults, "it gives no reason"]
    if not any(path.startswith("tests/browser/") for path, _ in _TEST.findall(held_by)):
        faults.append("no browser test holds it")
    return faults if engines != "—" else [*faults, "it names no engine"]


@cache
def _tests_in(path: str) -> frozenset[str]:
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    return frozenset(
        node.name
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def test_every_failure_mode_is_answered_once_and_held_by_tests_that_exist() -> None:
    hold(NUMBERS, faults_of((ROOT / TABLE).read_text(encoding="utf-8")), f"{TABLE} answers for all forty, truly.")


def _whole(row_one: str) -> str:
    return "\n".join([row_one, *(f"| {number} | a | no: it cannot be here | — | — |" for number in NUMBERS[1:])])


ELSEWHERE = "`tests/guards/test_failure_modes.py::test_the_guard_sees_a_table_gone_stale`"
THIS = "`tests/browser/test_cold_start.py::test_the_app_can_be_installed`"


@pytest.mark.parametrize(
    "planted",
    [
        "",
        f"| 1 | a | yes | Chromium | {THIS} |\n| 1 | a | yes | Chromium | {THIS} |",
        "| 1 | a | yes | Chromium | — |",
        f"| 1 | a | yes | — | {THIS} |",
        "| 1 | a | yes | Chromium | `tests/browser/test_cold_start.py::test_nothing_of_the_kind` |",
        "| 1 | a | yes | Chromium | `tests/browser/test_no_such_file.py::test_a` |",
        "| 1 | a | yes | Chromium | `tests/guards/test_names.py` |",
        f"| 1 | a | yes | Chromium | {ELSEWHERE} |",
        "| 1 | a | not yet: | — | — |",
        "| 1 | a | perhaps | — | — |",
    ],
)
def test_the_guard_sees_a_table_gone_stale(planted: str) -> None:
    assert faults_of(_whole(f"| 1 | a | yes | Chromium | {THIS} |")) == []
    assert faults_of(_whole(planted))
