"""What a push says: one of two texts and an opaque id, sealed to the phone, always of one length.

A push service sees to whom and when, and nothing else; whoever looks at a locked screen sees one of two lines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace

from pydantic import AnyHttpUrl
from webpush import WebPush
from webpush.types import WebPushKeys, WebPushSubscription
from webpush.vapid import VAPID

from server.alerts.endpoint_rules import Endpoint
from server.alerts.push_keys import PushKey
from server.alerts.sending_rules import NOW, TODAY, URGENCIES

TEXTS = {NOW: "Lanyard: needs you now", TODAY: "Lanyard: read today"}
# A test that a push arrives is about nothing.
NO_ALERT = "0" * 32
# Far below the 3,993 bytes that fit into one record of 4,096 (RFC 8291 section 4), room for an address of 255 letters.
PAYLOAD_BYTES = 1_024
# Declarative web push (iOS 18.4): shown by the phone itself where no worker wakes up.
DECLARATIVE = 8030
# RFC 8292 section 2: at most 24 hours.
TOKEN_SECONDS = 12 * 60 * 60
# The package wants one for the token that it would make.
NO_CONTACT = "nobody@lanyard.example"


@dataclass(frozen=True)
class Addressee:
    """The phone's side of a subscription: where it opens the app, and the keys to seal to (base64url)."""

    origin: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Notice:
    """What is told: which alert, which of the two texts, and for how many seconds the service keeps it (TTL)."""

    alert: str
    text: str
    seconds: int


@dataclass(frozen=True)
class Message:
    """Ready to be posted."""

    body: bytes
    headers: dict[str, str]


def link(origin: str, alert: str) -> str:
    """Where a tap leads: the alert in the phone app, behind its lock."""
    return f"{origin}/app#/alerts/{alert}"


def payload(origin: str, notice: Notice) -> bytes:
    """The plaintext, JSON of exactly PAYLOAD_BYTES. Raises ValueError where it cannot be."""
    alert = notice.alert
    notification = {"title": TEXTS[notice.text], "navigate": link(origin, alert), "silent": False, "tag": alert}
    # Mutable: a phone that would show it by itself wakes the worker as well, which confirms that it came.
    said = {"web_push": DECLARATIVE, "mutable": True, "notification": notification, "alert": alert, "pad": ""}
    missing = PAYLOAD_BYTES - len(json.dumps(said))
    if missing < 0:
        raise ValueError("the address of the app is too long for a push")
    return json.dumps({**said, "pad": "0" * missing}).encode()


def build(key: PushKey, endpoint: Endpoint, to: Addressee, notice: Notice, *, token: str) -> Message:
    """Seal a push; `token` is what `authorization` made. Raises ValueError for keys that cannot be used.

    One WebPush for each message: what is handed to its `get` stays in it, and goes out with the next one.
    """
    push = WebPush(key.private_pem, key.public_pem, subscriber=NO_CONTACT, ttl=notice.seconds, expiration=TOKEN_SECONDS)
    push.vapid = _Signed(token)
    keys = WebPushKeys(p256dh=to.p256dh, auth=to.auth)
    address = AnyHttpUrl(f"{endpoint.origin}{endpoint.path}")
    sealed = push.get(payload(to.origin, notice), WebPushSubscription(endpoint=address, keys=keys))
    headers = {
        **sealed.headers,
        "content-type": "application/octet-stream",
        "urgency": URGENCIES[notice.text],
        # An alert that is told again takes the place of the one that still waits at the service (RFC 8030 section 5.4).
        "topic": notice.alert,
    }
    return Message(sealed.encrypted, headers)


@lru_cache(maxsize=64)
def authorization(key: PushKey, origin: str, contact: str, _hour: int) -> str:
    """The header by which a push service knows the school (RFC 8292), the same for an hour.

    The package's own leaves the port out of the audience, and signs for every message.
    """
    vapid = VAPID(key.private_pem, key.public_pem)
    scheme, _, host = origin.partition("://")
    header: str = vapid.get_authorization_header(SimpleNamespace(scheme=scheme, host=host), contact, TOKEN_SECONDS)
    return header


class _Signed:
    """A token that was made before, in the place where the package would make one."""

    def __init__(self, header: str) -> None:
        self._header = header

    def get_authorization_header(self, **_: object) -> str:
        """The header."""
        return self._header
