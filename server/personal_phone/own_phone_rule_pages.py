"""The school's rules about own phones: the page where the headteacher chooses them, with what was chosen before."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import staff_of
from server.accounts.rules import is_in_use
from server.foundation import access, clock
from server.personal_phone import own_phone_rules, own_phone_settings
from server.personal_phone.agreement_forms import OwnPhoneRulesForm
from server.personal_phone.settings import TOLD
from server.policy import versions
from server.policy.change_words import WAITS

blueprint = Blueprint("own_phone_rules", __name__, template_folder="templates")


@blueprint.get("/office/own-phones/rules")
@access.staff(*own_phone_rules.SETS_RULES)
def rules() -> str:
    """The rules in force."""
    chosen = own_phone_settings.of_school(access.signed_in().school)
    form = OwnPhoneRulesForm(
        formdata=None,
        agrees=chosen.agrees,
        assessment="yes" if chosen.needs_risk_assessment else "no",
        reports_to=chosen.reports_to,
        officer=chosen.designated_officer or "",
    )
    return _page(_offered(form))


@blueprint.post("/office/own-phones/rules")
@access.staff(*own_phone_rules.SETS_RULES)
def choose() -> Any:
    """Choose them."""
    person, form = access.signed_in(), _offered(OwnPhoneRulesForm())
    if not form.validate():
        return _page(form), 422
    if own_phone_settings.choose(person.school, form.chosen(), by=person.id):
        flash(f"Who is told: {WAITS[0].lower()}{WAITS[1:]}", "info")
    else:
        flash("Saved. It counts for what is agreed and reported from now on.", "success")
    return redirect(url_for("own_phone_rules.rules"))


def _offered(form: OwnPhoneRulesForm) -> OwnPhoneRulesForm:
    people = staff_of(access.signed_in().school)
    return form.offers([one for one in people if is_in_use(one, clock.now()) and one.ends_at is None])


def _page(form: OwnPhoneRulesForm) -> str:
    person = access.signed_in()
    return render_template(
        "personal_phone/own_phone_rules.html",
        form=form,
        history=own_phone_settings.history_of(person.school),
        agrees=own_phone_rules.AGREES,
        waiting=versions.waiting(person.school, [TOLD.code]),
        people={row.id: row.name for row in staff_of(person.school)},
    )
