"""Somebody's own page: roles, where they are signed in, their password; and the school's rule for passwords."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.accounts import actions, code_sheets, passkeys, places, queries, resets, second_factors, sign_ins
from server.accounts.actions import PasswordRefused
from server.accounts.forms import NEVER, ChangePasswordForm, SignInRulesForm
from server.accounts.pages import leave, let_in, safe_next, this_browser
from server.accounts.rules import SECOND_STEP_ROLES
from server.accounts.second_factor_forms import OFFERED, REQUIRED, RuleForm
from server.accounts.settings import PASSWORDS_END, SECOND_STEP, SETS_RULES
from server.accounts.sign_ins import is_token_of
from server.foundation import access, registry
from server.foundation.problems import Problem

blueprint = Blueprint("you", __name__, template_folder="templates")


@blueprint.get("/office/you")
@access.staff()
def you() -> str:
    """Who one is here, and where one is signed in."""
    person = access.signed_in()
    staff = queries.find_staff(person.school, person.id)
    reset = resets.last_used(staff)
    return render_template(
        "accounts/you.html",
        staff=staff,
        live=sign_ins.live_of(staff, person.session),
        reset_by=resets.maker_of(reset) if reset else None,
        notices=[*resets.notices_for(staff), *second_factors.notices_for(staff)],
        is_offered_second_step=bool(person.roles & set(SECOND_STEP_ROLES)),
        passkeys=passkeys.of(staff),
        codes_left=code_sheets.left(staff),
        may_set_rules=bool(person.roles & set(SETS_RULES)),
    )


@blueprint.route("/office/you/password", methods=["GET", "POST"])
@access.staff()
def change_password() -> Any:
    """Change one's own password; the one page that an old password opens."""
    form = ChangePasswordForm()
    if request.method == "GET":
        return _password_page(form)
    if not form.validate():
        return _password_page(form), 422
    person = access.signed_in()
    staff = queries.find_staff(person.school, person.id)
    try:
        token = actions.change_password(staff, form.current.data or "", form.new.data or "", this_browser())
    except PasswordRefused as refused:
        form.new.errors = [refused.words]
        return _password_page(form), 422
    except Problem as refused:
        form.current.errors = [refused.detail or "That is not your current password"]
        return _password_page(form), refused.status, refused.headers
    let_in(token)
    flash("Your password is changed. You are signed out everywhere else.", "success")
    answer = redirect(safe_next() if request.args.get("next") else url_for("you.you"))
    places.remember_browser(staff, answer)
    return answer


def _password_page(form: ChangePasswordForm) -> str:
    person = access.signed_in()
    staff = queries.find_staff(person.school, person.id)
    return render_template(
        "accounts/change_password.html",
        form=form,
        staff=staff,
        must_change=person.must_change_password,
        days=queries.password_days(person.school),
    )


@blueprint.post("/office/you/sign-ins/<sign_in_id>/end")
@access.staff()
def end_sign_in(sign_in_id: str) -> Response:
    """End one of one's own sign-ins; ending this one is signing out."""
    person = access.signed_in()
    staff = queries.find_staff(person.school, person.id)
    ended = sign_ins.end_one(staff, sign_in_id, by=person.id)
    if is_token_of(ended, person.session):
        return leave("You are signed out.")
    flash("Ended. What was written there is kept and still arrives.", "success")
    return redirect(url_for("you.you"))


@blueprint.post("/office/you/sign-ins/end-others")
@access.staff()
def end_others() -> Response:
    """End every sign-in of one's own but this."""
    person = access.signed_in()
    staff = queries.find_staff(person.school, person.id)
    sign_ins.end_all(staff, by=person.id, but=person.session)
    flash("You are signed out everywhere else.", "success")
    return redirect(url_for("you.you"))


@blueprint.route("/office/sign-in-rules", methods=["GET", "POST"])
@access.staff(*SETS_RULES)
def sign_in_rules() -> Any:
    """Whether the school lets passwords end."""
    person = access.signed_in()
    days = queries.password_days(person.school)
    form = SignInRulesForm(password_days=str(days) if days else NEVER)
    if request.method == "GET":
        return render_template("accounts/sign_in_rules.html", form=form)
    if not form.validate():
        return render_template("accounts/sign_in_rules.html", form=form), 422
    registry.current().choose_policy(person.school, {PASSWORDS_END.code: form.days() is not None}, person.id)
    flash("Saved. It counts from each person’s next sign-in.", "success")
    return redirect(url_for("you.sign_in_rules"))


@blueprint.route("/office/sign-in-rules/second-step", methods=["GET", "POST"])
@access.staff(*SETS_RULES)
def second_step_rule() -> Any:
    """Whether the school has some roles have a second step."""
    person = access.signed_in()
    form = RuleForm(rule=REQUIRED if second_factors.is_required(person.school) else OFFERED)
    if request.method == "POST" and form.validate():
        registry.current().choose_policy(person.school, {SECOND_STEP.code: form.rule.data == REQUIRED}, person.id)
        flash("Saved. It counts from each person’s next sign-in.", "success")
        return redirect(url_for("you.second_step_rule"))
    missing = second_factors.without_one(person.school)
    page = render_template("accounts/second_factor_rule.html", form=form, missing=missing)
    return page, 422 if form.errors else 200
