"""Proof on the command line that what was signed off is still so."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import AppGroup

from server.accounts.commands import school_here
from server.foundation.database import connected
from server.foundation.problems import Problem
from server.reconciliation import sign_offs, verification


def install(app: Flask) -> None:
    """Add `flask trip verify`."""
    group = app.cli.commands.get("trip")
    if not isinstance(group, AppGroup):
        group = AppGroup("trip", help="Trips.")
        app.cli.add_command(group)

    @group.command("verify")
    @click.option("--trip", "trip_id", required=True, help="The trip’s id.")
    def verify(trip_id: str) -> None:
        """Hash everything of a trip again; exit 0 only when it is what was signed off."""
        with connected():
            _verify(school_here().id, trip_id)


def _verify(school: str, trip_id: str) -> None:
    try:
        faults = list(verification.faults_of(school, trip_id))
    except Problem as problem:
        raise click.ClickException("There is no such trip at this school.") from problem
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        click.echo("The trip is not as it was signed off.", err=True)
        sys.exit(1)
    last = sign_offs.latest(school, trip_id)
    if gone := verification.destroyed_since(school, trip_id):
        click.echo(
            f"{gone} of what was signed off were destroyed since, each by two people; their fingerprints are here."
        )
    click.echo(
        f"The trip is as it was signed off: summary {last.number if last else 0}, {last.sha256 if last else ''}."
    )
