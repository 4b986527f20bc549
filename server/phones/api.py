"""Setting a phone up, as the phone sees it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, json, request

from server.foundation import access, clock
from server.foundation.crypto import KeyRing
from server.foundation.problems import Problem
from server.phones import actions

COOKIE_DAYS = 400
LONGEST_NONCE = 200
# A whole address pasted is far shorter. Reading nine megabytes of ligatures letter by letter took 19 seconds.
LONGEST_CODE = 1000

blueprint = Blueprint("phones_api", __name__, url_prefix="/api/phones")


@blueprint.post("/enrol")
@access.anyone()
def enrol() -> Response:
    """{code, nonce, canary?: {kid, body}} -> 201 {phone, keys, server_time, ready} and the phone's cookie."""
    code, nonce, canary = _read(request.get_json(silent=True))
    done = actions.set_up(code, nonce, canary)
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    body = {
        "phone": {"id": done.phone.id, "name": done.phone.name},
        "keys": ring.offered(),
        "server_time": clock.as_text(clock.now()),
        "ready": done.phone.ready_at is not None,
    }
    response = Response(json.dumps(body), status=201, mimetype="application/json")
    set_cookie(response, done.token)
    return response


@blueprint.get("/me")
@access.anyone()
def me() -> dict[str, Any]:
    """{phone, staff}, each {id, name} | null: which phone the cookie is of, or who is signed in on their own.

    A phone that lost its storage finds itself by it; an own phone keeps nobody's name, and asks after each start.
    """
    phone, somebody = access.calling_phone(), access.on_own_phone()
    return {"phone": _named(phone), "staff": _named(somebody)}


def _named(found: access.CallingPhone | access.OnOwnPhone | None) -> dict[str, str] | None:
    return {"id": found.id, "name": found.name} if found else None


@blueprint.after_app_request
def renew_cookie(response: Response) -> Response:
    """Set the phone's cookie anew with each manifest, so that a phone in use never loses it to its age."""
    token = request.cookies.get(current_app.config["PHONE_COOKIE_NAME"])
    if token and request.endpoint == "intake_api.manifest" and response.status_code == 200:
        set_cookie(response, token)
    return response


def set_cookie(response: Response, token: str) -> None:
    """Give the phone its cookie, for 400 days, out of any script's reach."""
    config = current_app.config
    response.set_cookie(
        config["PHONE_COOKIE_NAME"],
        token,
        max_age=COOKIE_DAYS * 24 * 3600,
        secure=config["HTTPS"],
        httponly=True,
        samesite="Strict",
        path="/",
    )


def _read(given: Any) -> tuple[str, str, dict[str, Any] | None]:
    if not isinstance(given, dict):
        raise Problem("request.malformed")
    code, nonce, canary = given.get("code"), given.get("nonce"), given.get("canary")
    if not isinstance(code, str) or not isinstance(nonce, str) or not 0 < len(nonce) <= LONGEST_NONCE:
        raise Problem("request.malformed", "code and nonce are text.")
    if len(code) > LONGEST_CODE:
        raise Problem("request.malformed", "That is far longer than a code.")
    if canary is not None and not isinstance(canary, dict):
        raise Problem("request.malformed", "canary is {kid, body}.")
    return code, nonce, canary
