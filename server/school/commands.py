"""The code that begins a school, for whoever no longer sees where the server was started."""

from __future__ import annotations

import click
from flask import Flask

from server.accounts.queries import any_school
from server.foundation.database import connected
from server.school import claiming


def install(app: Flask) -> None:
    """Add `flask first-run-code`."""

    @app.cli.command("first-run-code")
    def first_run_code() -> None:
        """Print a new server code for a server that has no school yet; the one before is void."""
        with connected():
            if any_school() is not None:
                raise click.ClickException("There is a school here already. A server code begins a new one alone.")
            click.echo(claiming.new_code())
