"""What every command starts from: the school it is about. And the last way to a reset code."""

from __future__ import annotations

import click
from flask import Flask

from server.accounts import resets
from server.accounts.models import School, Staff
from server.accounts.queries import any_school
from server.foundation.database import connected


def school_here() -> School:
    """The school of this server. Without one, the command ends in a sentence that says how to get one."""
    school = any_school()
    if school is None:
        raise click.ClickException("No school is set up here yet. The demo school: flask --app server demo")
    return school


def install(app: Flask) -> None:
    """Add `flask reset-code`, for whoever nobody in the office may reset, such as the chair."""

    @app.cli.command("reset-code")
    @click.option("--email", required=True, help="The e-mail address they sign in with.")
    def reset_code(email: str) -> None:
        """Print a one-time code with which somebody sets a new password."""
        with connected():
            staff = Staff.get_or_none(
                Staff.email == email.strip().lower(), Staff.school == school_here(), Staff.is_active
            )
            if staff is None:
                raise click.ClickException("Nobody with that e-mail address has an account that is enabled.")
            code, _expires_at = resets.make_code(staff, by=resets.COMMAND_LINE)
            click.echo(code)
