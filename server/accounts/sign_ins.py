"""Sign-ins as rows: beginning one, listing them in words, ending them, and what a phone is told of that."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.accounts.models import OWN_PHONE, SignIn, Staff
from server.accounts.rules import is_in_use, is_live, is_live_on_own_phone
from server.foundation import audit, clock, registry
from server.foundation.crypto import digest
from server.foundation.database import db
from server.foundation.problems import Problem
from server.foundation.rows import Ready

# How often "last used" is written: often enough for the idle limit, seldom enough to stay out of the way.
SEEN_EVERY = timedelta(seconds=60)
# An office sign-in is over within a day; its row goes after this. A phone's stays: a phone may be away for long.
KEPT_FOR = timedelta(days=30)
_newest_on = Ready(
    lambda phone: (
        SignIn.select(SignIn, Staff)
        .join(Staff)
        .where(SignIn.phone == phone)
        .order_by(SignIn.started_at.desc())
        .limit(1)
    )
)


@dataclass(frozen=True)
class LiveSignIn:
    """A sign-in as its owner knows it: `where` is "Office, in Chrome on Windows", "Phone 3’s app" or the like."""

    id: str
    where: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def begin(staff: Staff, *, phone: str | None = None, browser: str = "") -> str:
    """Add a row and return the cookie's token. Call it inside a transaction."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    SignIn.create(
        token_hash=digest(token.encode()),
        school=staff.school_id,
        staff=staff,
        phone=phone,
        browser=browser,
        started_at=now,
        seen_at=now,
    )
    audit.write(staff.school_id, staff.id, "staff.signed_in", phone or "office")
    return token


def live_of(staff: Staff, token: str = "") -> list[LiveSignIn]:
    """Where somebody is signed in now, the newest first; `token` marks the one that asks."""
    names = registry.current().phone_names(staff.school_id)
    return [
        LiveSignIn(
            id=row.id,
            where=_where(row, names),
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this=is_token_of(row.token_hash, token),
        )
        for row in _live_rows(staff)
    ]


def _where(row: SignIn, phone_names: dict[str, str]) -> str:
    if row.phone == OWN_PHONE:
        return "An own phone’s app"
    if row.phone:
        return f"{phone_names.get(row.phone, 'A phone')}’s app"
    return f"Office, in {row.browser or 'a browser'}"


def is_token_of(token_hash: str, token: str) -> bool:
    """Whether this cookie's token is that of this row."""
    return bool(token) and token_hash == digest(token.encode())


def end_one(staff: Staff, sign_in: str, by: str) -> str:
    """End one of somebody's sign-ins and return its token's digest. Raises Problem request.not_found."""
    row = SignIn.get_or_none(SignIn.id == sign_in, SignIn.staff == staff)
    if row is None:
        raise Problem("request.not_found")
    with db.atomic():
        _end(SignIn.token_hash == row.token_hash, by)
        audit.write(staff.school_id, by, "staff.sign_in_ended", staff.id, sign_in=row.id)
    return str(row.token_hash)


def end_all(staff: Staff, by: str, *, but: str = "") -> int:
    """End everything somebody has, except the sign-in of the token `but`. Returns how many live ones that were."""
    kept = digest(but.encode())
    with db.atomic():
        count = len([row for row in _live_rows(staff) if row.token_hash != kept])
        _end((SignIn.staff == staff) & (SignIn.token_hash != kept), by)
        audit.write(staff.school_id, by, "staff.sign_ins_ended", staff.id, count=count)
    return count


def sign_out(token: str) -> None:
    """End one sign-in; every copy of its cookie is dead at once."""
    row = SignIn.get_or_none(SignIn.token_hash == digest(token.encode()))
    if row is None:
        return
    with db.atomic():
        _end(SignIn.token_hash == row.token_hash)
        audit.write(row.school_id, row.staff_id, "staff.signed_out", row.phone or "office")


def end_on_phone(phone: str) -> None:
    """End whatever sign-in a phone has. Nothing the phone holds is touched."""
    _end(SignIn.phone == phone)


def person_on_phone(phone: str) -> Staff | None:
    """Who is signed in on a phone now, if anybody."""
    live = SignIn.select(SignIn, Staff).join(Staff).where(SignIn.phone == phone, SignIn.ended_at.is_null())
    row = live.order_by(SignIn.started_at.desc()).first()
    return row.staff if row is not None and is_in_use(row.staff, clock.now()) else None


def phone_notices(phone: str) -> list[str]:
    """`sign_in.ended` while whoever last signed in on this phone was signed out by the office; keeps "last used"."""
    row = _newest_on.first(phone)
    if row is None:
        return []
    if not is_in_use(row.staff, clock.now()) or (row.ended_at and row.ended_by):
        return ["sign_in.ended"]
    if row.ended_at is None:
        keep_seen(row)
    return []


def keep_seen(row: SignIn) -> None:
    """Note that a sign-in is in use, at most once a minute."""
    now = clock.now()
    if now - row.seen_at > SEEN_EVERY:
        SignIn.update(seen_at=now).where(SignIn.token_hash == row.token_hash).execute()


def forget_old() -> None:
    """Drop the rows of sign-ins in the office and on own phones that were over long ago."""
    passing = SignIn.phone.is_null() | (SignIn.phone == OWN_PHONE)
    SignIn.delete().where(passing, SignIn.started_at <= clock.now() - KEPT_FOR).execute()


def _live_rows(staff: Staff) -> list[SignIn]:
    now = clock.now()
    rows = SignIn.select().where(SignIn.staff == staff, SignIn.ended_at.is_null()).order_by(SignIn.started_at.desc())
    return [row for row in rows if _is_live(row, now)]


def _is_live(row: SignIn, now: datetime) -> bool:
    if row.phone == OWN_PHONE:
        return is_live_on_own_phone(row.started_at, now)
    return bool(row.phone) or is_live(row.started_at, row.seen_at, now)


def _end(which: object, by: str | None = None) -> None:
    SignIn.update(ended_at=clock.now(), ended_by=by).where(which, SignIn.ended_at.is_null()).execute()
