"""Counts wrong passwords, by account and by network address, so that guessing is slow. Keeps neither in clear."""

from __future__ import annotations

from flask import current_app, request

from server.accounts.models import FailedSignIn
from server.accounts.queries import any_school
from server.accounts.rules import TRIES_WINDOW, are_too_many
from server.foundation import clock, crypto
from server.foundation.database import db
from server.foundation.problems import Problem


def refuse_too_many(email: str) -> None:
    """Raise Problem accounts.too_many_tries when this account or this network address has had too many."""
    account, came_from = _marks(email)
    recent = FailedSignIn.failed_at > clock.now() - TRIES_WINDOW
    for_account = FailedSignIn.select().where(FailedSignIn.account == account, recent).count()
    from_address = FailedSignIn.select().where(FailedSignIn.came_from == came_from, recent).count()
    if are_too_many(for_account, from_address):
        current_app.logger.warning("sign-in refused: too many tries")
        raise Problem("accounts.too_many_tries")


def note_failed(email: str) -> None:
    """Count a wrong password; those that count no longer are dropped."""
    school = any_school()
    if school is None:
        return
    account, came_from = _marks(email)
    now = clock.now()
    with db.atomic():
        FailedSignIn.delete().where(FailedSignIn.failed_at <= now - TRIES_WINDOW).execute()
        FailedSignIn.create(school=school, account=account, came_from=came_from, failed_at=now)


def _marks(email: str) -> tuple[str, str]:
    secret = current_app.config["SECRET_KEY"]
    account = crypto.token(secret, "tried account", email.strip().lower())
    return account, crypto.token(secret, "tried from", request.remote_addr or "")
