"""PINs, as the phone hands them in and asks for what they release."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from server.foundation import access, crypto
from server.foundation.problems import Problem
from server.phones import unlock_rules as rules
from server.phones import unlocks
from server.phones.unlocks import Keys

LARGEST_QUESTION_BYTES = 8 * 1024

blueprint = Blueprint("unlock_api", __name__, url_prefix="/api/unlock")


@blueprint.post("")
@access.phone()
def choose_pin() -> tuple[dict[str, Any], int]:
    """{seal_key, sign_key, salt, rounds, proof, rescue_code} -> 201 {person, share}, for who is signed in here."""
    given = _given()
    try:
        keys = Keys(_key(given.get("seal_key")), _key(given.get("sign_key")))
        lock = rules.read_lock(given)
    except ValueError as error:
        raise Problem("request.malformed", str(error)) from error
    unlock = unlocks.choose_pin(_phone(), keys, lock)
    return {"person": unlocks.as_told(unlock), "share": unlock.share}, 201


@blueprint.post("/<unlock_id>/share")
@access.phone()
def release_share(unlock_id: str) -> dict[str, Any]:
    """{proof} -> {share}."""
    try:
        proof = rules.read_proof(_given().get("proof"))
    except rules.Unreadable as error:
        raise Problem("request.malformed", str(error)) from error
    return {"share": unlocks.release_share(_phone(), unlock_id, proof)}


@blueprint.post("/<unlock_id>/pin")
@access.phone()
def change_pin(unlock_id: str) -> dict[str, Any]:
    """{signed, signature} -> {person, share}; `signed` is JSON text, `signature` base64url of r‖s over it."""
    given = _given()
    signed, signature = given.get("signed"), given.get("signature")
    if not isinstance(signed, str) or not isinstance(signature, str):
        raise Problem("request.malformed", "signed and signature are text.")
    try:
        unlock = unlocks.change_pin(_phone(), unlock_id, signed.encode(), crypto.from_base64url(signature))
    except ValueError as error:
        raise Problem("request.malformed") from error
    return {"person": unlocks.as_told(unlock), "share": unlock.share}


def _key(given: Any) -> dict[str, str]:
    key = rules.read_key(given)
    crypto.public_key(key)
    return key


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
