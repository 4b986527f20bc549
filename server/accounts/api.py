"""Signing in on a phone: names the author of what is written there. It opens nothing in the office."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, json, request

from server.accounts import actions, agreements, own_phones, queries, sign_ins, visitors
from server.accounts.forms import LONGEST_CODE
from server.accounts.models import Staff
from server.foundation import access
from server.foundation.problems import Problem

LONGEST_PASSWORD = 1000

blueprint = Blueprint("accounts_api", __name__, url_prefix="/api")


@blueprint.post("/sign-in")
@access.phone()
def sign_in_on_phone() -> dict[str, Any]:
    """{email, password} -> {staff: {id, name}, password_ended}. A password that has ended still signs in here."""
    email, password = _credentials()
    staff, _token = actions.sign_in(email, password, phone=access.calling_phone())
    return _signed_in(staff)


@blueprint.post("/own-phone/sign-in")
@access.anyone()
def sign_in_on_own_phone() -> Response:
    """{email, password} -> {staff: {id, name}, password_ended, phone} and a cookie of twelve hours.

    `phone` is null; or the school phone that this is by its cookie, which is then signed in on as such.
    """
    email, password = _credentials()
    phone = access.calling_phone()
    if phone is not None:
        staff, _token = actions.sign_in(email, password, phone=phone)
        return _as_json({**_signed_in(staff), "phone": {"id": phone.id, "name": phone.name}})
    staff, token = own_phones.sign_in(email, password)
    response = _as_json({**_signed_in(staff), "phone": None})
    own_phones.remember(response, staff, token)
    return response


@blueprint.post("/join")
@access.phone()
def join_on_phone() -> dict[str, Any]:
    """{code} -> {staff: {id, name}}: somebody who joins for one trip is signed in on this phone."""
    given = request.get_json(silent=True)
    code = given.get("code") if isinstance(given, dict) else None
    phone = access.calling_phone()
    if not isinstance(code, str) or len(code) > LONGEST_CODE or phone is None:
        raise Problem("request.malformed")
    staff = visitors.join(phone, code)
    return {"staff": {"id": staff.id, "name": staff.name}}


@blueprint.get("/agreement")
@access.phone()
def agreement() -> dict[str, Any]:
    """{version, text, changed?} of the agreement in force; `changed` is [{version, lines}], what of the policy the last
    versions were made for. Raises Problem request.not_found where there is none.
    """
    phone = access.calling_phone()
    found = agreements.in_force(phone.school) if phone else None
    if found is None:
        raise Problem("request.not_found")
    changed = [{"version": n, "lines": lines} for n, lines in agreements.changes_since(found.school_id, 0)]
    return {"version": found.version, "text": found.text, **({"changed": changed} if changed else {})}


@blueprint.post("/sign-out")
@access.anyone()
def sign_out_on_phone() -> Response:
    """End the sign-in on this phone, the school's or one's own. One that has none is answered alike."""
    phone = access.calling_phone()
    if phone is not None:
        sign_ins.end_on_phone(phone.id)
    own_phones.sign_out()
    response = Response(status=204)
    own_phones.forget(response)
    return response


def _credentials() -> tuple[str, str]:
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise Problem("request.malformed")
    email, password = given.get("email"), given.get("password")
    if not isinstance(email, str) or not isinstance(password, str) or len(password) > LONGEST_PASSWORD:
        raise Problem("request.malformed")
    return email, password


def _signed_in(staff: Staff) -> dict[str, Any]:
    return {"staff": {"id": staff.id, "name": staff.name}, "password_ended": queries.has_old_password(staff)}


def _as_json(body: dict[str, Any]) -> Response:
    return Response(json.dumps(body), mimetype="application/json")
