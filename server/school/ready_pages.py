"""Getting ready: every step from an empty school to its first trip, done, to do or left out."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.accounts import queries, role_wishes
from server.accounts.rules import KEEPS_ACCOUNTS, role_names
from server.foundation import access
from server.school import pupil_lists, steps
from server.school.step_rules import BY_CODE, DONE, TO_DO, open_steps

blueprint = Blueprint("ready", __name__, template_folder="templates")


@blueprint.get("/office/getting-ready")
@access.staff(*KEEPS_ACCOUNTS)
def getting_ready() -> str:
    """Every step, the next one first of all; and what waits for a second person or a first code."""
    person = access.signed_in()
    found = steps.of(person.school)
    without = role_wishes.without_password(person.school)
    return render_template(
        "school/ready.html",
        steps=found,
        next_step=next(iter(open_steps(found)), None),
        done=sum(1 for one in found if one.state != TO_DO),
        is_done=DONE,
        is_to_do=TO_DO,
        others={one.step.code: _who(one.step.page, person.roles) for one in found},
        said={"staff": _staff(person.school, len(without)), "pupils": _pupils(person.school)},
        waiting=role_wishes.waiting(person.school),
        without=without,
    )


@blueprint.post("/office/getting-ready/<step_code>")
@access.staff(*KEEPS_ACCOUNTS)
def leave_out(step_code: str) -> Response:
    """Leave a step out, or take it up again."""
    person, is_left = access.signed_in(), request.form.get("do") == "leave_out"
    steps.leave_out(person.school, step_code, person.id, is_left=is_left)
    if is_left:
        flash(f"{BY_CODE[step_code].title}: left out. You can take it up here at any time.", "success")
    return redirect(url_for("ready.getting_ready"))


def _who(page: str, roles: frozenset[str]) -> str:
    """Whose step it is, where these roles do not open its page."""
    allowed = access.declared_by(current_app.view_functions[page]).roles
    return "" if not allowed or allowed & roles else role_names(allowed)


def _staff(school: str, without: int) -> str:
    number = sum(1 for one in queries.staff_of(school) if one.is_active and not one.ends_at)
    return f"{number:,} accounts, {without:,} without a password yet"


def _pupils(school: str) -> str:
    number, classes = pupil_lists.counted(school)
    return f"{number:,} pupils in {classes:,} classes"
