"""Noting how full the phones are: all of them on one page, mostly by ticking."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.paging import cut
from server.foundation import access
from server.phones import charges
from server.phones.charge_forms import charge_form
from server.phones.queries import not_lost

# Each is two inputs.
A_FORM = 50
blueprint = Blueprint("charges", __name__, template_folder="templates")


@blueprint.route("/office/phones/charge", methods=["GET", "POST"])
@access.staff(*charges.NOTES_CHARGES)
def charge_page() -> Any:
    """Each phone that is not lost, with what was noted last; a tick says that one is full."""
    person = access.signed_in()
    page = cut(not_lost(person.school), A_FORM)
    form = charge_form(page.rows)
    if request.method == "POST" and form.validate():
        percents = form.percents()
        charges.note(percents, by=person)
        flash(f"Noted for {len(percents)}. Each phone hears of its own at its next contact.", "success")
        return redirect(url_for("charges.charge_page"))
    latest = charges.latest(person.school, [phone.id for phone in page.rows])
    return render_template("phones/charge.html", page=page, form=form, latest=latest), 422 if form.errors else 200
