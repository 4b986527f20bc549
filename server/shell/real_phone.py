"""`flask serve-phones`: the demo school for real phones on the same Wi-Fi, with HTTPS that they can come to trust."""

from __future__ import annotations

import io
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address
from pathlib import Path

import click
import segno
import waitress
from flask import Flask

from server.accounts.one_time_codes import shown_code
from server.accounts.rules import ROLE_NAMES, Role
from server.foundation import clock
from server.foundation.database import connected, plainly
from server.phones.actions import make_code
from server.phones.models import Phone
from server.shell import demo_school, networks, running, trial_pages
from server.shell.encrypted import THIS_COMPUTER, Encrypted
from server.shell.local_authority import trust_for
from server.shell.trial_pages import Trial

PORT = 8443
FOLDER = "phone-certificate"
# What a person compares by eye.
PAIRS_COMPARED = 8
_LAST_WORDS = """
What does not work so
  Alerts to a locked phone need the internet, here and at the phone. Passkeys need an address with a name.
  Guest Wi-Fi keeps devices apart: if the page does not open, use another network or a phone's hotspot, and let
  {ports} through this computer's firewall.
Android by cable, without any certificate: make run, then in another terminal
  adb reverse tcp:8000 tcp:8000
and open http://localhost:8000/app on the phone.
Afterwards take the certificate off the phone: {page}#afterwards
It ends by itself on {ends}. Ctrl+C stops the school."""


def install(app: Flask) -> None:
    """Add `flask serve-phones`."""

    @app.cli.command("serve-phones")
    @click.option("--address", default="", help="This computer's on the Wi-Fi, where it is not found by itself.")
    @click.option(
        "--port", default=str(PORT), show_default=True, help="Of HTTPS; the page with the certificate is one above."
    )
    def serve_phones(address: str, port: str) -> None:
        """Serve the demo school to real phones on the same Wi-Fi, with fresh passwords, until stopped."""
        if not app.config["HTTPS"]:
            raise click.ClickException("Phones keep Lanyard from an address with HTTPS only. Start it by: make phone")
        _serve(app, networks.address_of_this_computer(address), running.read_port(port))


def _serve(app: Flask, address: IPv4Address, port: int) -> None:
    # What cannot be had is told before anybody's password is changed.
    encrypted, plain = networks.listening(address, port), networks.listening(address, port + 1)
    with plainly(Path(app.config["DATABASE"])), connected():
        school = demo_school.make_whole(app)
        signs_in = demo_school.fresh_passwords(school)
        phone = Phone.get(Phone.school == school, Phone.name == "Phone 3")
        code = make_code(phone, "command line")
    trust = trust_for(address, Path(app.config["DATA_DIR"]) / FOLDER, clock.now())
    at, page_at = f"https://{address}:{port}", f"http://{address}:{port + 1}"
    trial = app.extensions[trial_pages.EXTENSION] = Trial(trust, at, f"{page_at}{trial_pages.PAGE}")

    @contextmanager
    def around(inner: int) -> Iterator[None]:
        with Encrypted(encrypted, trust.for_the_server(), inner), _plain_server(app, plain):
            click.echo(_said(trial, code, signs_in))
            sys.stdout.flush()
            yield

    running.serve(app, THIS_COMPUTER, 0, around=around, scheme="https")


@contextmanager
def _plain_server(app: Flask, listening: socket.socket) -> Iterator[None]:
    """The page with the certificate, over plain http: whoever is to trust the certificate does not yet."""
    # A map of its own: each of waitress's loops minds the sockets of its map, and this is another thread.
    server = waitress.create_server(trial_pages.these_pages_alone(app), sockets=[listening], map={}, ident=None)
    threading.Thread(target=server.run, name="certificate page", daemon=True).start()
    yield


def _said(trial: Trial, code: str, signs_in: dict[str, tuple[str, str]]) -> str:
    """All that somebody with a phone in hand needs, in the order in which they need it."""
    begins = " ".join(trial.trust.fingerprint.split()[:PAIRS_COMPARED])
    people = "\n".join(
        f"  {ROLE_NAMES[Role(role)]:24} {email:26} {password}" for role, (email, password) in signs_in.items()
    )
    _, plain_port = trial.page_address.removesuffix(trial_pages.PAGE).rsplit(":", 1)
    last = _LAST_WORDS.format(
        ports=f"ports {trial.app_address.rsplit(':', 1)[1]} and {plain_port}",
        page=trial.page_address,
        ends=clock.in_words(trial.trust.ends_at),
    )
    return f"""
The demo school, for real phones on the same Wi-Fi. Nobody in it is real.

Sign in, with passwords made for this start alone:
{people}
  The office: {trial.app_address}/office

1. Point the phone's camera at this. It leads to the certificate, and says what to tap: {trial.page_address}
   The certificate's SHA-256 fingerprint begins: {begins}

{qr_code(trial.page_address)}
2. Once the phone trusts the certificate, point its camera at this: {trial.app_address}/app
   Set-up code for Phone 3, good for one phone and 24 hours: {shown_code(code)}

{qr_code(f"{trial.app_address}/app#/setup/{code}")}{last}"""


def qr_code(text: str) -> str:
    """A QR code of letters, light on dark as terminals are, with the quiet edge that cameras need."""
    drawn = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(drawn, compact=True)
    return drawn.getvalue()
