"""The worker that sends alerts and the keys it sends with, on the command line."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from server.accounts.commands import school_here
from server.alerts import beside
from server.alerts.push_keys import PushKeys
from server.foundation import audit
from server.foundation.database import connected, db


def install(app: Flask) -> None:
    """Add `flask alerts work` and `flask push-keys make|rotate`."""
    # Others add to the same group, before this or after.
    alerts = app.cli.commands.get("alerts") or AppGroup("alerts", help="Who is told of what, and what was told.")
    app.cli.add_command(alerts)
    app.cli.add_command(_push_keys(app))

    @alerts.command("work")  # type: ignore[attr-defined]
    @click.option("--beside", "is_beside", is_flag=True, help="End when standard input ends, as `flask serve` asks.")
    def work(is_beside: bool) -> None:
        """Send alerts until stopped. `flask serve` runs it by itself."""
        beside.work(app, ends_with=beside.STANDARD_INPUT if is_beside else None)


def _push_keys(app: Flask) -> AppGroup:
    group = AppGroup("push-keys", help="The keys by which push services know this school.")
    keys: PushKeys = app.extensions["lanyard.push_keys"]

    @group.command("make")
    def make() -> None:
        """Print the id and the public half of the key that phones subscribe with; make it if there is none."""
        click.echo(f"{keys.newest.id}  {keys.newest.public}")

    @group.command("rotate")
    def rotate() -> None:
        """Make a new key and print it. Phones take it when they are next opened; until then the old one is used."""
        with connected(), db.atomic():
            fresh = keys.rotate()
            audit.write(school_here().id, "command line", "push_key.rotated", fresh.id)
        click.echo(f"{fresh.id}  {fresh.public}")

    return group
