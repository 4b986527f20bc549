"""How alerts leave this server, read once at the start: who answers for them, mail, and the setting for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email
from flask import Flask, current_app

from server.alerts.endpoint_rules import Loopback, read_loopback
from server.config import UnsafeConfiguration

EXTENSION = "lanyard.delivery"
# Push services write to this address when something is wrong with what a server sends (RFC 8292 section 2.1).
NOBODYS_CONTACT = "nobody@lanyard.example"
SMTP_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Mailbox:
    """Where e-mail is handed in. Everywhere but on this computer it is encrypted: from the start, or by STARTTLS."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    is_tls_from_the_start: bool

    @property
    def is_local(self) -> bool:
        """Whether it is on this computer."""
        return self.host in {"localhost", "127.0.0.1"}


@dataclass(frozen=True)
class DeliverySettings:
    """`mailbox` is None where no e-mail is sent. `address` is where the office is, without a slash at the end."""

    loopback: Loopback | None
    contact: str
    mailbox: Mailbox | None
    address: str


def install(app: Flask) -> None:
    """Read the settings. Raises UnsafeConfiguration."""
    app.extensions[EXTENSION] = read(app.config)


def current() -> DeliverySettings:
    """Those of the running app."""
    found: DeliverySettings = current_app.extensions[EXTENSION]
    return found


def read(config: Any) -> DeliverySettings:
    """Read them of Flask's configuration. Raises UnsafeConfiguration with what to write instead."""
    mailbox = _mailbox(config["SMTP_URL"]) if config["SMTP_URL"] else None
    address = config["ADDRESS"].rstrip("/")
    if mailbox and not address.startswith(("https://", "http://localhost")):
        raise UnsafeConfiguration("LANYARD_ADDRESS is what e-mails link to: https://lanyard.your-school.example")
    return DeliverySettings(_loopback(config), _contact(config["PUSH_CONTACT"]), mailbox, address)


def _loopback(config: Any) -> Loopback | None:
    try:
        loopback = read_loopback(config["PUSH_LOOPBACK"])
    except ValueError as error:
        raise UnsafeConfiguration("LANYARD_PUSH_LOOPBACK is 1, for development and tests only.") from error
    if loopback and config["PRODUCTION"]:
        raise UnsafeConfiguration("LANYARD_PUSH_LOOPBACK lets phones have this computer called: never in production.")
    return loopback


def _contact(given: str) -> str:
    if not given:
        return NOBODYS_CONTACT
    try:
        return validate_email(given, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise UnsafeConfiguration("LANYARD_PUSH_CONTACT is the network manager's e-mail address.") from error


def _mailbox(given: str) -> Mailbox:
    """smtp(s)://user:password@host:port/?from=address; what is not plain in a URL is percent-encoded."""
    try:
        read = urlsplit(given)
        port = read.port or SMTP_PORTS[read.scheme]
        user, password = unquote(read.username or ""), unquote(read.password or "")
        sender = validate_email((parse_qs(read.query).get("from") or [user])[0], check_deliverability=False).normalized
    except (ValueError, KeyError) as error:
        raise UnsafeConfiguration(
            "LANYARD_SMTP_URL is smtps://user:password@host/?from=lanyard@your-school.example"
        ) from error
    return Mailbox(read.hostname or "", port, user, password, sender, read.scheme == "smtps")
