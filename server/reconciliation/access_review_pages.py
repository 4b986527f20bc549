"""The yearly review of who can see what: the page to look at, and signing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts import access_reviews
from server.accounts.access_reviews import REVIEWS_ACCESS, ChangedMeanwhileError, Said
from server.accounts.rules import KEEPS_ACCOUNTS
from server.foundation import access, clock
from server.policy.review_rules import a_year_after
from server.reconciliation.access_review import review_for
from server.reconciliation.access_review_forms import AccessReviewForm

blueprint = Blueprint("access_review", __name__, template_folder="templates")

MEANWHILE = "Somebody changed an account or signed this meanwhile. Look once more, then sign."


@blueprint.get("/office/staff/review")
@access.staff(*REVIEWS_ACCESS)
def review() -> str:
    """Each account, what it opens, when it was last used, and on which phones; and the form to sign."""
    return _page(AccessReviewForm(formdata=None, next_due=a_year_after(clock.today())))


@blueprint.post("/office/staff/review")
@access.staff(*REVIEWS_ACCESS)
def sign() -> Any:
    """Sign it; what changed since the page was opened has to be seen first."""
    person, form = access.signed_in(), AccessReviewForm()
    if not form.validate():
        return _page(form), 422
    said = Said(form.words.data or "", form.next_due.data, request.form.get("seen", ""))
    try:
        access_reviews.sign(person.school, said, review_for(person.school).roster, by=person.id)
    except ChangedMeanwhileError:
        return _page(form, told=[MEANWHILE]), 409
    flash("Reviewed. It stands under To do again when it is due.", "success")
    return redirect(url_for("access_review.review"))


def _page(form: AccessReviewForm, told: list[str] | None = None) -> str:
    person = access.signed_in()
    return render_template(
        "reconciliation/access_review.html",
        found=review_for(person.school),
        form=form,
        told=told,
        may_open=bool(person.roles & set(KEEPS_ACCOUNTS)),
        made_by=person.name,
    )
