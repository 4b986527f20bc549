"""What would be dialled for a number, on the command line: to try the rules, and to check them from outside."""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

import click
from flask import Flask

from server.personal_phone.dial_rules import Dialled, dial, spaced
from server.personal_phone.dial_words import WHY
from server.personal_phone.numbering_plan import LOOK_TWICE, may_exist

_NO_JSON = "This line is no JSON. Write each number as a JSON string, one a line."
_NO_TEXT = "This line is not UTF-8. Write each number as a JSON string, one a line."
_NO_STRING = "This line is JSON, but no string. Write each number as a JSON string, one a line."


def install(app: Flask) -> None:
    """Add `flask dial`."""

    @app.cli.command("dial")
    @click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
    def say_what_to_dial(form: str) -> None:
        """Read a number a line and print what to dial so that the caller's own is withheld.

        With --format json each line is a JSON string, and each answer a JSON object on a line of its own, in order and
        as soon as it is known. A line that cannot be read is answered as refused. Nothing is kept.
        """
        answer = _as_json if form == "json" else _as_text
        for line in _lines(sys.stdin.buffer):
            click.echo(answer(line))  # which flushes


def _lines(source: BinaryIO) -> Any:
    return (line.rstrip(b"\r\n") for line in iter(source.readline, b""))


def _as_json(line: bytes) -> str:
    """One line's answer as `{"in", "dial", "verdict", "why"}`, in ASCII, so that half an emoji passes too."""
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _answer(line.decode("utf-8", "replace"), None, "refused", _NO_TEXT)
    except (ValueError, RecursionError):
        return _answer(line.decode("utf-8-sig"), None, "refused", _NO_JSON)
    if not isinstance(asked, str):
        return _answer(line.decode("utf-8-sig"), None, "refused", _NO_STRING)
    found = dial(asked)
    return _answer(asked, found.dial, found.verdict, WHY[found.why])


def _answer(asked: str, digits: str | None, verdict: str, why: str) -> str:
    return json.dumps({"in": asked, "dial": digits, "verdict": verdict, "why": why})


def _as_text(line: bytes) -> str:
    found = dial(line.decode("utf-8-sig", "replace"))
    parts = [spaced(found.dial) if found.dial else "Nothing to dial.", WHY[found.why], *_remarks(found)]
    return "  ".join(parts)


def _remarks(found: Dialled) -> list[str]:
    """What to know besides: an extension to ask for, and a number that no country uses."""
    extension = [f"Then extension {found.extension}."] if found.extension else []
    return extension + ([] if found.number is None or may_exist(found.number) else [LOOK_TWICE])
