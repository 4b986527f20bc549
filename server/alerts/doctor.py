"""What the doctor looks at of alerts: that push services are reached, mail is taken, and somebody sends them."""

from __future__ import annotations

import fcntl
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from urllib3.exceptions import HTTPError

from server.alerts import delivery_settings, mail
from server.alerts.endpoint_rules import EndpointRefused, Loopback, read_endpoint
from server.alerts.resolving import connection_to
from server.foundation import clock
from server.foundation.findings import Finding, Look, look, ok, wrong
from server.foundation.rows import select

# A host of each service that phones use. Windows' has many, and no school phone.
HOSTS = {"fcm": "fcm.googleapis.com", "apple": "web.push.apple.com", "mozilla": "updates.push.services.mozilla.com"}
WHOSE = {"fcm": "Android’s", "apple": "iPhone’s and iPad’s", "mozilla": "Firefox’s"}
_USED = "SELECT endpoint FROM push_subscription WHERE gone_at IS NULL"
CLOCKS_DIFFER_BY = timedelta(minutes=5)
_LET_THROUGH = "Let this server through to {host}, TCP 443, without a proxy: docs/mdm.md, What the filter lets through."
_SET_CLOCK = "Set the clock: sudo timedatectl set-ntp true. A second step at sign-in and alerts fail with a wrong one."


def reached(_config: Any) -> Iterator[Finding]:
    """Whether each push service answers, and whether our clock agrees with theirs."""
    settings = delivery_settings.current()
    endpoints = [endpoint for (endpoint,) in select(_USED)]
    used = {host for host in HOSTS.values() if any(f"//{host}" in endpoint for endpoint in endpoints)}
    with ThreadPoolExecutor(len(HOSTS)) as asking:
        answers = list(asking.map(lambda host: _asked(host, settings.loopback), HOSTS.values()))
    for (service, host), (why, _) in zip(HOSTS.items(), answers, strict=True):
        if why:
            tell = wrong if host in used or not used else look
            yield tell(f"{WHOSE[service]} push service cannot be reached ({why}).", _LET_THROUGH.format(host=host))
        else:
            yield ok(f"{WHOSE[service]} push service answers.")
    yield from _clock_of([date for _, date in answers if date])


def _asked(host: str, loopback: Loopback | None) -> tuple[str, datetime | None]:
    """Why it does not answer, "" where it does; and its own time, where it said."""
    try:
        with closing(connection_to(read_endpoint(f"https://{host}/", loopback))) as line:
            line.request("GET", "/", preload_content=False)
            said = line.getresponse().headers.get("date")
        return "", parsedate_to_datetime(said) if said else None
    except (OSError, HTTPError, ssl.SSLError, EndpointRefused, ValueError) as error:
        return type(error).__name__, None


def _clock_of(dates: list[datetime]) -> Iterator[Finding]:
    off = [abs(clock.now() - date) for date in dates]
    if off and min(off) > CLOCKS_DIFFER_BY:
        yield wrong(
            f"This computer’s clock differs from push services’ by {round(min(off).total_seconds() / 60)} minutes.",
            _SET_CLOCK,
        )


def mailed(_config: Any) -> Iterator[Finding]:
    """Whether the mail server takes our sign-in. Nothing is sent."""
    mailbox = delivery_settings.current().mailbox
    if mailbox is None:
        yield look(
            "No e-mail is sent: LANYARD_SMTP_URL is not set.",
            "To tell those whom no phone tells, set it: deploy/lanyard.env",
        )
        return
    why = mail.refusal(mailbox)
    if why:
        yield wrong(
            f"The mail server {mailbox.host}, port {mailbox.port}, does not take our e-mail ({why}).",
            "Is LANYARD_SMTP_URL right, its password still good, and the port open from here?",
        )
    else:
        yield ok(f"The mail server {mailbox.host} takes our e-mail.")


def sent(config: Any) -> Iterator[Finding]:
    """Whether a process sends alerts just now; nothing where none ever did."""
    lock = Path(config["DATABASE"]).with_name("alerts.lock")
    if not lock.exists():
        return
    with lock.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            yield ok("A process sends alerts.")
        else:
            yield look(
                "No process sends alerts just now: the server does not run.",
                "To start it: sudo systemctl start lanyard",
            )


LOOKS = (Look("push", reached), Look("mail", mailed), Look("alerts", sent))
