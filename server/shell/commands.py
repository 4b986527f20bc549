"""Running the server, and making the demo school."""

from __future__ import annotations

import errno
import gc
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click
import waitress
from flask import Flask

from server.accounts.one_time_codes import shown_code
from server.accounts.queries import any_school
from server.accounts.rules import ROLE_NAMES, Role
from server.alerts.beside import Beside
from server.backups.regular import Regular
from server.config import LARGEST_REQUEST_BYTES
from server.foundation import registry
from server.foundation.database import connected, plainly
from server.intake.worker import Writer
from server.phones.actions import make_code
from server.phones.models import Phone
from server.shell import demo_school

DEFAULT_PORT = 8000
LAST_PORT = 65_535
# Each slow phone holds none of them: waitress takes a whole request in before it gives it to a thread.
THREADS = 8


def install(app: Flask) -> None:
    """Add `flask serve` and `flask demo`."""

    @app.cli.command("serve")
    @click.option("--host", default="127.0.0.1", show_default=True)
    @click.option("--port", default=lambda: os.environ.get("PORT") or str(DEFAULT_PORT), help="Or the variable PORT.")
    @click.option("--not-demo", is_flag=True, help="Serve a live school, and never the demo.")
    def serve(host: str, port: str, *, not_demo: bool) -> None:
        """Serve the office and the phones until stopped."""
        if not_demo or app.config["PRODUCTION"]:
            with plainly(Path(app.config["DATABASE"])), connected():
                _refuse_the_demo(app)
        _serve(app, host, _port(port))

    @app.cli.command("demo")
    def demo() -> None:
        """Make the demo school, or bring its trips up to today; print how to sign in and one set-up code."""
        with plainly(Path(app.config["DATABASE"])), connected():
            _demo(app)


def _serve(app: Flask, host: str, port: int) -> None:
    # What start-up made stays for good: Python would look through it again and again, a tenth of a second each time, in
    # the middle of somebody's request.
    gc.collect()
    gc.freeze()
    # Before the first thread and socket, of which a fork would take a half or a share.
    alert_worker = Beside(app)
    alert_worker.start()
    try:
        _serve_beside(app, host, port, alert_worker)
    finally:
        alert_worker.stop()


def _serve_beside(app: Flask, host: str, port: int, alert_worker: Beside) -> None:
    try:
        server = waitress.create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            max_request_body_size=LARGEST_REQUEST_BYTES * 2,
            # waitress strips what proxies say of the caller; app.py believes as many of them as the setting names.
            clear_untrusted_proxy_headers=not app.config["PROXIES"],
            ident=None,
        )
    except OSError as error:
        raise click.ClickException(_why_not(error, host, port)) from error
    writer: Writer = app.extensions["lanyard.writer"]
    signal.signal(signal.SIGTERM, _stop)
    writer.start()
    alert_worker.watch()
    backups = Regular(app)
    backups.start()
    _say_where(app, host, port)
    try:
        server.run()
    finally:
        backups.stop()
        writer.stop()


def _port(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and 0 < int(text) <= LAST_PORT):
        raise click.ClickException(f"PORT is {text!r}, and has to be a number up to {LAST_PORT}: PORT=8000 make run")
    return int(text)


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Stop what uses it, or choose another: PORT={_free_port(port)} make run"
    if error.errno == errno.EACCES:
        return f"Port {port} is for the administrator alone. Choose one from 1024: PORT={DEFAULT_PORT} make run"
    return f"{host} is no address of this computer ({error.strerror}). To serve on this computer: make run"


def _free_port(taken: int) -> int:
    """The next port that nothing listens on; any at all where there is none after this one."""
    for port in [*range(taken + 1, min(taken + 50, LAST_PORT + 1)), 0]:
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            found: int = probe.getsockname()[1]
            return found
    return DEFAULT_PORT


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _refuse_the_demo(app: Flask) -> None:
    here = any_school()
    if here is not None and here.is_demo:
        raise click.ClickException(
            f"The folder {app.config['DATA_DIR']} holds the demo school, which never becomes a live one. A live school "
            "has a folder of its own: LANYARD_DATA=$HOME/lanyard DEMO=0 make run"
        )


def _say_where(app: Flask, host: str, port: int) -> None:
    at = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"
    with connected():
        for say in registry.current().said_at_start:
            if words := say(app.config["ADDRESS"] or at):
                click.echo(f"\n{words}")
    click.echo(f"\nLanyard is at {at}\n  The office:     {at}/office\n  A school phone: {at}/app\nCtrl+C stops it.")
    sys.stdout.flush()


def _demo(app: Flask) -> None:
    here = any_school()
    if app.config["PRODUCTION"] or (here is not None and not here.is_demo):
        raise click.ClickException(
            "This is a live school's server. The demo school never goes into it, and is for development only. "
            "To serve the school that is here: DEMO=0 make run"
        )
    school = demo_school.make()
    for make in registry.current().demo_parts:
        make(school.id)
    click.echo(f"The demo school: {school.name}. Nobody in it is real.\n\nSign in to the office as:")
    for role, email in demo_school.sign_ins():
        click.echo(f"  {ROLE_NAMES[Role(role)]:20} {email}")
    click.echo(f"  The password of each is {demo_school.PASSWORD}")
    phone = Phone.get(Phone.school == school, Phone.name == "Phone 3")
    click.echo(
        f"\nSet-up code for Phone 3, good for one phone and 24 hours: {shown_code(make_code(phone, 'command line'))}"
    )
