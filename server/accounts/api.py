"""Signing in on a phone: names the author of what is written there. It opens nothing in the office."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from server.accounts import actions, agreements, queries, sign_ins, visitors
from server.accounts.forms import LONGEST_CODE
from server.foundation import access
from server.foundation.problems import Problem

blueprint = Blueprint("accounts_api", __name__, url_prefix="/api")


@blueprint.post("/sign-in")
@access.phone()
def sign_in_on_phone() -> dict[str, Any]:
    """{email, password} -> {staff: {id, name}, password_ended}. A password that has ended still signs in here."""
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise Problem("request.malformed")
    email, password = given.get("email"), given.get("password")
    phone = access.calling_phone()
    if not isinstance(email, str) or not isinstance(password, str) or len(password) > 1000 or phone is None:
        raise Problem("request.malformed")
    staff, _token = actions.sign_in(email, password, phone=phone)
    return {"staff": {"id": staff.id, "name": staff.name}, "password_ended": queries.has_old_password(staff)}


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
    """{version, text} of the agreement in force. Raises Problem request.not_found where there is none."""
    phone = access.calling_phone()
    found = agreements.in_force(phone.school) if phone else None
    if found is None:
        raise Problem("request.not_found")
    return {"version": found.version, "text": found.text}


@blueprint.post("/sign-out")
@access.phone()
def sign_out_on_phone() -> tuple[str, int]:
    """End the sign-in on this phone."""
    phone = access.calling_phone()
    if phone is not None:
        sign_ins.end_on_phone(phone.id)
    return "", 204
