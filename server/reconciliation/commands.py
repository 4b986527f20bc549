"""Proof on the command line: every record, and whether the audit log still holds."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import AppGroup

from server.accounts.commands import school_here
from server.foundation import audit
from server.foundation.database import connected, db
from server.reconciliation import queries


def install(app: Flask) -> None:
    """Add `flask export` and `flask audit verify`."""

    @app.cli.command("export")
    @click.option("--trip", "trip_id", help="Only this trip's records.")
    @click.option("--format", "_format", type=click.Choice(["jsonl"]), default="jsonl")
    def export(trip_id: str | None, _format: str) -> None:
        """Print every record, held ones included, one JSON object a line."""
        with connected():
            school = school_here().id
            with db.atomic():
                audit.write(school, "command line", "records.exported", trip_id or "every trip")
            for line in queries.export_lines(school, trip_id):
                click.echo(line)

    group = AppGroup("audit", help="The audit log.")
    app.cli.add_command(group)

    @group.command("verify")
    def verify() -> None:
        """Walk the whole audit log; exit 0 only when its chain holds."""
        with connected():
            found = audit.verify(school_here().id)
        if found.fault:
            click.echo(f"The audit log does not hold. {found.fault}", err=True)
            sys.exit(1)
        click.echo(f"The audit log holds: {found.entries} entries.")
