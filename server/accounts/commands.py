"""What every command starts from: the school it is about. And the last way in, for whoever lost theirs."""

from __future__ import annotations

import click
from flask import Flask

from server.accounts import resets, second_factors
from server.accounts.code_makers import COMMAND_LINE
from server.accounts.models import School, Staff
from server.accounts.queries import any_school
from server.foundation.database import connected


def school_here() -> School:
    """The school of this server. Without one, the command ends in a sentence that says how to get one."""
    school = any_school()
    if school is None:
        raise click.ClickException(
            "No school is set up here yet. Begin one at /first-run, or make the demo school: flask --app server demo"
        )
    return school


def install(app: Flask) -> None:
    """Add `flask reset-code` and `flask remove-second-step`, for whoever nobody in the office may reset."""

    @app.cli.command("reset-code")
    @click.option("--email", required=True, help="The e-mail address they sign in with.")
    def reset_code(email: str) -> None:
        """Print a one-time code with which somebody sets a new password."""
        with connected():
            code, _expires_at = resets.make_code(_account(email), by=COMMAND_LINE)
            click.echo(code)

    @app.cli.command("remove-second-step")
    @click.option("--email", required=True, help="The e-mail address they sign in with.")
    def remove_second_step(email: str) -> None:
        """Remove somebody's second step at sign-in, as when it is lost. It signs them out everywhere."""
        with connected():
            second_factors.remove_all(_account(email), by=COMMAND_LINE)
            click.echo("Removed. Their password alone signs them in, until they set up another.")


def _account(email: str) -> Staff:
    rows = Staff.select().where(Staff.email == email.strip().lower(), Staff.school == school_here(), Staff.is_active)
    staff: Staff | None = rows.first()
    if staff is None:
        raise click.ClickException("Nobody with that e-mail address has an account that is enabled.")
    return staff
