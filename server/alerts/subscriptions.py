"""Phones that can be told: their push subscriptions, kept, confirmed, found silent, dropped."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from peewee import fn

from server.alerts.models import Alert
from server.alerts.subscription_models import SENT, Delivery, PushSubscriber, PushSubscription
from server.foundation import audit, clock, registry
from server.foundation.access import CallingPhone
from server.foundation.crypto import from_base64url
from server.foundation.database import InstantField, db

# A phone has one; a browser beside the installed app makes two. The oldest go, so that no phone fills the list.
MOST_A_PHONE = 4
MOST_PEOPLE = 50
# RFC 8291 section 3.2: an uncompressed point of P-256, and sixteen bytes.
PUBLIC_KEY_BYTES, AUTH_BYTES = 65, 16
SILENT_AFTER = timedelta(days=3)
_instant = InstantField()


@dataclass(frozen=True)
class Offered:
    """A subscription as a phone hands it in, checked."""

    endpoint: str
    service: str
    origin: str
    p256dh: str
    auth: str
    key_id: str


@dataclass(frozen=True)
class Silent:
    """A phone that was sent alerts since `since` and has confirmed none of them."""

    phone: str
    since: datetime


def read_keys(p256dh: Any, auth: Any) -> tuple[str, str]:
    """The keys as base64url without padding. Raises ValueError unless a message can be sealed to them."""
    if not isinstance(p256dh, str) or not isinstance(auth, str):
        raise ValueError("p256dh and auth are text.")
    if len(p256dh) > PUBLIC_KEY_BYTES * 2 or len(auth) > AUTH_BYTES * 2:
        raise ValueError("They are longer than keys.")
    point, secret = from_base64url(p256dh), from_base64url(auth)
    if len(point) != PUBLIC_KEY_BYTES or len(secret) != AUTH_BYTES:
        raise ValueError(f"p256dh is {PUBLIC_KEY_BYTES} bytes and auth {AUTH_BYTES}.")
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    # Written anew: what one reader of base64 passes over, another stumbles on when a message is built.
    return as_base64url(point), as_base64url(secret)


def as_base64url(content: bytes) -> str:
    """Without padding."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def keep(phone: CallingPhone, offered: Offered, staff: Collection[str]) -> PushSubscription:
    """Keep a subscription and whose it is: those of `staff` who have a PIN on the phone. Again, it revives.

    One address is one handset: set up again as another phone of the school, it goes over to that.
    """
    now = clock.now()
    with db.atomic():
        here = (PushSubscription.school == phone.school) & (PushSubscription.endpoint == offered.endpoint)
        row: PushSubscription | None = PushSubscription.get_or_none(here)
        told = {**vars(offered), "phone": phone.id, "posted_at": now, "gone_at": None, "gone_why": ""}
        if row is None:
            row = PushSubscription.create(school=phone.school, made_at=now, **told)
            audit.write(phone.school, phone.id, "push.subscribed", row.id)
        else:
            PushSubscription.update(told).where(PushSubscription.id == row.id).execute()
        _told_here(row, set(registry.current().pin_holders(phone.id)) & set(staff))
        _drop_beyond(phone.id, now)
    return row


def _told_here(row: PushSubscription, staff: Iterable[str]) -> None:
    PushSubscriber.delete().where(PushSubscriber.subscription == row.id).execute()
    for one in sorted(staff):
        PushSubscriber.create(subscription=row.id, staff=one, school=row.school_id)


def _drop_beyond(phone: str, now: datetime) -> None:
    live = _live_on(phone).order_by(PushSubscription.posted_at.desc(), PushSubscription.made_at.desc())
    drop([row.id for row in live][MOST_A_PHONE:], "another took its place", now)


def drop(ids: Collection[str], why: str, now: datetime) -> None:
    """Send nothing more to these subscriptions."""
    which = PushSubscription.id.in_(list(ids)) & PushSubscription.gone_at.is_null()
    PushSubscription.update(gone_at=now, gone_why=why).where(which).execute()


def hear_account_ended(staff: str, _why: str) -> None:
    """Tell somebody nothing more, on any phone; whoever else opens one of these is told there as before."""
    PushSubscriber.delete().where(PushSubscriber.staff == staff).execute()


def end_all_on(phone: str, why: str) -> None:
    """Send nothing more to a phone: it is lost, or wants no more. Inside the caller's transaction."""
    drop([row.id for row in _live_on(phone)], why, clock.now())


def confirm(phone: str, alert: str) -> None:
    """A push of this alert arrived on the phone."""
    sent = Delivery.select(Delivery.subscription).where(Delivery.alert == alert)
    which = (PushSubscription.phone == phone) & PushSubscription.id.in_(sent)
    PushSubscription.update(confirmed_at=clock.now()).where(which).execute()


def live_on(phone: str) -> list[PushSubscription]:
    """The phone's subscriptions that are not gone."""
    return list(_live_on(phone))


def _live_on(phone: str) -> Any:
    return PushSubscription.select().where(PushSubscription.phone == phone, PushSubscription.gone_at.is_null())


def live_of(school: str, staff: Collection[str]) -> list[tuple[PushSubscription, str]]:
    """Where these people are told: (subscription, staff id). Whoever has no PIN on the phone any more is not.

    A lost phone has no PIN of anybody's, so that nothing is counted as having reached it.
    """
    rows = PushSubscriber.select(PushSubscriber, PushSubscription).join(PushSubscription)
    mine = rows.where(
        PushSubscription.school == school, PushSubscription.gone_at.is_null(), PushSubscriber.staff.in_(list(staff))
    )
    found = [(row.subscription, row.staff_id) for row in mine]
    holders = {one.phone: set(registry.current().pin_holders(one.phone)) for one, _ in found}
    return [(one, who) for one, who in found if who in holders[one.phone]]


def silent_subscriptions(school: str, now: datetime) -> list[Silent]:
    """Phones to which alerts went for three days, and from which nothing was confirmed since the first of them.

    A phone that nobody alerted has nothing to confirm, and is not silent.
    """
    since_then = fn.COALESCE(PushSubscription.confirmed_at, 0)
    rows = (
        PushSubscription.select(PushSubscription.phone, fn.MIN(Delivery.sent_at).coerce(False).alias("since"))
        .join(Delivery)
        .where(
            PushSubscription.school == school,
            PushSubscription.gone_at.is_null(),
            Delivery.state == SENT,
            Delivery.sent_at > since_then,
            # Nothing may date what only the governors know of.
            Delivery.alert.not_in(Alert.select(Alert.id).where(Alert.is_apart)),
        )
        .group_by(PushSubscription.id)
    )
    silent = [Silent(row.phone, _instant.python_value(row.since)) for row in rows]  # type: ignore[arg-type]
    firsts: dict[str, Silent] = {}
    for one in sorted(silent, key=lambda one: one.since):
        firsts.setdefault(one.phone, one)
    return [one for one in firsts.values() if now - one.since >= SILENT_AFTER]
