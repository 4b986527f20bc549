"""Signing in to the office and out of it, and setting a new password with a reset code."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from server.accounts import actions, browsers, places, queries, resets, second_factors, sign_ins
from server.accounts.actions import PasswordRefused
from server.accounts.forms import ForgottenForm, SignInForm
from server.accounts.models import Staff
from server.foundation import access
from server.foundation.problems import Problem

blueprint = Blueprint("accounts", __name__, template_folder="templates")

OFFICE_HOME = "/office"


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access.anyone()
def sign_in() -> Any:
    """Show the form, or start a sign-in and go on to where the person was heading."""
    if access.person() is not None:
        return redirect(safe_next())
    form = SignInForm()
    if request.method == "GET":
        return render_template("accounts/sign_in.html", form=form)
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form), 422
    return _start_sign_in(form)


def _start_sign_in(form: SignInForm) -> Any:
    try:
        staff, token = actions.sign_in(form.email.data or "", form.password.data or "", browser=this_browser())
    except Problem as refused:
        form.email.errors = [refused.detail or refused.title]
        return render_template("accounts/sign_in.html", form=form), refused.status, refused.headers
    if token is None:
        session.clear()
        second_factors.remember_password(staff)
        return redirect(url_for("second_step.ask", next=safe_next()))
    return enter(staff, token)


def enter(staff: Staff, token: str) -> Response:
    """Let somebody in who did all that signing in asks for, and go on to where they were heading."""
    # A fresh session, so that a cookie planted before the sign-in is worth nothing after it.
    session.clear()
    let_in(token)
    for notice in (*resets.notices_for(staff), *second_factors.notices_for(staff)):
        flash(notice, "info")
    answer = redirect(safe_next())
    places.remember_browser(staff, answer)
    return answer


def let_in(token: str) -> None:
    """Have this browser hold a sign-in. Raises Problem access.sign_in_needed when it was ended in the same moment."""
    person = queries.person_of(token)
    if person is None:
        raise Problem("access.sign_in_needed")
    login_user(person)


def this_browser() -> str:
    """The browser that asks, in words."""
    return browsers.in_words(request.user_agent.string)


def safe_next() -> str:
    """Where the person was heading, when that is one of the office's own pages."""
    wanted = request.args.get("next", "")
    is_own = wanted == OFFICE_HOME or wanted.startswith(f"{OFFICE_HOME}/")
    return wanted if is_own and wanted.isprintable() and "\\" not in wanted else OFFICE_HOME


@blueprint.route("/sign-in/forgotten", methods=["GET", "POST"])
@access.anyone()
def forgotten() -> Any:
    """Say whom to ask for a reset code; with one, set a new password."""
    form = ForgottenForm()
    if request.method == "GET":
        return render_template("accounts/forgotten.html", form=form)
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form), 422
    return _use_code(form)


def _use_code(form: ForgottenForm) -> Any:
    try:
        resets.use_code(form.email.data or "", form.code.data or "", form.new.data or "")
    except PasswordRefused as refused:
        form.new.errors = [refused.words]
        return render_template("accounts/forgotten.html", form=form), 422
    except Problem as refused:
        form.code.errors = [refused.detail or refused.title]
        return render_template("accounts/forgotten.html", form=form), refused.status, refused.headers
    flash("Your password is changed, and you are signed out everywhere. Sign in with the new one.", "success")
    return redirect(url_for("accounts.sign_in"))


@blueprint.post("/sign-out")
@access.anyone()
def sign_out() -> Response:
    """End this sign-in, also one that has run out already."""
    person = access.person()
    if person is not None:
        sign_ins.sign_out(person.session)
    return leave("You are signed out.")


def leave(words: str) -> Response:
    """Drop this browser's session and say why at the door."""
    logout_user()
    session.clear()
    flash(words, "success")
    return redirect(url_for("accounts.sign_in"))
