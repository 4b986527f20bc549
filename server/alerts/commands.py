"""Who would be told of a situation, on the command line: to try the table, and to check it from outside."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from server.accounts.queries import any_school
from server.alerts import queries
from server.alerts.routing_rules import Situation, told
from server.foundation.database import connected

GROUP = "alerts"
_MEMBERS = ("category", "severity", "about_role")
_NO_TEXT = "This line is not UTF-8. Write each situation as a JSON object, one a line."
_NO_JSON = "This line is no JSON. Write each situation as a JSON object, one a line."
_NO_OBJECT = "This line is JSON, but no object. Write each situation as a JSON object, one a line."
_NO_KIND = "This situation names no kind: give `kind` as a text, such as incident.reported."
_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


class _Unreadable(ValueError):
    """A line that is no situation; the message says why."""


def install(app: Flask) -> None:
    """Add `flask alerts`."""
    group = AppGroup(GROUP, help="Who is told of what, and what was told.")
    app.cli.add_command(group)

    @group.command("route")
    @_FORMAT
    def route(form: str) -> None:
        """Read a situation a line and print the roles that are told, in order.

        Each line is a JSON object {kind, category, severity, about_role}; all but the kind may be null. Each answer is
        a JSON list, or plain words, on a line of its own, as soon as it is known. A line that is no situation is
        answered by {"error": why}, the next goes on, and the command exits with 1. Nothing is kept; what the school
        added to the table is left out.
        """
        sys.exit(_answer_all(form))

    @group.command("list")
    @_FORMAT
    def list_alerts(form: str) -> None:
        """Print each alert, who was told and when, and what was sent; those about the headteacher are not in it."""
        with connected():
            school = any_school()
            for alert in queries.every_alert(school.id) if school else []:
                click.echo(json.dumps(alert) if form == "json" else _plainly(alert))


def _plainly(alert: dict[str, Any]) -> str:
    taken = any(one["taken_at"] for one in alert["recipients"])
    stands = "closed" if alert["closed_at"] else "taken up" if taken else "open"
    roles = ", ".join(one["role"] for one in alert["recipients"]) or "nobody"
    return f"{alert['raised_at']}  {alert['kind']}  {alert['urgency']}  {stands}  told: {roles}"


def _answer_all(form: str) -> int:
    failed = 0
    for line in iter(sys.stdin.buffer.readline, b""):
        try:
            roles = told(_situation(line.rstrip(b"\r\n")))
            click.echo(json.dumps(roles) if form == "json" else ", ".join(roles) or "nobody")  # which flushes
        except _Unreadable as error:
            failed = 1
            click.echo(json.dumps({"error": str(error)}) if form == "json" else str(error))
    return failed


def _situation(line: bytes) -> Situation:
    given = _parsed(line)
    if not isinstance(given, dict):
        raise _Unreadable(_NO_OBJECT)
    if not isinstance(given.get("kind"), str) or not given["kind"]:
        raise _Unreadable(_NO_KIND)
    for name in _MEMBERS:
        if not isinstance(given.get(name), str | None):
            raise _Unreadable(f"`{name}` is neither a text nor null.")
    return Situation(given["kind"], *(given.get(name) for name in _MEMBERS))


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _Unreadable(_NO_TEXT) from error
    except (ValueError, RecursionError) as error:
        raise _Unreadable(_NO_JSON) from error
