"""Signing in on somebody's own phone: it lets the phone hand in what it holds, and opens nothing to read.

A cookie apart from the office's, so that neither opens what the other does.
"""

from __future__ import annotations

from flask import Response, current_app, request

from server.accounts import actions, places, sign_ins
from server.accounts.models import OWN_PHONE, SignIn, Staff
from server.accounts.rules import ABSOLUTE_LIMIT, is_in_use, is_live_on_own_phone
from server.foundation import clock
from server.foundation.access import OnOwnPhone
from server.foundation.crypto import digest
from server.foundation.rows import Ready

_live = Ready(
    lambda token_hash: (
        SignIn.select(SignIn, Staff)
        .join(Staff)
        .where(SignIn.token_hash == token_hash, SignIn.phone == OWN_PHONE, SignIn.ended_at.is_null())
    )
)


def calling() -> OnOwnPhone | None:
    """Who is signed in on the own phone that asks: for twelve hours, and while their account is in use."""
    row = _live.first(digest(_token().encode())) if _token() else None
    now = clock.now()
    if row is None or not is_in_use(row.staff, now) or not is_live_on_own_phone(row.started_at, now):
        return None
    sign_ins.keep_seen(row)
    return OnOwnPhone(row.staff_id, row.staff.name, row.school_id)


def sign_in(email: str, password: str) -> tuple[Staff, str]:
    """Start a sign-in on this own phone, in the place of whoever was signed in on it. Returns the cookie's token.

    Raises Problem accounts.sign_in_refused, accounts.too_many_tries.
    """
    staff, token = actions.sign_in(email, password, on_own_phone=True)
    sign_out()
    return staff, token or ""


def sign_out() -> None:
    """End the sign-in that this request's cookie stands for, if it is one."""
    if _token():
        sign_ins.sign_out(_token())


def remember(response: Response, staff: Staff, token: str) -> None:
    """Give this own phone its cookie, out of any script's reach, and know its browser as one of this person's."""
    places.remember_browser(staff, response)
    config = current_app.config
    response.set_cookie(
        config["OWN_PHONE_COOKIE_NAME"],
        token,
        max_age=ABSOLUTE_LIMIT,
        secure=config["HTTPS"],
        httponly=True,
        samesite="Strict",
        path="/",
    )


def forget(response: Response) -> None:
    """Take the cookie back."""
    config = current_app.config
    response.delete_cookie(config["OWN_PHONE_COOKIE_NAME"], secure=config["HTTPS"], httponly=True, samesite="Strict")


def _token() -> str:
    return request.cookies.get(current_app.config["OWN_PHONE_COOKIE_NAME"], "")
