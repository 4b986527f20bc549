"""Alerts in the office: somebody's own list, one alert with what they do about it, and what an open page asks."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.models import Staff
from server.accounts.queries import staff_of
from server.accounts.rules import Role
from server.alerts import alert_words, queries, take_up
from server.alerts.forms import CloseForm, HandOnForm
from server.alerts.models import Alert
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
        items=queries.inbox_of(person.school, person.id),
        mark=queries.mark_for(person.school, person.id),
        is_governor=bool(person.roles & set(GOVERNORS)),
        may_read_table=bool(person.roles & {Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL}),
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
    person, alert = _mine(alert_id)
    take_up.act(alert, person.id, take_up.OPENED)
    return _page(person, alert)


@blueprint.post("/office/alerts/<alert_id>/take")
@access.staff()
def take(alert_id: str) -> Any:
    """I've got this."""
    person, alert = _mine(alert_id)
    if take_up.act(alert, person.id, take_up.TAKEN):
        flash("You have it. The others see that.", "success")
    return redirect(url_for("alerts.one_alert", alert_id=alert_id))


@blueprint.post("/office/alerts/<alert_id>/hand-on")
@access.staff()
def hand_on(alert_id: str) -> Any:
    """Give it to somebody else, who is told of it."""
    person, alert = _mine(alert_id)
    form = HandOnForm().offers(_may_have(person, alert))
    if not form.validate():
        return _page(person, alert, hand=form), 422
    if take_up.act(alert, person.id, take_up.HANDED_ON, words=form.note.data or "", to=str(form.to.data)):
        flash("Handed on. They are told of it now, and you see whether they take it up.", "success")
    return redirect(url_for("alerts.one_alert", alert_id=alert_id))


@blueprint.post("/office/alerts/<alert_id>/close")
@access.staff()
def close(alert_id: str) -> Any:
    """Close it with what was done."""
    person, alert = _mine(alert_id)
    form = CloseForm()
    form.is_alone = _is_alone(person, alert)
    if not form.validate():
        return _page(person, alert, closing=form), 422
    if take_up.close(alert, person.id, form.words.data or "", form.alone_because.data or ""):
        flash("Closed.", "success")
    return redirect(url_for("alerts.one_alert", alert_id=alert_id))


@blueprint.get("/office/alerts/closed-alone")
@access.staff(*GOVERNORS)
def closed_alone() -> str:
    """What takes two people and one closed alone, with the reason given, for the governors."""
    person = access.signed_in()
    found = queries.closed_alone(person.school, person.id)
    with db.atomic():
        audit.write(person.school, person.id, "alerts.closed_alone_viewed", person.school, count=len(found))
    people = {row.id: row.name for row in staff_of(person.school)}
    return render_template("alerts/closed_alone.html", found=found, people=people, title_of=alert_words.title)


def _mine(alert_id: str) -> tuple[Person, Alert]:
    person = access.signed_in()
    return person, queries.find_told(person.school, alert_id, person.id)


def _is_alone(person: Person, alert: Alert) -> bool:
    return take_up.takes_two(alert) and not take_up.is_taken_by_another(alert, person.id)


def _may_have(person: Person, alert: Alert) -> list[Staff]:
    return [one for one in staff_of(person.school) if one.id != person.id and take_up.may_be_given_to(alert, one.id)]


def _page(person: Person, alert: Alert, *, hand: HandOnForm | None = None, closing: CloseForm | None = None) -> str:
    with db.atomic():
        audit.write(person.school, person.id, "alert.viewed", alert.id)
    subject = (page(person, alert.kind, alert.subject) for page in registry.current().subject_pages)
    return render_template(
        "alerts/alert.html",
        alert=Alert.get_by_id(alert.id),
        item=queries.item_for(alert, person.id),
        told=queries.told_of(alert),
        acts=queries.acts_on(alert),
        people={row.id: row.name for row in staff_of(person.school)},
        role_name=alert_words.role_name,
        has_taken=any(row.staff_id == person.id and row.taken_at for row in queries.told_of(alert)),
        is_alone=_is_alone(person, alert),
        hand=hand or HandOnForm(formdata=None).offers(_may_have(person, alert)),
        closing=closing or CloseForm(formdata=None),
        refused=hand or closing,
        subject_page=next(filter(None, subject), None),
    )
