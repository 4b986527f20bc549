"""Where somebody tries to sign in from, so that a stranger's wrong passwords shut nobody out of their own phone.

A set-up school phone, and a browser in which this person has signed in before, each have an allowance of their own
(OWASP calls it a device cookie). Everybody else shares one for the account.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from server.accounts.models import KnownBrowser, Staff
from server.accounts.rules import network_of
from server.foundation import access, clock
from server.foundation.crypto import digest

KNOWN_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Place:
    """`source` is what the request came from. `is_own`: wrong passwords typed elsewhere do not count here."""

    source: str
    is_own: bool


def place_of(email: str) -> Place:
    """Where this request comes from, as seen from this account."""
    phone = access.calling_phone()
    if phone is not None and not phone.is_revoked:
        return Place(f"phone {phone.id}", is_own=True)
    browser = _browser()
    if browser and _is_known(browser, email):
        return Place(f"browser {browser}", is_own=True)
    return Place(f"network {network_of(request.remote_addr or '')}", is_own=False)


def remember_browser(staff: Staff, response: AnyResponse) -> None:
    """Know this browser as one of this person's from now on. Call it only after a right password."""
    token = request.cookies.get(current_app.config["BROWSER_COOKIE_NAME"], "")
    # One that the school did not make, or has forgotten, is not taken over.
    if not token or not KnownBrowser.select().where(KnownBrowser.token_hash == digest(token.encode())).exists():
        token = secrets.token_urlsafe(32)
    KnownBrowser.insert(
        token_hash=digest(token.encode()), staff=staff, school=staff.school_id, seen_at=clock.now()
    ).on_conflict(
        conflict_target=[KnownBrowser.token_hash, KnownBrowser.staff], preserve=[KnownBrowser.seen_at]
    ).execute()
    _set_cookie(response, token)


def forget_browsers_of(staff: Staff) -> None:
    """Know no browser of this person any longer."""
    KnownBrowser.delete().where(KnownBrowser.staff == staff).execute()


def forget_old_browsers() -> None:
    """Drop those in which nobody has signed in for long."""
    KnownBrowser.delete().where(KnownBrowser.seen_at <= clock.now() - KNOWN_FOR).execute()


def _browser() -> str:
    token = request.cookies.get(current_app.config["BROWSER_COOKIE_NAME"], "")
    return digest(token.encode()) if token else ""


def _is_known(browser: str, email: str) -> bool:
    rows = KnownBrowser.select().join(Staff)
    return bool(
        rows.where(
            KnownBrowser.token_hash == browser,
            Staff.email == email.strip().lower(),
            KnownBrowser.seen_at > clock.now() - KNOWN_FOR,
        ).exists()
    )


def _set_cookie(response: Response | AnyResponse, token: str) -> None:
    config = current_app.config
    response.set_cookie(
        config["BROWSER_COOKIE_NAME"],
        token,
        max_age=KNOWN_FOR,
        secure=config["HTTPS"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
