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
_ALL = "Promise.all"
# Written out, or made of another list, one question for each of its members.
_LIST = re.compile(r"^\[|^[\w.]+\.(?:map|flatMap)\(")


def strangers(root: Node) -> list[str]:
    """Each await, in a function that is given the stores, of something else."""
    functions = [node for node in nodes(root, *FUNCTIONS) if STORES & _given(node)]
    return [
        f"{wait.start_point.row + 1} {text(wait)[:60]}"
        for function in functions
        for wait in _waits(function)
        if not _is_ours(wait.named_children[0], STORES | _lists(function))
    ]


def _is_ours(awaited: Node, known: set[str]) -> bool:
    """Whether this is asked of a store: by itself, or as a list of which each part is."""
    if awaited.type == "array":
        return all(_is_ours(part, known) for part in awaited.named_children)
    if awaited.type == "call_expression" and text(awaited.child_by_field_name("function")) == _ALL:
        arguments = awaited.child_by_field_name("arguments")
        return arguments is not None and all(_is_ours(part, known) for part in arguments.named_children)
    return bool(known & set(_NAME.findall(text(awaited)))) and not _STRANGERS.search(text(awaited))


def _lists(function: Node) -> set[str]:
    """The names of lists made here of nothing but questions to the stores."""
    body = function.child_by_field_name("body")
    made = list(nodes(body, "variable_declarator")) if body is not None else []
    lists = [one for one in made if _LIST.search(text(one.child_by_field_name("value")))]
    return {text(one.child_by_field_name("name")) for one in lists if _is_ours(one.named_children[-1], STORES)}


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
        "db.write(async stores => { const all = [stores.body.get(1), elsewhere()]; await Promise.all(all); });",
        "db.write(async stores => { await Promise.all(others); });",
        "db.write(async stores => { const all = ids.map(id => elsewhere(id)); await Promise.all(all); });",
        "db.write(async ({ body }) => { const all = ids.map(id => ask(body.get(id))); await Promise.all(all); });",
    ],
)
def test_the_guard_sees_a_stranger_awaited(planted: str) -> None:
    assert strangers(parse(planted))
