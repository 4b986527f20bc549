"""Running the server, and making the demo school."""

from __future__ import annotations

import errno
import os
import signal
import sys
from types import FrameType

import click
import waitress
from flask import Flask

from server.accounts.queries import any_school
from server.accounts.rules import ROLE_NAMES, Role
from server.config import LARGEST_REQUEST_BYTES
from server.foundation.database import connected
from server.intake.worker import Writer
from server.phones.actions import make_code
from server.phones.models import Phone
from server.phones.rules import shown_code
from server.shell import demo_school

DEFAULT_PORT = 8000
# Each slow phone holds none of them: waitress takes a whole request in before it gives it to a thread.
THREADS = 8


def install(app: Flask) -> None:
    """Add `flask serve` and `flask demo`."""

    @app.cli.command("serve")
    @click.option("--host", default="127.0.0.1", show_default=True)
    @click.option("--port", type=int, default=lambda: int(os.environ.get("PORT") or DEFAULT_PORT))
    def serve(host: str, port: int) -> None:
        """Serve the office and the phones until stopped."""
        _serve(app, host, port)

    @app.cli.command("demo")
    def demo() -> None:
        """Make the demo school, or bring its trips up to today; print how to sign in and one set-up code."""
        with connected():
            _demo(app)


def _serve(app: Flask, host: str, port: int) -> None:
    try:
        server = waitress.create_server(
            app, host=host, port=port, threads=THREADS, max_request_body_size=LARGEST_REQUEST_BYTES * 2, ident=None
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(f"Port {port} is in use. Stop what uses it, or choose another: PORT={port + 1} make run")
        raise
    writer: Writer = app.extensions["lanyard.writer"]
    signal.signal(signal.SIGTERM, _stop)
    writer.start()
    _say_where(host, port)
    try:
        server.run()
    finally:
        writer.stop()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _say_where(host: str, port: int) -> None:
    at = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"
    click.echo(f"\nLanyard is at {at}\n  The office:     {at}/office\n  A school phone: {at}/app\nCtrl+C stops it.")
    sys.stdout.flush()


def _demo(app: Flask) -> None:
    here = any_school()
    if app.config["PRODUCTION"] or (here is not None and not here.is_demo):
        sys.exit("This is a live school's server. The demo school is for development only.")
    school = demo_school.make()
    click.echo(f"The demo school: {school.name}. Nobody in it is real.\n\nSign in to the office as:")
    for role, email in demo_school.sign_ins():
        click.echo(f"  {ROLE_NAMES[Role(role)]:20} {email}")
    click.echo(f"  The password of each is {demo_school.PASSWORD}")
    phone = Phone.get(Phone.school == school, Phone.name == "Phone 3")
    click.echo(
        f"\nSet-up code for Phone 3, good for one phone and 24 hours: {shown_code(make_code(phone, 'command line'))}"
    )
