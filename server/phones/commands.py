"""Phones on the command line."""

from __future__ import annotations

import click
from flask import Flask

from server.accounts.commands import school_here
from server.foundation.database import connected
from server.phones import actions, rules


def install(app: Flask) -> None:
    """Add `flask enrol-code`."""

    @app.cli.command("enrol-code")
    @click.option("--phone", "name", required=True, help='The phone\'s name, such as "Phone 3".')
    def enrol_code(name: str) -> None:
        """Print a one-time set-up code for a phone, and nothing else."""
        with connected():
            phone = actions.add_phone(school_here(), _name(name), "command line")
            click.echo(actions.make_code(phone, "command line"))


def _name(given: str) -> str:
    """A phone's name as it is shown: one line, at most 60 letters."""
    name = rules.read_name(given)
    if rules.name_problem(name):
        raise click.BadParameter(f"A phone's name has 1 to {rules.LONGEST_NAME} letters.")
    return name
