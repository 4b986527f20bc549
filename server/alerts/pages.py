"""Alerts in the office: somebody's own list, one alert with what they do about it, and what an open page asks."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.paging import cut
from server.accounts.queries import staff_names
from server.accounts.rules import Role
from server.alerts import alert_words, queries, take_up
from server.alerts.forms import CloseForm, HandOnForm
from server.alerts.models import AlertRecipient
from server.foundation import access, audit, registry
from server.foundation.access import Person
from server.foundation.database import db

blueprint = Blueprint("alerts", __name__, template_folder="templates")

GOVERNORS = (Role.CHAIR, Role.VICE_CHAIR)


@blueprint.get("/office/alerts")
@access.staff()
def inbox() -> str:
    """What this person was told of, what is open first."""
    person = access.signed_in()
    with db.atomic():
        audit.write(person.school, person.id, "alerts.list_viewed", person.id)
    return render_template(
        "alerts/inbox.html",
        page=cut(queries.inbox_of(person.school, person.id)),
        mark=queries.mark_for(person.school, person.id),
        is_governor=bool(person.roles & set(GOVERNORS)),
        may_read_table=bool(person.roles & {Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL, Role.NETWORK_MANAGER}),
    )


@blueprint.get("/api/office/alerts")
@access.staff()
def count_open() -> dict[str, Any]:
    """What an open page of the office asks now and then: {open, mark}. It says nothing of any alert."""
    person = access.signed_in()
    waiting, mark = queries.open_for(person.school, person.id)
    return {"open": waiting, "mark": mark}


@blueprint.get("/office/alerts/<alert_id>")
@access.staff()
def one_alert(alert_id: str) -> str:
    """One alert, for somebody who was told of it; that they opened it is kept."""
    person, told = _mine(alert_id)
    if any(row.staff_id == person.id and row.opened_at is None for row in told):
        take_up.act(told[0].alert, person.id, take_up.OPENED)
        person, told = _mine(alert_id)
    return _page(person, told)


@blueprint.post("/office/alerts/<alert_id>/take")
@access.staff()
def take(alert_id: str) -> Any:
    """I've got this."""
    person, told = _mine(alert_id)
    if take_up.act(told[0].alert, person.id, take_up.TAKEN):
        flash("You have it. The others see that.", "success")
    return redirect(url_for("alerts.one_alert", alert_id=alert_id))


@blueprint.post("/office/alerts/<alert_id>/hand-on")
@access.staff()
def hand_on(alert_id: str) -> Any:
    """Give it to somebody else, who is told of it."""
    person, told = _mine(alert_id)
    alert = told[0].alert
    form = HandOnForm().offers(take_up.may_have(alert, but=person.id))
    if not form.validate():
        return _page(person, told, hand=form), 422
    if take_up.act(alert, person.id, take_up.HANDED_ON, words=form.note.data or "", to=str(form.to.data)):
        flash("Handed on. They are told of it now, and you see whether they take it up.", "success")
    return redirect(url_for("alerts.one_alert", alert_id=alert_id))


@blueprint.post("/office/alerts/<alert_id>/close")
@access.staff()
def close(alert_id: str) -> Any:
    """Close it with what was done."""
    person, told = _mine(alert_id)
    alert, form = told[0].alert, CloseForm()
    form.is_alone = _is_alone(person, told)
    if not form.validate():
        return _page(person, told, closing=form), 422
    is_done = take_up.close(alert, person.id, form.words.data or "", form.alone_because.data or "")
    person, told = _mine(alert_id)
    if told[0].alert.closed_at is None:
        return _not_closed(person, told, form), 409
    if is_done:
        flash("Closed.", "success")
    else:
        flash("It was closed already. What you wrote now is not kept.", "info")
    return redirect(url_for("alerts.one_alert", alert_id=alert_id))


def _not_closed(person: Person, told: list[AlertRecipient], form: CloseForm) -> str:
    """The page for somebody who was left alone with it between their look and their act, with what they wrote."""
    form.is_alone = _is_alone(person, told)
    form.validate()
    flash("Not closed: the second person handed it on meanwhile. You have it.", "info")
    return _page(person, told, closing=form)


@blueprint.get("/office/alerts/closed-alone")
@access.staff(*GOVERNORS)
def closed_alone() -> str:
    """What takes two people and one closed alone, with the reason given, for the governors."""
    person = access.signed_in()
    page = cut(queries.closed_alone(person.school, person.id))
    with db.atomic():
        audit.write(person.school, person.id, "alerts.closed_alone_viewed", person.school, count=page.total)
    people = staff_names(person.school, [act.staff for _alert, act in page.rows])
    return render_template("alerts/closed_alone.html", page=page, people=people, title_of=alert_words.title)


def _mine(alert_id: str) -> tuple[Person, list[AlertRecipient]]:
    person = access.signed_in()
    return person, queries.find_told(person.school, alert_id, person.id)


def _is_alone(person: Person, told: list[AlertRecipient]) -> bool:
    is_taken = any(row.taken_at for row in told if row.staff_id != person.id)
    return take_up.takes_two(told[0].alert) and not is_taken


def _page(
    person: Person,
    told: list[AlertRecipient],
    *,
    hand: HandOnForm | None = None,
    closing: CloseForm | None = None,
) -> str:
    alert = told[0].alert
    with db.atomic():
        audit.write(person.school, person.id, "alert.viewed", alert.id)
    subject = (page(person, alert.kind, alert.subject) for page in registry.current().subject_pages)
    acts, may_have = queries.acts_on(alert), [] if alert.closed_at else take_up.may_have(alert, but=person.id)
    known = {one.id: one.name for one in may_have} | {row.staff_id: row.staff.name for row in told}
    others = {one for act in acts for one in (act.staff, act.to_staff)} - known.keys()
    return render_template(
        "alerts/alert.html",
        alert=alert,
        item=queries.item_for(told, person.id),
        told=told,
        acts=acts,
        people={**known, **staff_names(person.school, others)},
        role_name=alert_words.role_name,
        has_taken=any(row.staff_id == person.id and row.taken_at for row in told),
        is_alone=_is_alone(person, told),
        hand=hand or HandOnForm(formdata=None).offers(may_have),
        closing=closing or CloseForm(formdata=None),
        refused=hand or closing,
        subject_page=next(filter(None, subject), None),
    )
