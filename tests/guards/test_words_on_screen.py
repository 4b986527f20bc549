"""Staff never read our own jargon (docs/glossary.md): the words of the code stay in the code."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tree_sitter import Node

from tests.guards.sources import files, hold, markup, name_of, nodes, parse, text, tree

RULE = "On screen: staff's words, never the code's."
_JARGON = re.compile(
    r"\b(envelopes?|intake|chains?|verdicts?|seal(s|ed|ing)?|quarantined?|enrol(s|led|ling|ments?)?)\b", re.IGNORECASE
)
_JINJA_COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
_JINJA_CODE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_READ_ALOUD = re.compile(r"\b(?:title|alt|aria-label|placeholder|value|content)=(\"[^\"]*\"|'[^']*')")
_TAG = re.compile(r"<[^>]*>")
# What a person reads starts with a capital, or has a space and is no SQL; names and addresses do neither.
_SENTENCE = re.compile(r"\s*[A-Z“‘]\w*([\s.,:]|$)|\s*\w+\s+\w+\s+\w")
_SQL = re.compile(
    r"\s*(SELECT|WITH|UNION ALL|NOT EXISTS|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|BEGIN|ON CONFLICT)\b"
    r"|(?s:.*)\b(SELECT|JOIN)\b"
)


def words_of_page(page: str) -> str:
    """What a template shows or has read aloud: its text, and the sentences inside its Jinja."""
    without_comments = _JINJA_COMMENT.sub("", page)
    quoted = [a or b for code in _JINJA_CODE.findall(without_comments) for a, b in _QUOTED.findall(code)]
    html = _JINJA_CODE.sub("…", without_comments)
    return "\n".join([_TAG.sub("\n", html), *_READ_ALOUD.findall(html), *filter(_is_read, quoted)])


def words_of_script(root: Node) -> str:
    """What a script shows: the text of its templates, and its sentences."""
    strings = [text(node) for node in nodes(root, "string_fragment")]
    return "\n".join([words_of_page(part) for part in markup(root)] + list(filter(_is_read, strings)))


def words_of_python(source: str) -> str:
    """The sentences in Python code; docstrings, logs and what is raised (for whoever writes a client) left out."""
    code = ast.parse(source)
    unread = [node for node in ast.walk(code) if _is_unread(node)]
    left_out = {id(part) for node in unread for part in ast.walk(node)}
    constants = [node for node in ast.walk(code) if isinstance(node, ast.Constant) and id(node) not in left_out]
    return "\n".join(node.value for node in constants if isinstance(node.value, str) and _is_read(node.value))


def _is_unread(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in {"info", "warning", "error", "exception"}
    return isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _is_read(said: str) -> bool:
    return bool(_SENTENCE.match(said)) and not _SQL.match(said)


def _jargon(words: dict[str, str]) -> list[str]:
    return [
        f"{name}: {line.strip()}" for name, said in words.items() for line in said.splitlines() if _JARGON.search(line)
    ]


def test_office_pages_use_staffs_own_words() -> None:
    checked = files("server", ".html")
    hold(checked, _jargon({name_of(file): words_of_page(file.read_text(encoding="utf-8")) for file in checked}), RULE)


def test_phone_screens_use_staffs_own_words() -> None:
    checked = files("pwa", ".js")
    words = {name_of(file): words_of_script(tree(file)) for file in checked}
    words |= {name_of(file): words_of_page(file.read_text(encoding="utf-8")) for file in files("pwa", ".html")}
    hold(checked, _jargon(words), RULE)


def test_what_both_sides_declare_uses_staffs_own_words() -> None:
    checked = files("server", ".json")
    hold(
        checked,
        _jargon({name_of(file): "\n".join(_texts(json.loads(file.read_text("utf-8")))) for file in checked}),
        RULE,
    )


def _texts(declared: Any) -> Iterator[str]:
    if isinstance(declared, dict | list):
        for part in declared.values() if isinstance(declared, dict) else declared:
            yield from _texts(part)
    elif isinstance(declared, str) and _is_read(declared):
        yield declared


def test_sentences_in_the_server_use_staffs_own_words() -> None:
    # A command's output is for the network manager, who runs `audit verify` to hear that the chain holds.
    checked = [file for file in files("server", ".py") if file.name != "commands.py" and "migrations" not in file.parts]
    hold(checked, _jargon({name_of(file): words_of_python(file.read_text(encoding="utf-8")) for file in checked}), RULE)


@pytest.mark.parametrize(
    "seen",
    [
        words_of_page("<p>One envelope</p>"),
        words_of_page("""<a title="Quarantine" href="#">x</a>"""),
        words_of_page("""{{ button("Seal it") }}"""),
        words_of_script(parse("html`<p>${n} sealed</p>`")),
        words_of_script(parse("say('Enrolment failed')")),
        words_of_python("flash('The intake is full')"),
    ],
)
def test_the_guard_sees_jargon_wherever_it_is_shown(seen: str) -> None:
    assert _jargon({"planted": seen})


@pytest.mark.parametrize(
    "unseen",
    [
        words_of_page("""<a class="intake" href="{{ url_for('intake.held') }}">Held</a>{# envelope #}"""),
        words_of_script(parse("import { seal } from './seal.js'; open('envelopes'); seal(`${chain}:1`);")),
        words_of_python('"""Opens an envelope."""\nKIND = "intake.sealed"\nexecute("SELECT n FROM envelope WHERE n")'),
    ],
)
def test_the_guard_leaves_the_codes_own_words_alone(unseen: str) -> None:
    assert not _jargon({"planted": unseen})
