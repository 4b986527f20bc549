"""The school's and the chair's keys on the command line: which there are, and a new one for phones to seal to."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from server.accounts.commands import school_here
from server.foundation import audit, clock
from server.foundation.chair_keys import KeyIsAway
from server.foundation.crypto import KeyRing
from server.foundation.database import connected, db


def install(app: Flask) -> None:
    """Add `flask keys list` and `flask keys rotate`."""
    keys = AppGroup("keys", help="The keys that open what phones sealed.")
    ring: KeyRing = app.extensions["lanyard.keys"]

    @keys.command("list")
    def list_keys() -> None:
        """Print each key: its id, what it is for, and since when phones no longer seal to it."""
        for key in ring.offered():
            click.echo(f"{key['kid']}  {key['use']:8}{key['not_after'] or 'in use'}")

    @keys.command("rotate")
    @click.option("--use", type=click.Choice(["school", "chair"]), default="school", show_default=True)
    def rotate(use: str) -> None:
        """Make a new key and print its id. Old keys stay: what was sealed to them opens for ever."""
        with connected(), db.atomic():
            kid = _rotated(ring, use)
            audit.write(school_here().id, "command line", "key.rotated", kid)
        click.echo(kid)

    app.cli.add_command(keys)


def _rotated(ring: KeyRing, use: str) -> str:
    now = clock.as_text(clock.now())
    if use == "school" or ring.chair is None:
        return ring.rotate(now)
    try:
        return ring.chair.rotate(now)
    except KeyIsAway as error:
        raise click.ClickException(
            "The file chair_keys.json is not here. Put it back into its folder first."
        ) from error
