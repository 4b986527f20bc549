"""Questions put to a passkey: each is answered once, within five minutes, in the browser it was put to.

The browser's session holds the question. Since a session is a cookie, which can be kept and shown again, a row says
whether the question is still open.
"""

from __future__ import annotations

import secrets

from flask import session

from server.accounts.models import Challenge, Staff
from server.accounts.rules import SECOND_STEP_WITHIN
from server.foundation import clock
from server.foundation.crypto import digest
from server.foundation.database import db

ADD, USE = "add a key", "use a key"
_KEPT_AS = "challenge"


def put(staff: Staff, purpose: str) -> bytes:
    """A fresh question, ADD or USE; this browser's earlier one can be answered no more."""
    challenge = secrets.token_bytes(32)
    now = clock.now()
    with db.atomic():
        Challenge.delete().where(Challenge.expires_at <= now).execute()
        Challenge.create(
            challenge_hash=digest(challenge),
            school=staff.school_id,
            staff=staff,
            purpose=purpose,
            expires_at=now + SECOND_STEP_WITHIN,
        )
    session[_KEPT_AS] = challenge.hex()
    return challenge


def take(staff: Staff, purpose: str) -> bytes | None:
    """The open question of this browser, this person and this purpose; with that it is closed. None without one."""
    challenge = bytes.fromhex(session.pop(_KEPT_AS, ""))
    is_theirs = (Challenge.staff == staff) & (Challenge.purpose == purpose) & (Challenge.expires_at > clock.now())
    closed = Challenge.delete().where(Challenge.challenge_hash == digest(challenge), is_theirs).execute()
    return challenge if closed == 1 else None
