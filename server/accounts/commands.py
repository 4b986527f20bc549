"""What every command starts from: the school it is about."""

from __future__ import annotations

import click

from server.accounts.models import School
from server.accounts.queries import any_school


def school_here() -> School:
    """The school of this server. Without one, the command ends in a sentence that says how to get one."""
    school = any_school()
    if school is None:
        raise click.ClickException("No school is set up here yet. The demo school: flask --app server demo")
    return school
