"""The page between the right password and the office, for whoever has a second step."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts import code_sheets, passkeys, second_factors
from server.accounts.models import Staff
from server.accounts.pages import enter, safe_next, this_browser
from server.accounts.second_factor_forms import CodeForm, KeyForm
from server.foundation import access
from server.foundation.problems import Problem

blueprint = Blueprint("second_step", __name__, template_folder="templates")


@blueprint.get("/sign-in/second-step")
@access.anyone()
def ask() -> Any:
    """Ask for the passkey, or for a code."""
    if access.person() is not None:
        return redirect(safe_next())
    staff = second_factors.waiting_here()
    return _page(staff, CodeForm()) if staff else _too_late()


@blueprint.post("/sign-in/second-step/code")
@access.anyone()
def use_code() -> Any:
    """Go in with a one-time code."""
    staff = second_factors.waiting_here()
    if staff is None:
        return _too_late()
    form = CodeForm()
    if not form.validate():
        return _page(staff, form), 422
    try:
        token = second_factors.enter_with_code(staff, form.code.data or "", this_browser())
    except Problem as refused:
        form.code.errors = [refused.detail or "That is not a code of your sheet, or it was used before"]
        return _page(staff, form), refused.status, refused.headers
    return enter(staff, token)


@blueprint.post("/sign-in/second-step/key")
@access.anyone()
def use_key() -> Any:
    """Go in with what the browser answered for a passkey."""
    staff = second_factors.waiting_here()
    if staff is None:
        return _too_late()
    form = KeyForm()
    if not form.validate():
        return _page(staff, CodeForm(formdata=None), "Your browser sent no answer. Try once more."), 422
    try:
        token = second_factors.enter_with_key(staff, form.credential.data or "", this_browser())
    except Problem as refused:
        words = refused.detail or "That passkey or security key was not accepted. Try once more."
        return _page(staff, CodeForm(formdata=None), words), refused.status, refused.headers
    return enter(staff, token)


def _page(staff: Staff, form: CodeForm, key_fault: str | None = None) -> str:
    return render_template(
        "accounts/second_step.html",
        form=form,
        options=passkeys.offer_using(staff),
        other_sites=sorted({key.site for key in passkeys.of(staff)}),
        has_sheet=code_sheets.left(staff) is not None,
        key_fault=key_fault,
        wanted=safe_next(),
    )


def _too_late() -> Any:
    flash("That took too long, or your account changed meanwhile. Sign in once more.", "info")
    return redirect(url_for("accounts.sign_in", next=safe_next()))
