"""The yearly review of the policy: what there is to look at, and signing that it was reviewed (R98)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts import sent
from server.foundation import access, clock
from server.policy import reviews
from server.policy.contact_changes import OvertakenError
from server.policy.review_forms import ReviewForm
from server.policy.review_rules import OUTCOMES, READS_TEXTS, REVIEWS, a_year_after
from server.policy.reviews import Seen
from server.reconciliation.actions import note_report
from server.reconciliation.policy_review import review_for

blueprint = Blueprint("policy_review", __name__, template_folder="templates")


@blueprint.get("/office/policy/review")
@access.staff(*REVIEWS)
def review() -> str:
    """What changed, what was departed from and why, what was learnt, which texts are new; and the form to sign."""
    return _page(ReviewForm(formdata=None, next_due=a_year_after(clock.today())))


@blueprint.post("/office/policy/review")
@access.staff(*REVIEWS)
def sign() -> Any:
    """Sign it; whoever does so while another did, or while the policy was changed, sees that first."""
    person, form = access.signed_in(), ReviewForm()
    if not form.validate():
        return _page(form, _seen()), 422
    try:
        reviews.sign(person.school, form.said(), _seen(), person.id)
    except OvertakenError as meanwhile:
        return _page(form, told=meanwhile.told), 409
    flash("Reviewed. It stands under To do again when it is due.", "success")
    return redirect(url_for("policy_review.review"))


def _seen() -> Seen:
    """What the page showed that was sent."""
    text = request.form.get("version", "")
    return Seen(sent.seen(), int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0)


def _page(form: ReviewForm, seen: Seen | None = None, told: list[str] | None = None) -> str:
    person = access.signed_in()
    found = review_for(person)
    note_report(person, "policy_review", person.school, read=found.inside.read if found.inside else [])
    return render_template(
        "reconciliation/policy_review.html",
        found=found,
        seen=seen or found.seen,
        form=form,
        told=told,
        outcomes=OUTCOMES,
        may_note=bool(set(READS_TEXTS) & person.roles),
        made_by=person.name,
        made_at=clock.now(),
    )
