"""Inside a transaction nothing is awaited but its stores: Firefox and Safari would end it; Chromium hides that."""

from __future__ import annotations

import re

import pytest
from tree_sitter import Node

from tests.guards.sources import files, hold, name_of, nodes, parse, text, tree

FUNCTIONS = ("arrow_function", "function_declaration", "function_expression", "method_definition")
STORES = {"stores", "meta", "envelope", "body"}
_NAME = re.compile(r"[\w$]+")
_STRANGERS = re.compile(r"\b(?:fetch|ask\w*|crypto|sealed|digestOf|setTimeout|caches|Promise)\b")


def strangers(root: Node) -> list[str]:
    """Each await, in a function that is given the stores, of something else."""
    functions = [node for node in nodes(root, *FUNCTIONS) if STORES & _given(node)]
    return [
        f"{wait.start_point.row + 1} {text(wait)[:60]}"
        for function in functions
        for wait in _waits(function)
        if not STORES & set(_NAME.findall(text(wait))) or _STRANGERS.search(text(wait))
    ]


def _given(function: Node) -> set[str]:
    given = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    return set(_NAME.findall(text(given)))


def _waits(function: Node) -> list[Node]:
    body = function.child_by_field_name("body")
    return list(nodes(body, "await_expression")) if body is not None else []


def test_only_the_stores_are_awaited_inside_a_transaction() -> None:
    checked = [file for file in files("pwa/outbox", "_store.js") if list(nodes(tree(file), "await_expression"))]
    broken = [f"{name_of(file)}:{place}" for file in checked for place in strangers(tree(file))]
    hold(checked, broken, "Inside a transaction nothing is awaited but the stores it is given.")


@pytest.mark.parametrize(
    "planted",
    [
        "db.write(async ({ body }) => { await digestOf(body); });",
        "db.write(async ({ envelope }) => { const seen = await later; await envelope.put(seen); });",
        "async function file(stores) { await fetch('/api', { body: stores }); }",
        "db.write(async stores => { await Promise.all([stores.body.get(1), elsewhere()]); });",
    ],
)
def test_the_guard_sees_a_stranger_awaited(planted: str) -> None:
    assert strangers(parse(planted))
