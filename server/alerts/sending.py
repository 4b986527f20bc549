"""One delivery sent: its address checked again, its message built, and posted or mailed."""

from __future__ import annotations

from flask import Flask

from server.alerts import endpoint_rules, mail, messages
from server.alerts.delivery_settings import EXTENSION, DeliverySettings
from server.alerts.dispatches import Due
from server.alerts.posting import Line
from server.alerts.push_keys import PushKey, PushKeys
from server.alerts.sending_rules import Answer
from server.foundation import clock

# A service is asked to keep a message for at least this long, however late it is.
SHORTEST_TTL_SECONDS = 60
SECONDS_A_TOKEN = 3_600
# As a push service says it of a subscription that has ended: there is no way to reach this one any more.
NO_WAY = 410


class Sender:
    """Sends for one app; called by many threads, it touches no database."""

    def __init__(self, app: Flask) -> None:
        self._settings: DeliverySettings = app.extensions[EXTENSION]
        self._keys: PushKeys = app.extensions["lanyard.push_keys"]

    def __call__(self, one: Due, line: Line) -> Answer:
        """Send it, and answer what came back."""
        return self._mail(one) if one.is_email else self._push(one, line)

    def _push(self, one: Due, line: Line) -> Answer:
        key = self._keys.find(one.key_id)
        if key is None:
            return Answer(NO_WAY, error="key unknown")
        try:
            endpoint = endpoint_rules.read_endpoint(one.endpoint, self._settings.loopback)
            message = self._message(one, key, endpoint)
        except endpoint_rules.EndpointRefused:
            return Answer(NO_WAY, error="address refused")
        except ValueError:
            return Answer(NO_WAY, error="keys refused")
        return line.post(endpoint, message)

    def _message(self, one: Due, key: PushKey, endpoint: endpoint_rules.Endpoint) -> messages.Message:
        now = clock.now()
        seconds = max(SHORTEST_TTL_SECONDS, int((one.expires_at - now).total_seconds()))
        hour = int(now.timestamp() / SECONDS_A_TOKEN)
        token = messages.authorization(key, endpoint.origin, self._settings.contact, hour)
        to = messages.Addressee(one.origin, one.p256dh, one.auth)
        return messages.build(key, endpoint, to, messages.Notice(one.alert, one.text, seconds), token=token)

    def _mail(self, one: Due) -> Answer:
        mailbox = self._settings.mailbox
        if mailbox is None or one.email is None:
            return Answer(NO_WAY, error="no address")
        address = self._settings.address
        letter = mail.letter(mailbox.sender, one.email, address=address, alert=one.alert, text=one.text)
        return mail.send(mailbox, letter)
