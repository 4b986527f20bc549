"""New accounts: first codes to hand out, and roles that wait for a second person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.accounts import queries, resets, role_wishes
from server.accounts.code_makers import makers
from server.accounts.rules import CODE_BINDS_FOR, FIRST_CODE_LIFE, KEEPS_ACCOUNTS, RESETS, Role, role_names
from server.foundation import access
from server.foundation.access import Person
from server.foundation.problems import Problem

blueprint = Blueprint("first_codes", __name__, template_folder="templates")

# Each code costs a twentieth of a second, so that none is guessed.
MOST_AT_ONCE = 60


@blueprint.get("/office/staff/first-codes")
@access.staff(*(Role(role) for role in RESETS))
def choose() -> str:
    """Who has no password yet; those whom this person hands a code are ticked."""
    return _page(access.signed_in())


@blueprint.post("/office/staff/first-codes")
@access.staff(*(Role(role) for role in RESETS))
def make() -> Any:
    """Make the codes and show them, this once."""
    person = access.signed_in()
    wanted = set(request.form.getlist("staff"))
    people = [one for one in role_wishes.without_password(person.school) if one.id in wanted]
    if not people or len(people) > MOST_AT_ONCE:
        words = f"Choose at most {MOST_AT_ONCE} people at a time" if people else "Choose at least one person"
        return _page(person, words, wanted), 422
    if not all(role_wishes.may_begin(person.id, person.roles, one) for one in people):
        raise Problem("access.role_missing")
    cards = [(one, *resets.make_code(one, person.id, holds=FIRST_CODE_LIFE)) for one in people]
    return render_template("accounts/first_codes_made.html", cards=cards)


@blueprint.get("/office/staff/roles-waiting")
@access.staff(*KEEPS_ACCOUNTS)
def waiting() -> str:
    """Roles that wait for a second person."""
    person = access.signed_in()
    rows = role_wishes.waiting(person.school)
    names = queries.staff_names(person.school, [row.wished_by for row in rows])
    makers_now = makers(person.school)
    theirs = [row for row in rows if role_wishes.may_decide(row, person.id, makers_now)]
    bound = [row for row in rows if row not in theirs and person.id not in (row.wished_by, row.staff_id)]
    about = {"rows": rows, "theirs": theirs, "bound": bound, "names": names}
    return render_template("accounts/roles_waiting.html", **about, weeks=CODE_BINDS_FOR.days // 7)


@blueprint.post("/office/staff/roles-waiting")
@access.staff(*KEEPS_ACCOUNTS)
def decide() -> Response:
    """Agree to what is ticked, or refuse it."""
    person, agrees = access.signed_in(), request.form.get("do") == "agree"
    try:
        decided = role_wishes.decide(person.school, request.form.getlist("wish"), person.id, agrees=agrees)
    except role_wishes.NobodyLeftError as error:
        flash(
            f"Nothing was done: nobody else is {role_names(error.roles)}. Give that role to somebody else first.",
            "info",
        )
        return redirect(url_for("first_codes.waiting"))
    if not decided.done:
        flash("Nothing was ticked that still waits.", "info")
        return redirect(url_for("first_codes.waiting"))
    flash(f"{'Agreed to' if agrees else 'Refused'}: {decided.done}.", "success")
    if decided.start_anew:
        flash(
            f"To choose a new password: {decided.start_anew}. Whoever asked had made the code to the old one, so it "
            "opens nothing any more, on phones too. Hand out a first code.",
            "info",
        )
    has_new = agrees and role_wishes.without_password(person.school)
    return redirect(url_for("first_codes.choose" if has_new else "first_codes.waiting"))


def _page(person: Person, mistake: str = "", ticked: set[str] | None = None) -> str:
    people = role_wishes.without_password(person.school)
    begun = role_wishes.begun_by(person.id, person.roles, people)
    keeps = bool(person.roles & set(KEEPS_ACCOUNTS))
    return render_template(
        "accounts/first_codes.html",
        people=[one for one in people if one.id in begun],
        others=[one for one in people if keeps and one.id not in begun],
        roles=queries.roles_by_staff(person.school),
        ticked=begun if ticked is None else ticked,
        mistake=mistake,
        most=MOST_AT_ONCE,
    )
