"""Running the server until it is stopped: its web server, the writer, the alert worker, the regular backups."""

from __future__ import annotations

import errno
import gc
import signal
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import click
import waitress
from flask import Flask

from server.accounts.closing import Closing
from server.alerts.beside import Beside
from server.backups.regular import Regular
from server.config import DEFAULT_PORT, LARGEST_REQUEST_BYTES
from server.doctor import looks
from server.foundation.database import connected, plainly
from server.intake.worker import Writer

LAST_PORT = 65_535
# Each slow phone holds none of them: waitress takes a whole request in before it gives it to a thread.
THREADS = 8
# What goes on round the server while it runs, given the port it has.
Around = Callable[[int], AbstractContextManager[object]]


def serve(app: Flask, host: str, port: int, *, around: Around, scheme: str = "http") -> None:
    """Serve until stopped; port 0 is any that is free. Raises ClickException where that port cannot be had.

    Nothing is served where it would do harm (ADR 0064): then it raises UnsafeConfiguration.
    """
    with app.app_context(), plainly(Path(app.config["DATABASE"])), connected():
        looks.refuse_to_start(app.config)
    # What start-up made stays for good: Python would look through it again and again, a tenth of a second each time, in
    # the middle of somebody's request.
    gc.collect()
    gc.freeze()
    # Before the first thread and socket, of which a fork would take a half or a share.
    alert_worker = Beside(app)
    alert_worker.start()
    try:
        _serve_beside(app, _web_server(app, host, port, scheme), alert_worker, around)
    finally:
        alert_worker.stop()


def _web_server(app: Flask, host: str, port: int, scheme: str) -> Any:
    try:
        return waitress.create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            url_scheme=scheme,
            max_request_body_size=LARGEST_REQUEST_BYTES * 2,
            # waitress strips what proxies say of the caller; app.py believes as many of them as the setting names.
            clear_untrusted_proxy_headers=not app.config["PROXIES"],
            ident=None,
        )
    except OSError as error:
        raise click.ClickException(_why_not(error, host, port)) from error


def _serve_beside(app: Flask, server: Any, alert_worker: Beside, around: Around) -> None:
    writer: Writer = app.extensions["lanyard.writer"]
    signal.signal(signal.SIGTERM, _stop)
    writer.start()
    alert_worker.watch()
    backups = Regular(app)
    backups.start()
    closing = Closing(app)
    closing.start()
    try:
        with around(server.effective_port):
            server.run()
    finally:
        closing.stop()
        backups.stop()
        writer.stop()


def read_port(text: str) -> int:
    """A port as it was typed. Raises ClickException."""
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
