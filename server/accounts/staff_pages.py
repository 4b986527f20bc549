"""The list of staff, and one person's page: shutting them out, ending a sign-in, resetting their password."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.accounts import actions, queries, resets, role_wishes, second_factors, sign_ins
from server.accounts.access_reviews import REVIEWS_ACCESS
from server.accounts.models import Staff
from server.accounts.paging import cut
from server.accounts.rules import KEEPS_ACCOUNTS, RESETS, Role, may_reset, resetters_of
from server.foundation import access
from server.foundation.access import Person
from server.foundation.problems import Problem

blueprint = Blueprint("staff", __name__, template_folder="templates")

RESETTERS = tuple(Role(role) for role in RESETS)


@blueprint.get("/office/staff")
@access.staff(*RESETTERS)
def staff_list() -> str:
    """Everybody with an account that stays; for those who keep none, the people whose password they may reset."""
    person = access.signed_in()
    held, nothing = queries.roles_by_staff(person.school), frozenset[str]()
    everybody = [(row, held.get(row.id, nothing)) for row in queries.staff_of(person.school) if not row.ends_at]
    people = [(staff, roles) for staff, roles in everybody if _may_open(person, staff, roles)]
    page = cut(people)
    return render_template(
        "accounts/staff_list.html",
        page=page,
        people=page.rows,
        may_keep=_keeps_accounts(person),
        may_review=bool(person.roles & set(REVIEWS_ACCESS)),
    )


@blueprint.get("/office/staff/<staff_id>")
@access.staff(*RESETTERS)
def staff_page(staff_id: str) -> Any:
    """One person: roles, account, where they are signed in, and resetting their password."""
    person = access.signed_in()
    staff, roles = _find(person, staff_id)
    if staff.id == person.id:
        return redirect(url_for("you.you"))
    waiting, leaving = role_wishes.both_waiting_for(staff.id)
    return render_template(
        "accounts/staff_page.html",
        staff=staff,
        roles=roles,
        may_keep=_keeps_accounts(person),
        waiting=waiting,
        leaving=leaving,
        may_reset=bool(staff.password_hash) and may_reset(person.roles, roles | waiting),
        resetters=resetters_of(roles),
        has_second_step=queries.has_second_step(staff.id),
        live=sign_ins.live_of(staff),
    )


@blueprint.post("/office/staff/<staff_id>/reset")
@access.staff(*RESETTERS)
def reset_password(staff_id: str) -> Any:
    """Make a reset code and show it, this once. Nobody resets their own, or somebody's who may do more."""
    person = access.signed_in()
    staff, roles = _find(person, staff_id)
    if staff.ends_at:
        # Whoever is here for some days signs in on one phone, by a code of its own, and never to the office.
        raise Problem("request.not_found")
    wanted = roles | role_wishes.waiting_for(staff.id)
    if staff.id == person.id or not _may_make_code(person, staff, wanted):
        raise Problem("access.role_missing")
    if not staff.is_active:
        flash("Enable the account first; then make a reset code.", "info")
        return redirect(url_for("staff.staff_page", staff_id=staff.id))
    code, expires_at = resets.make_code(staff, by=person.id)
    return render_template("accounts/reset_code.html", staff=staff, code=code, expires_at=expires_at)


@blueprint.post("/office/staff/<staff_id>/second-step/remove")
@access.staff(*RESETTERS)
def remove_second_step(staff_id: str) -> Response:
    """Take somebody's lost second step away: those may who may reset their password."""
    person = access.signed_in()
    staff, roles = _find(person, staff_id)
    wanted = roles | role_wishes.waiting_for(staff.id)
    if staff.id == person.id or not may_reset(person.roles, wanted):
        raise Problem("access.role_missing")
    second_factors.remove_all(staff, by=person.id)
    flash("Removed. They are signed out everywhere, and their password alone signs them in.", "success")
    return redirect(url_for("staff.staff_page", staff_id=staff.id))


@blueprint.post("/office/staff/<staff_id>/sign-ins/<sign_in_id>/end")
@access.staff(*KEEPS_ACCOUNTS)
def end_sign_in(staff_id: str, sign_in_id: str) -> Response:
    """End one of somebody's sign-ins, as when a phone is lost."""
    person = access.signed_in()
    staff = queries.find_staff(person.school, staff_id)
    sign_ins.end_one(staff, sign_in_id, by=person.id)
    flash("Ended. What was written there is kept and still arrives.", "success")
    return redirect(url_for("staff.staff_page", staff_id=staff.id))


@blueprint.post("/office/staff/<staff_id>/disable")
@access.staff(*KEEPS_ACCOUNTS)
def disable(staff_id: str) -> Response:
    """Shut somebody out everywhere; nobody shuts themselves out."""
    person = access.signed_in()
    staff = queries.find_staff(person.school, staff_id)
    if staff.id == person.id:
        flash("You cannot disable your own account. Ask somebody else to.", "info")
        return redirect(url_for("staff.staff_list"))
    actions.disable(staff, by=person.id)
    flash("Disabled. They are signed out everywhere; what they wrote is kept and still arrives.", "success")
    return redirect(url_for("staff.staff_list"))


@blueprint.post("/office/staff/<staff_id>/enable")
@access.staff(*KEEPS_ACCOUNTS)
def enable(staff_id: str) -> Response:
    """Let somebody sign in again."""
    person = access.signed_in()
    actions.enable(queries.find_staff(person.school, staff_id), by=person.id)
    flash("Enabled. They can sign in again.", "success")
    return redirect(url_for("staff.staff_list"))


def _find(person: Person, staff_id: str) -> tuple[Staff, frozenset[str]]:
    """Somebody this person may open. Raises Problem request.not_found, the same for somebody who is not there."""
    staff = queries.find_staff(person.school, staff_id)
    roles = queries.roles_of(staff.id)
    if not _may_open(person, staff, roles):
        raise Problem("request.not_found")
    return staff, roles


def _may_make_code(person: Person, staff: Staff, wanted: frozenset[str]) -> bool:
    """`wanted`: their roles, and those that wait. Whoever asked for one never hands out the code to a new account."""
    if not staff.password_hash and staff.is_active:
        return role_wishes.may_begin(person.id, person.roles, staff)
    return may_reset(person.roles, wanted)


def _keeps_accounts(person: Person) -> bool:
    return bool(person.roles & set(KEEPS_ACCOUNTS))


def _may_open(person: Person, staff: Staff, roles: frozenset[str]) -> bool:
    return _keeps_accounts(person) or staff.id == person.id or may_reset(person.roles, roles)
