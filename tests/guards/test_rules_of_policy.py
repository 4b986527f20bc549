"""The rules of policy: all are in the catalogue, and what is declared of them names tests and places that exist."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from functools import cache

import pytest
from flask import Flask

from server.foundation import registry
from server.foundation.rules_served import RuleServed, Where
from server.policy import coverage
from server.policy.coverage import ENFORCED, GUIDANCE, MUST, SUPPORTED, UNCOVERED, Rule
from server.slices import SERVE_RULES
from tests.guards.sources import ROOT, files, hold, name_of

NUMBERS = [f"R{number}" for number in range(1, 103)]
BUILT = (ENFORCED, SUPPORTED)
DECLARED = "rules_served.json"
SAYS = "What is declared of the rules of policy is whole and true (docs/policy.md)."


def faults_of(
    rules: Sequence[Rule], served: Sequence[RuleServed], endpoints: Collection[str], settings: Collection[str]
) -> list[str]:
    """What is wrong with such a catalogue and such declarations."""
    numbers = [one.rule for one in rules]
    faults = [] if numbers == NUMBERS else ["the catalogue has each of R1 to R102 once, in order"]
    faults += [f"{one.rule} is in no catalogue" for one in served if one.rule not in numbers]
    for rule in rules:
        declared = [one for one in served if one.rule == rule.rule]
        faults += [f"{rule.rule}: {fault}" for fault in _faults_of_rule(rule, declared)]
    faults += [f"{one.rule}: no setting {one.setting}" for one in served if one.setting and one.setting not in settings]
    return faults + [f"{one.rule}: {fault}" for one in served for fault in _faults_of_declaration(one, endpoints)]


def _faults_of_rule(rule: Rule, declared: Sequence[RuleServed]) -> Iterator[str]:
    statuses = {one.status for one in declared}
    if len(statuses) > 1:
        yield f"it is declared to be {' and '.join(sorted(statuses))}"
    if rule.strength == MUST and (GUIDANCE in statuses or rule.guidance):
        yield "guidance covers no rule that must be kept"
    if rule.strength != MUST and not statuses & {*BUILT, GUIDANCE} and not rule.guidance:
        yield "nothing is built for it, and it has no line of guidance"
    if rule.guidance and statuses & {*BUILT}:
        yield "it has a line of guidance though it is built"


def _faults_of_declaration(one: RuleServed, endpoints: Collection[str]) -> Iterator[str]:
    if one.status in BUILT and not one.tests:
        yield f"{one.status}, and it names no test"
    if one.status != UNCOVERED and not one.where:
        yield f"{one.status}, and it names no place"
    if one.status == UNCOVERED and not one.lacks:
        yield "it does not say what is missing"
    yield from (f"{test} does not exist" for test in one.tests if not _is_test(test))
    yield from (f"{where.at} does not exist" for where in one.where if not _is_there(where.at, endpoints))


def _is_there(at: str, endpoints: Collection[str]) -> bool:
    return (ROOT / at).is_file() if "/" in at else at in endpoints


def _is_test(named: str) -> bool:
    path, _, name = named.partition("::")
    return path.startswith("tests/") and name in _tests_in(path)


@cache
def _tests_in(path: str) -> frozenset[str]:
    file = ROOT / path
    if not (file.is_file() and file.name.startswith("test_")):
        return frozenset()
    return frozenset(_tests_of(ast.parse(file.read_text(encoding="utf-8")).body))


def _tests_of(body: Sequence[ast.stmt], of: str = "") -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield f"{of}{node.name}"
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from _tests_of(node.body, f"{of}{node.name}::")


@pytest.fixture
def served(app: Flask) -> list[RuleServed]:
    """What this release declares."""
    with app.app_context():
        return registry.current().rules_served


def test_every_rule_is_declared_once_and_by_tests_and_places_that_exist(app: Flask, served: list[RuleServed]) -> None:
    with app.app_context():
        settings = registry.current().settings
    hold(served, faults_of(coverage.catalogue().rules, served, app.view_functions, settings), SAYS)


def test_every_file_of_declarations_is_read() -> None:
    found = [name_of(file) for file in files("server", DECLARED)]
    read = {f"server/{name}/{DECLARED}" for name in SERVE_RULES}
    hold(found, set(found) ^ read, f"server/slices.py names whoever has a {DECLARED}, and nobody else.")


PLACE = Where(says="This guard", at="tests/guards/test_rules_of_policy.py")
THIS = "tests/guards/test_rules_of_policy.py::test_the_guard_sees_a_declaration_gone_stale"
TRUE = RuleServed(rule="R1", status="enforced", where=[PLACE], tests=[THIS])


def _planted(first: Rule, *declared: RuleServed) -> list[str]:
    """What is found with every other rule in order."""
    rest = [Rule(rule=number, section="A", strength="S", says="x", guidance="y") for number in NUMBERS[1:]]
    return faults_of([first, *rest], declared, ["reports.every_report"], ["photos.off_by"])


def _must(guidance: str = "", *, rule: str = "R1", strength: str = MUST) -> Rule:
    return Rule(rule=rule, section="A", strength=strength, says="x", guidance=guidance)


@pytest.mark.parametrize(
    "changed",
    [
        {"tests": []},
        {"status": "supported", "tests": []},
        {"tests": [THIS.replace("stale", "removed")]},
        {"tests": ["tests/guards/test_no_such_file.py::test_a"]},
        {"tests": ["tests/guards/test_rules_of_policy.py"]},
        {"tests": ["tests/guards/test_rules_of_policy.py::faults_of"]},
        {"tests": ["tests/guards/sources.py::hold"]},
        {"where": []},
        {"where": [Where(says="x", at="server/policy/gone.py")]},
        {"where": [Where(says="x", at="reports.gone")]},
        {"rule": "R103"},
        {"setting": "photos.gone"},
        {"status": "guidance", "tests": []},
        {"status": "uncovered", "tests": []},
    ],
)
def test_the_guard_sees_a_declaration_gone_stale(changed: dict[str, object]) -> None:
    assert _planted(_must(), TRUE) == []
    assert _planted(_must(), TRUE.model_copy(update={"where": [Where(says="x", at="reports.every_report")]})) == []
    assert _planted(_must(), TRUE.model_copy(update={"setting": "photos.off_by"})) == []
    assert _planted(_must(), TRUE.model_copy(update=changed))


@pytest.mark.parametrize(
    ("rule", "declared"),
    [
        (_must(rule="R2"), [TRUE]),
        (_must(), [TRUE, TRUE.model_copy(update={"status": "supported"})]),
        (_must("Think of it."), []),
        (_must("Think of it.", strength="S"), [TRUE]),
        (_must(strength="S"), []),
        (_must(strength="X"), [TRUE.model_copy(update={"status": "uncovered", "lacks": "x", "tests": []})]),
    ],
)
def test_the_guard_sees_a_rule_missing_contradicted_or_without_a_word(rule: Rule, declared: list[RuleServed]) -> None:
    assert _planted(_must(), TRUE, TRUE) == []
    assert _planted(_must()) == []
    assert _planted(_must("Think of it.", strength="S")) == []
    assert _planted(rule, *declared)


def test_the_guard_finds_a_test_in_its_class_and_no_other_function() -> None:
    body = ast.parse("class TestA:\n    def test_b(self): ...\n    def c(self): ...\ndef test_d(): ...").body
    assert list(_tests_of(body)) == ["TestA::test_b", "test_d"]
