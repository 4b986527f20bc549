"""Where a phone's alerts go, as the phone says it, and whether they arrive."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, current_app, request

from server.alerts import deliveries, delivery_settings, endpoint_rules, subscriptions
from server.alerts.push_keys import PushKeys
from server.foundation import access
from server.foundation.problems import Problem

LARGEST_QUESTION_BYTES = 8 * 1024
LONGEST_ID = 200
_ALERT = re.compile(r"[0-9a-f]{32}")

blueprint = Blueprint("push_api", __name__, url_prefix="/api/push")


@blueprint.get("/key")
@access.phone()
def key() -> dict[str, str]:
    """{key, key_id}: what a browser subscribes with."""
    newest = _keys().newest
    return {"key": newest.public, "key_id": newest.id}


@blueprint.post("/subscription")
@access.phone()
def subscribe() -> tuple[dict[str, str], int]:
    """{endpoint, keys: {p256dh, auth}, key_id, staff: [ids]} -> 201 {id}; again the same id."""
    given, phone = _given(), _phone()
    offered, staff = _read_offered(given), _read_staff(given.get("staff"))
    if phone.is_revoked:
        raise Problem("unlock.phone_lost")
    return {"id": subscriptions.keep(phone, offered, staff).id}, 201


@blueprint.delete("/subscription")
@access.phone()
def unsubscribe() -> tuple[str, int]:
    """Send nothing more to this phone, until it posts again -> 204."""
    subscriptions.end_all_on(_phone().id, "the phone wants no more")
    return "", 204


@blueprint.post("/test")
@access.phone()
def test_push() -> tuple[str, int]:
    """Send this phone an alert that is about nothing: its id is 32 zeros -> 202."""
    if not deliveries.queue_test(_phone().id):
        raise Problem("push.not_subscribed")
    return "", 202


@blueprint.post("/receipt")
@access.phone()
def receipt() -> tuple[str, int]:
    """{alert}: a push of it arrived here -> 204, whether or not the school knows of one."""
    alert = _given().get("alert")
    if not isinstance(alert, str) or not _ALERT.fullmatch(alert):
        raise Problem("request.malformed", "alert is 32 hex digits.")
    subscriptions.confirm(_phone().id, alert)
    return "", 204


def _read_offered(given: dict[str, Any]) -> subscriptions.Offered:
    endpoint, keys, key_id = given.get("endpoint"), given.get("keys"), given.get("key_id")
    if not isinstance(endpoint, str) or not isinstance(keys, dict) or not isinstance(key_id, str):
        raise Problem("request.malformed", "endpoint and key_id are text, keys is {p256dh, auth}.")
    try:
        service = endpoint_rules.read_endpoint(endpoint, delivery_settings.current().loopback).service
    except endpoint_rules.EndpointRefused as error:
        raise Problem("push.endpoint_refused", str(error)) from error
    try:
        p256dh, auth = subscriptions.read_keys(keys.get("p256dh"), keys.get("auth"))
    except ValueError as error:
        raise Problem("push.keys_bad") from error
    if _keys().find(key_id) is None:
        raise Problem("push.key_unknown")
    return subscriptions.Offered(endpoint, service, request.host_url.rstrip("/"), p256dh, auth, key_id)


def _read_staff(given: Any) -> list[str]:
    if not isinstance(given, list) or len(given) > subscriptions.MOST_PEOPLE:
        raise Problem("request.malformed", "staff is a list of ids.")
    if not all(isinstance(one, str) and len(one) <= LONGEST_ID for one in given):
        raise Problem("request.malformed", "staff is a list of ids.")
    return given


def _keys() -> PushKeys:
    found: PushKeys = current_app.extensions["lanyard.push_keys"]
    return found


def _given() -> dict[str, Any]:
    request.max_content_length = LARGEST_QUESTION_BYTES
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise Problem("request.malformed")
    return given


def _phone() -> access.CallingPhone:
    phone = access.calling_phone()
    if phone is None:
        raise Problem("access.phone_unknown")
    return phone
