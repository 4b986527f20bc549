"""How each rule of policy is covered, on the command line, as JSON for outside checks (docs/policy.md)."""

from __future__ import annotations

import json
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from server.policy import coverage
from server.policy.coverage import Covered


def install(app: Flask) -> None:
    """Add `flask policy coverage`."""
    # Others add to the same group, before this or after.
    group = app.cli.commands.get("policy") or AppGroup("policy", help="The school's own policy.")
    app.cli.add_command(group)

    @group.command("coverage")  # type: ignore[attr-defined]
    @click.option("--format", "_format", type=click.Choice(["json"]), default="json")
    def print_coverage(_format: str) -> None:
        """Print each rule with how it is covered, one JSON object a line, from R1 on. Needs no school."""
        for one in coverage.every_rule():
            click.echo(json.dumps(_line(one), ensure_ascii=False, separators=(",", ":")))


def _line(one: Covered) -> dict[str, Any]:
    """{rule, strength, status, where, tests}: `where` in words with the page or module behind them in brackets."""
    return {
        "rule": one.rule.rule,
        "strength": one.rule.strength,
        "status": one.status,
        "where": [f"{where.says} ({where.at})" for where in one.where],
        "tests": list(one.tests),
    }
