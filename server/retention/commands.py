"""Retention on the command line: what is due to go, by ids and days alone. It destroys nothing."""

from __future__ import annotations

import click
from flask import Flask, json
from flask.cli import AppGroup

from server.accounts.commands import school_here
from server.foundation.database import connected
from server.retention import candidates, trust
from server.retention.rules import SCHEDULE


def install(app: Flask) -> None:
    """Add `flask retention due`."""
    group = AppGroup("retention", help="How long things are kept.")
    app.cli.add_command(group)

    @group.command("due")
    @click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
    def due(form: str) -> None:
        """List what is due to go, and what is held. Confirming and destroying is two people’s, in the office."""
        with connected():
            school = school_here().id
            units, doubts = list(candidates.due(school)), trust.doubts_now(school)
        if form == "json":
            listed = [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "rule": one.rule,
                    "trip": one.trip,
                    "last_on": one.last_on.isoformat(),
                    "due_on": one.due_on.isoformat(),
                    "held": one.held or None,
                    "source": SCHEDULE[one.rule].source,
                }
                for one in units
            ]
            click.echo(json.dumps({"due": listed, "clock_doubts": doubts}))
            return
        for one in units:
            click.echo(f"{one.due_on}  {one.rule:12}{one.kind:26}{one.id}  {one.held}".rstrip())
        click.echo(f"{len(units)} due, of which {sum(1 for one in units if one.held)} are held.")
        for doubt in doubts:
            click.echo(f"Nothing can be destroyed just now. {doubt}", err=True)
