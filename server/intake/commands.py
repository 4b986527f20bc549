"""The school's keys on the command line: which there are, and a new one for phones to seal to."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from server.accounts.commands import school_here
from server.foundation import audit, clock
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
    def rotate() -> None:
        """Make a new key and print its id. Old keys stay: what was sealed to them opens for ever."""
        with connected(), db.atomic():
            kid = ring.rotate(clock.as_text(clock.now()))
            audit.write(school_here().id, "command line", "key.rotated", kid)
        click.echo(kid)

    app.cli.add_command(keys)
