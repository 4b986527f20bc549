"""Image authorisations in the office: the register, giving one, one of them, revoking it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import staff_of
from server.consent import authorisation_rules as rules
from server.consent import authorisations, photo_settings
from server.consent.authorisation_forms import YES, AuthorisationForm, RevokeForm
from server.consent.check_rules import STOP
from server.foundation import access, clock
from server.trips.queries import titles_of, trips_to_come

blueprint = Blueprint("authorisations", __name__, template_folder="templates")


@blueprint.get("/office/consent/authorisations")
@access.staff(*rules.READS)
def register() -> str:
    """Everything that was ever allowed, the newest first."""
    person = access.signed_in()
    page = authorisations.page_of_school(person.school)
    return render_template(
        "consent/authorisations.html",
        page=page,
        titles=titles_of(person.school, [one.row.trip_id for one in page.rows]),
        may_give=bool(person.roles & set(rules.GIVES)),
    )


@blueprint.get("/office/consent/authorisations/new")
@access.staff(*rules.GIVES)
def new() -> str:
    """The form."""
    return render_template(
        "consent/authorisation_new.html", form=_offered(AuthorisationForm(formdata=None, from_on=clock.today()))
    )


@blueprint.post("/office/consent/authorisations/new")
@access.staff(*rules.GIVES)
def give() -> Any:
    """Allow something."""
    person, form = access.signed_in(), _offered(AuthorisationForm())
    if not form.validate():
        return render_template("consent/authorisation_new.html", form=form), 422
    given = authorisations.give(person.school, form.wanted(), by=person.id)
    heard = " Phones hear of it with their next list." if given.activity else ""
    flash(f"Authorisation {given.number} is given.{heard}", "success")
    return redirect(url_for("authorisations.one", authorisation_id=given.id))


@blueprint.get("/office/consent/authorisations/<authorisation_id>")
@access.staff(*rules.READS)
def one(authorisation_id: str) -> str:
    """What is allowed, to whom, why, and whether it was revoked."""
    return _one(authorisations.find(access.signed_in().school, authorisation_id), RevokeForm(formdata=None))


@blueprint.post("/office/consent/authorisations/<authorisation_id>/revoke")
@access.staff(*rules.GIVES)
def revoke(authorisation_id: str) -> Any:
    """Revoke it: the reason first, and then once more that it is meant."""
    person, form = access.signed_in(), RevokeForm()
    found = authorisations.find(person.school, authorisation_id)
    if not form.validate():
        return _one(found, form), 422
    if not found.can_be_revoked:
        flash("There is nothing left to revoke.", "info")
    elif form.sure.data != YES:
        return render_template(
            "consent/authorisation_revoke.html", one=found, form=form, yes=YES, out=authorisations.phones_out(found)
        )
    else:
        authorisations.revoke(found, form.reason.data or "", by=person.id)
        flash(f"Authorisation {found.row.number} is revoked.", "success")
    return redirect(url_for("authorisations.one", authorisation_id=found.row.id))


def _offered(form: AuthorisationForm) -> AuthorisationForm:
    school = access.signed_in().school
    activities = photo_settings.of_school(school).activities
    stopped = [one.name for one in activities if one.kind == STOP and rules.may_be_authorised(one.name)]
    return form.offers(stopped, trips_to_come(school))


def _one(found: authorisations.Registered, form: RevokeForm) -> str:
    person = access.signed_in()
    return render_template(
        "consent/authorisation.html",
        one=found,
        form=form,
        kinds=rules.OTHER_KINDS,
        titles=titles_of(person.school),
        people={row.id: row.name for row in staff_of(person.school)},
        out=authorisations.phones_out(found) if found.revoked else [],
        may_revoke=found.can_be_revoked and bool(person.roles & set(rules.GIVES)),
    )
