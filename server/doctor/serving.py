"""Whether the server can start, runs, and is set up to be served to phones."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from server.config import CannotStart
from server.foundation.findings import Finding, look, ok, wrong

ANSWERS_WITHIN_SECONDS = 10.0
_FILE = "Write it into the settings (/etc/lanyard/lanyard.env) and start the server again."


def refused(why: CannotStart) -> Finding:
    """It cannot start at all."""
    return wrong(f"The server cannot start: {why.message}", "Mend that first, and ask again.", stops_start=True)


def running(config: Any) -> Iterator[Finding]:
    """Whether one answers on this computer."""
    port = config["PORT"]
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", int(port), timeout=ANSWERS_WITHIN_SECONDS)) as line:
            line.request("GET", "/sign-in")
            status = line.getresponse().status
    except (OSError, ValueError, http.client.HTTPException):
        tell = wrong if config["PRODUCTION"] else look
        yield tell(f"No server answers on port {port} of this computer.", "To start it: sudo systemctl start lanyard")
        return
    if status >= 500:
        yield wrong(f"The server on port {port} answers {status}.", "See why: sudo journalctl -u lanyard --since -1h")
    else:
        yield ok(f"A server answers on port {port}.")


def for_phones(config: Any) -> Iterator[Finding]:
    """Whether a live server says to browsers that it is behind HTTPS, and knows of the proxy in front."""
    if not config["PRODUCTION"]:
        yield ok("Set up for this computer alone (LANYARD_ENV is not production).")
        return
    if not config["HTTPS"]:
        yield wrong(
            "LANYARD_HTTPS is off: phones keep nothing without HTTPS, and sign-ins travel in clear.",
            f"LANYARD_HTTPS=1. {_FILE}",
        )
    if not config["PROXIES"]:
        yield look(
            "LANYARD_PROXIES is 0: every visitor seems to come from this computer.",
            f"Behind Caddy: LANYARD_PROXIES=1. {_FILE}",
        )
    if config["HTTPS"] and config["PROXIES"]:
        yield ok("Set up for phones, behind HTTPS.")
