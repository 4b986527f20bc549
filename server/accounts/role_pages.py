"""The roles of one person: given and taken away, at once or once a second person agrees."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.accounts import queries, role_wishes
from server.accounts.models import Staff
from server.accounts.role_forms import RolesForm
from server.accounts.rules import KEEPS_ACCOUNTS, Role, gives_alone, role_names
from server.foundation import access
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem

blueprint = Blueprint("roles", __name__, template_folder="templates", url_prefix="/office/staff")


@blueprint.get("/<staff_id>/roles")
@access.staff(*KEEPS_ACCOUNTS)
def roles_page(staff_id: str) -> str:
    """Every role, those ticked that somebody holds or is to hold."""
    person = access.signed_in()
    staff = _find(person, staff_id)
    return _page(person, staff, RolesForm.of(_standing(staff)))


@blueprint.post("/<staff_id>/roles")
@access.staff(*KEEPS_ACCOUNTS)
def change_roles(staff_id: str) -> Any:
    """Give what is ticked anew, take away what is not ticked any more; what takes two waits."""
    person, form = access.signed_in(), RolesForm()
    staff = _find(person, staff_id)
    if not form.validate():
        return _page(person, staff, form), 422
    try:
        return _changed(person, staff, form)
    except role_wishes.NobodyLeftError as error:
        form.refuse(f"Nobody else is {role_names(error.roles)}. Give that role to somebody else first")
        return _page(person, staff, form), 422


def _changed(person: Person, staff: Staff, form: RolesForm) -> Any:
    by, ticked = (person.id, person.roles), frozenset(form.roles.data or [])
    with db.atomic():
        before = _standing(staff)
        if form.was_overtaken(before):
            fresh = RolesForm.of(_standing(staff))
            fresh.refuse("Somebody has changed these roles since you opened the page. These are the roles of now")
            return _page(person, staff, fresh), 409
        waits = role_wishes.take_or_wish(staff, before - ticked, by)
        waits += role_wishes.give_or_wish(staff, ticked - before, by)
    return _told(staff, before != ticked, waits)


def _told(staff: Staff, is_changed: bool, waits: int) -> Response:
    words = "Saved." if is_changed else "Nothing was changed."
    if waits:
        words += f" {waits} {'role waits' if waits == 1 else 'roles wait'} for a second person."
    flash(words, "success" if is_changed else "info")
    return redirect(url_for("staff.staff_page", staff_id=staff.id))


def _standing(staff: Staff) -> frozenset[str]:
    """What somebody holds, or would once a second person agrees."""
    given, taken = role_wishes.waiting_for(staff.id), role_wishes.waiting_for(staff.id, takes_away=True)
    return (queries.roles_of(staff.id) | given) - taken


def _page(person: Person, staff: Staff, form: RolesForm) -> str:
    two = frozenset(role for role in Role if not gives_alone(person.roles, role))
    return render_template("accounts/roles.html", staff=staff, form=form, two=two)


def _find(person: Person, staff_id: str) -> Staff:
    """Somebody else whose account stays. Raises Problem request.not_found, access.role_missing."""
    staff = queries.find_staff(person.school, staff_id)
    if staff.ends_at:
        raise Problem("request.not_found")
    if staff.id == person.id:
        raise Problem("access.role_missing")
    return staff
