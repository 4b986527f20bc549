"""Who is told of what: the table as the school has it, with what it added, and its times."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.accounts import sent
from server.accounts.models import Staff
from server.accounts.queries import staff_of
from server.accounts.rules import Role, is_in_use
from server.alerts import table, times
from server.alerts.forms import AddForm, TimesForm
from server.alerts.settings import ADDED, CHANGES_TABLE, CHANGES_TIMES
from server.foundation import access, audit, clock
from server.foundation.database import db
from server.policy import versions
from server.policy.change_words import WAITS
from server.policy.contact_changes import OvertakenError

blueprint = Blueprint("alert_table", __name__, template_folder="templates")

READS = (Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL, Role.NETWORK_MANAGER)


@blueprint.get("/office/alerts/who-is-told")
@access.staff(*READS)
def who_is_told() -> str:
    """The table and the times."""
    return _page()


@blueprint.post("/office/alerts/who-is-told/add")
@access.staff(*CHANGES_TABLE)
def add() -> Any:
    """Wish that a role or a person is added to a row: a second person agrees."""
    person, form = access.signed_in(), AddForm().offers(_people())
    if not form.validate():
        return _page(adding=form), 422
    if table.add(person.school, str(form.row.data), form.chosen(), by=person.id):
        flash(WAITS, "info")
    else:
        flash("They are told of that already.", "info")
    return redirect(url_for("alert_table.who_is_told"))


@blueprint.post("/office/alerts/who-is-told/<int(max=9223372036854775807):number>/take-off")
@access.staff(*CHANGES_TABLE)
def take_off(number: int) -> Response:
    """The same for taking off what the school itself added."""
    person = access.signed_in()
    table.take_off(person.school, number, by=person.id)
    flash(WAITS, "info")
    return redirect(url_for("alert_table.who_is_told"))


@blueprint.post("/office/alerts/who-is-told/times")
@access.staff(*CHANGES_TIMES)
def choose_times() -> Any:
    """Choose when the next person is told."""
    person, form = access.signed_in(), TimesForm()
    if not form.validate():
        return _page(timing=form, seen=sent.seen()), 422
    try:
        times.choose(person.school, form.chosen(), by=person.id, seen=sent.seen())
    except OvertakenError as meanwhile:
        return _page(timing=form, overtaken_by=meanwhile.told), 409
    flash("Saved. It counts for what is told from now on.", "success")
    return redirect(url_for("alert_table.who_is_told"))


def _people() -> list[Staff]:
    now = clock.now()
    return [one for one in staff_of(access.signed_in().school) if is_in_use(one, now) and one.ends_at is None]


def _page(
    *,
    adding: AddForm | None = None,
    timing: TimesForm | None = None,
    seen: int | None = None,
    overtaken_by: list[str] | None = None,
) -> str:
    person = access.signed_in()
    with db.atomic():
        audit.write(person.school, person.id, "alert_table.viewed", person.school)
    return render_template(
        "alerts/who_is_told.html",
        rows=table.of_school(person.school),
        waiting=versions.waiting(person.school, [ADDED.code]),
        may_change=bool(person.roles & set(CHANGES_TABLE)),
        may_time=bool(person.roles & set(CHANGES_TIMES)),
        adding=adding or AddForm(formdata=None).offers(_people()),
        timing=timing or _timed(person.school),
        refused=adding or (None if overtaken_by else timing),
        seen=versions.number(person.school) if seen is None else seen,
        told=overtaken_by,
    )


def _timed(school: str) -> TimesForm:
    chosen = times.of_school(school)
    clocks = {name: f"{getattr(chosen, name):%H:%M}" for name in ("today_by", "quiet_from", "quiet_until")}
    return TimesForm(formdata=None, first_minutes=chosen.first_minutes, then_minutes=chosen.then_minutes, **clocks)
