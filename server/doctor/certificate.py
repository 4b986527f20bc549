"""The certificate that phones are shown: asked for over the network, as a phone asks for it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from server.doctor import rules
from server.foundation import clock
from server.foundation.findings import Finding, look, ok, wrong

CONNECT_SECONDS = 5.0
HTTPS_PORT = 443
_NOBODY = (
    "Is Caddy running (sudo systemctl status caddy), does the name lead to this server, and is port 443 open? "
    "docs/running.md"
)
_RENEW = (
    "See why it was not renewed: sudo journalctl -u caddy --since -7d. The internet has to reach this name on port 80."
)
_NOT_TRUSTED = (
    "A phone refuses it, and sends nothing. Let Caddy fetch a certificate for this very name: docs/running.md"
)


def in_date(config: Any) -> Iterator[Finding]:
    """Whether a phone would take it, and for how long still."""
    asked = urlsplit(config["ADDRESS"])
    if asked.scheme != "https" or not asked.hostname:
        yield _without_address(is_live=config["PRODUCTION"])
        return
    try:
        ends = _end_of_certificate(asked.hostname, asked.port or HTTPS_PORT)
    except ssl.SSLCertVerificationError as error:
        is_over = "expired" in error.verify_message
        yield wrong(f"The certificate of {asked.netloc}: {error.verify_message}.", _RENEW if is_over else _NOT_TRUSTED)
    except (OSError, ValueError) as error:
        yield wrong(f"Nobody answers at {config['ADDRESS']} ({type(error).__name__}).", _NOBODY)
    else:
        yield _time_left(asked.netloc, ends)


def _end_of_certificate(host: str, port: int) -> datetime:
    trusted = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=CONNECT_SECONDS) as line,
        trusted.wrap_socket(line, server_hostname=host) as secured,
    ):
        shown: Any = secured.getpeercert()
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), UTC)


def _time_left(host: str, ends: datetime) -> Finding:
    left = ends - clock.now()
    says = f"The certificate of {host} holds until {clock.in_words(ends)}"
    if left < rules.ALMOST_OVER:
        return wrong(f"{says}.", _RENEW)
    if left < rules.RENEWED_BY:
        return look(f"{says}; it should have been renewed.", _RENEW)
    return ok(f"{says}.")


def _without_address(*, is_live: bool) -> Finding:
    if is_live:
        return look(
            "Where the office is was not said, so that no certificate was looked at.", "Set LANYARD_ADDRESS=https://…"
        )
    return ok("Not served over HTTPS: good for this computer alone.")
