"""The command line of incidents."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from server.accounts.commands import school_here
from server.foundation import audit
from server.foundation.database import connected, db
from server.incidents import named


def install(app: Flask) -> None:
    """Add `flask incidents find-pupils`."""
    group = AppGroup("incidents", help="What was reported.")
    app.cli.add_command(group)

    @group.command("find-pupils")
    def find_pupils() -> None:
        """Look again whom each report names, such as after pupils were added to the roll."""
        with connected():
            school = school_here().id
            with db.atomic():
                count = named.work_out_anew(school)
                audit.write(school, "command line", "incidents.pupils_found", school, count=count)
        click.echo(f"{count} reports name a pupil of the roll.")
