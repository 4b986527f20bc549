"""Running the server, and making the demo school."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask

from server.accounts.one_time_codes import shown_code
from server.accounts.rules import ROLE_NAMES, Role
from server.config import DEFAULT_PORT
from server.foundation.database import connected, plainly
from server.phones.actions import make_code
from server.phones.models import Phone
from server.school import claiming
from server.shell import demo_school, real_phone, running


def install(app: Flask) -> None:
    """Add `flask serve`, `flask demo` and `flask serve-phones`."""

    @app.cli.command("serve")
    @click.option("--host", default="127.0.0.1", show_default=True)
    @click.option("--port", default=lambda: os.environ.get("PORT") or str(DEFAULT_PORT), help="Or the variable PORT.")
    @click.option("--not-demo", is_flag=True, help="Serve a live school, and never the demo.")
    def serve(host: str, port: str, *, not_demo: bool) -> None:
        """Serve the office and the phones until stopped."""
        where = running.read_port(port)
        if not_demo:
            with plainly(Path(app.config["DATABASE"])), connected():
                demo_school.refuse(app)
        running.serve(app, host, where, around=lambda _: _said_where(app, host, where))

    @app.cli.command("demo")
    def demo() -> None:
        """Make the demo school, or bring its trips up to today; print how to sign in and one set-up code."""
        with plainly(Path(app.config["DATABASE"])), connected():
            _demo(app)

    real_phone.install(app)


@contextmanager
def _said_where(app: Flask, host: str, port: int) -> Iterator[None]:
    at = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"
    with connected():
        if words := claiming.said_at_start(app.config["ADDRESS"] or at):
            click.echo(f"\n{words}")
    click.echo(f"\nLanyard is at {at}\n  The office:     {at}/office\n  A school phone: {at}/app\nCtrl+C stops it.")
    sys.stdout.flush()
    yield


def _demo(app: Flask) -> None:
    school = demo_school.make_whole(app)
    click.echo(f"The demo school: {school.name}. Nobody in it is real.\n\nSign in to the office as:")
    for role, email in demo_school.sign_ins():
        click.echo(f"  {ROLE_NAMES[Role(role)]:20} {email}")
    known = demo_school.has_known_passwords(school)
    click.echo(f"  The password of each is {demo_school.PASSWORD if known else 'the one that make phone printed last'}")
    phone = Phone.get(Phone.school == school, Phone.name == "Phone 3")
    click.echo(
        f"\nSet-up code for Phone 3, good for one phone and 24 hours: {shown_code(make_code(phone, 'command line'))}"
    )
