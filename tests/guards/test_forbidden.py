"""What would lose a record, leave one behind on a shared phone, or let a page run somebody else's script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tree_sitter import Node

from tests.guards.sources import files, hold, markup, name_of, nodes, parse, text, tree

_FORBIDDEN_NAMES = {
    "innerHTML", "outerHTML", "insertAdjacentHTML", "unsafeHTML", "eval", "localStorage", "sessionStorage",
    "deleteDatabase", "onbeforeunload", "onunload",
}  # fmt: skip
_FORBIDDEN_EVENTS = {"beforeunload", "unload"}
_FORBIDDEN_MARKUP = re.compile(r"\sstyle=|<style\b|<script(?![^>]*\ssrc=)|\|\s*safe\b|\son[a-z]+=|javascript:")
_FIELD = re.compile(r"<(?:input|textarea)\b[^>]*>")
# Which of two things a field of these says, unkept() decides: neither is remembered.
_UNKEPT = 'autocomplete="off"'
_DECIDED, _DECIDES = "autocomplete=…", "pwa/foundation/fields.js"
_UNTYPED = re.compile(r"\stype=[\"']?(?:checkbox|radio|button|submit|hidden)\b")
_UNASKED = re.compile(r"(\w+\.)?addEventListener\(\s*[\"'](install|activate|fetch)")
# A number abroad begins with 00; who has it is not for a pattern to say.
_DIGITS = re.compile(r"(?<![\w./-])0(?!0)(?:[ ]?\d){9,10}(?![\w-])")
# Mobiles, no area, London, big cities, Northern Ireland, freephone, premium, whole UK.
_DRAMA = re.compile(
    r"07700900\d{3}|01632960\d{3}|02079460\d{3}|01(?:1[3-8]|[2-6]1)4960\d{3}|02890180\d{3}|08081570\d{3}|09098790\d{3}|03069990\d{3}"
)
# What is kept for charities' helplines, printed everywhere, in the one list of national bodies.
_HELPLINE, _NATIONAL = re.compile(r"080880\d{5}"), "server/policy/national_bodies.json"


def forbidden_in_script(root: Node) -> list[str]:
    """What a page's or the worker's script must never touch, each with its line."""
    named = [node for node in nodes(root, "identifier", "property_identifier") if text(node) in _FORBIDDEN_NAMES]
    named += [node for node in nodes(root, "string_fragment") if text(node) in _FORBIDDEN_EVENTS]
    named += [call for call in nodes(root, "call_expression") if _called(call).endswith(".clear")]
    return [f"{node.start_point.row + 1} {text(node)[:40]}" for node in named]


def _called(call: Node) -> str:
    return text(call.child_by_field_name("function"))


def test_scripts_never_touch_what_loses_or_leaks_records() -> None:
    checked = [file for under in ("pwa", "service_worker", "styles") for file in files(under, ".js")]
    broken = [f"{name_of(file)}:{place}" for file in checked for place in forbidden_in_script(tree(file))]
    hold(checked, broken, "Never raw HTML, local storage, emptied stores, or handlers of leaving the page.")


@pytest.mark.parametrize(
    "planted",
    [
        "a.innerHTML = b;",
        "localStorage.getItem('x');",
        "indexedDB.deleteDatabase('outbox');",
        "store.clear();",
        "addEventListener('beforeunload', f);",
    ],
)
def test_the_guard_sees_what_is_forbidden_in_a_script(planted: str) -> None:
    assert forbidden_in_script(parse(planted))


def test_an_update_waits_for_a_tap() -> None:
    checked = files("service_worker", ".js")
    broken = [
        f"{name_of(file)}:{call.start_point.row + 1}"
        for file in checked
        for call in nodes(tree(file), "call_expression")
        if _UNASKED.match(text(call)) and "skipWaiting" in text(call)
    ]
    hold(checked, broken, "A new version takes over only when somebody tapped for it.")


def test_pages_hold_no_script_or_style_of_their_own() -> None:
    checked = [*files("server", ".html"), *files("pwa", ".html"), *files("pwa", ".js")]
    broken = [
        f"{name_of(file)}: {match.group().strip()}"
        for file in checked
        for part in _markup_of(file)
        for match in _FORBIDDEN_MARKUP.finditer(part)
    ]
    hold(
        checked,
        broken,
        "No inline style or script, and no unescaped text, so that the content security policy holds.",
    )


def _markup_of(file: Path) -> list[str]:
    return markup(tree(file)) if file.suffix == ".js" else [file.read_text(encoding="utf-8")]


def test_the_browser_remembers_nothing_typed_on_the_phone() -> None:
    fields = [
        (name_of(file), field)
        for file in files("pwa", ".js")
        for part in markup(tree(file))
        for field in _FIELD.findall(part)
        if not _UNTYPED.search(field)
    ]
    broken = [
        f"{name}: {field}"
        for name, field in fields
        if _UNKEPT not in field and not (name == _DECIDES and _DECIDED in field)
    ]
    hold(fields, broken, 'Every field that somebody types in has autocomplete="off".')


def test_answers_never_clear_the_phones_storage() -> None:
    checked = files("server", ".py")
    broken = [name_of(file) for file in checked if "clear-site-data" in file.read_text(encoding="utf-8").lower()]
    hold(checked, broken, "Clear-Site-Data would delete what a phone has not sent.")


def test_telephone_numbers_are_nobodys() -> None:
    checked = [*files("", ".py", ".js", ".html", ".md", ".json", ".scss")]
    checked = [file for file in checked if file.name != "package-lock.json"]
    broken = [
        f"{name_of(file)}: {number}"
        for file in checked
        for number in _DIGITS.findall(file.read_text(encoding="utf-8"))
        if not _may_stand_in(name_of(file), number.replace(" ", ""))
    ]
    hold(checked, broken, "Only numbers that Ofcom keeps for drama, and those of national bodies in their own list.")


def _may_stand_in(file: str, number: str) -> bool:
    return bool(_DRAMA.fullmatch(number)) or (file == _NATIONAL and bool(_HELPLINE.fullmatch(number)))


def test_nothing_built_is_tracked(tracked: list[str]) -> None:
    hold(
        tracked,
        [name for name in tracked if name.startswith("static/build/")],
        "static/build is made, never committed.",
    )
