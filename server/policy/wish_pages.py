"""A change of the policy that waits for a second person: looking at it, agreeing, refusing it, taking it back (R97)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import staff_names
from server.foundation import access
from server.policy import changing, previewing, versions
from server.policy.changing import RefusedError
from server.policy.contact_changes import OvertakenError
from server.policy.policy_rules import READS, may_second
from server.policy.setting_forms import TurnDownForm

blueprint = Blueprint("policy_wish", __name__, template_folder="templates")


@blueprint.get("/office/policy/waiting/<wish_id>")
@access.staff(*READS)
def wish(wish_id: str) -> str:
    """What somebody wished for, what it would do, and who may agree."""
    return _page(wish_id, TurnDownForm(formdata=None))


@blueprint.post("/office/policy/waiting/<wish_id>/agree")
@access.staff(*READS)
def agree(wish_id: str) -> Any:
    """Be the second person."""
    person = access.signed_in()
    try:
        changing.agree(person.school, wish_id, person.id, person.roles)
    except OvertakenError as meanwhile:
        return _page(wish_id, TurnDownForm(formdata=None), meanwhile.told), 409
    except RefusedError as refused:
        return _page(wish_id, TurnDownForm(formdata=None), list(refused.words.values())), 409
    flash("Agreed. It counts from now on; phones take it up at their next contact.", "success")
    return redirect(url_for("policy.every_setting"))


@blueprint.post("/office/policy/waiting/<wish_id>/turn-down")
@access.staff(*READS)
def turn_down(wish_id: str) -> Any:
    """Refuse it, or take one's own back."""
    person, form = access.signed_in(), TurnDownForm()
    if not form.validate():
        return _page(wish_id, form), 422
    changing.turn_down(person.school, wish_id, person.id, person.roles, why=form.why.data or "")
    flash("Noted. The policy stays as it is.", "success")
    return redirect(url_for("policy.every_setting"))


def _page(wish_id: str, form: TurnDownForm, told: list[str] | None = None) -> str:
    person = access.signed_in()
    found = versions.find_waiting(person.school, wish_id)
    return render_template(
        "policy/wish.html",
        row=found.row,
        by=staff_names(person.school, [found.row.made_by]).get(found.row.made_by, found.row.made_by),
        looked=previewing.preview(person.school, found.said),
        is_own=found.row.made_by == person.id,
        may_second=may_second(person.roles, person.id, found.row.made_by),
        form=form,
        told=told,
    )
