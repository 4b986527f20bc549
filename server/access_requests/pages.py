"""The office's pages of access requests: the list, a new one, one with its clock, its steps and its log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.access_requests import actions, clock_rules, finding, queries, rules
from server.access_requests.forms import PauseForm, RequestForm, StepForm
from server.access_requests.name_rules import names_of
from server.access_requests.queries import Case
from server.access_requests.steps import STEPS, Step, open_to
from server.accounts.name_rules import folded
from server.accounts.names import says
from server.accounts.queries import staff_names
from server.foundation import access
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem
from server.trips.models import Pupil

blueprint = Blueprint("access_requests", __name__, template_folder="templates", url_prefix="/office/access-requests")
MOST_OFFERED = 20


@blueprint.get("")
@access.staff(*rules.KEEPS)
def every_request() -> str:
    """The school's requests, the newest first, each with its day. The list names no child."""
    return render_template("access_requests/requests.html", page=queries.listed(access.signed_in()), rules=rules)


@blueprint.get("/new")
@access.staff(*rules.KEEPS)
def new() -> str:
    """The form for a new one."""
    return _new_page(RequestForm(formdata=None).offers([]))


@blueprint.post("/new")
@access.staff(*rules.KEEPS)
def opened() -> Any:
    """Open it, once it is said which pupil is meant."""
    person, form = access.signed_in(), RequestForm()
    form.offers(_may_be(person.school, form.name.data or "", form.names.data or ""))
    if not form.validate():
        return _new_page(form), 422
    request = actions.open_request(person, form.asked(), form.identity.data or "")
    flash("Opened. Its clock runs.", "success")
    return redirect(url_for("access_requests.one", request_id=request.id))


def _new_page(form: RequestForm) -> str:
    return render_template("access_requests/new.html", form=form, asks_which=bool(form.name.data))


def _may_be(school: str, name: str, others: str) -> Sequence[Pupil]:
    """The pupils on the roll whom one of these names may mean, those of the whole name first."""
    names = [f"{one.first} {one.last}" for one in names_of(name, others.splitlines())] if folded(name) else []
    found: dict[str, Pupil] = {}
    for words in (one for one in names if folded(one)):
        mine = (Pupil.school == school, says((Pupil.first_name, Pupil.last_name), words))
        rows = Pupil.select().where(*mine).order_by(Pupil.last_name, Pupil.first_name, Pupil.class_name)
        found.update((row.id, row) for row in rows.limit(MOST_OFFERED))
    return list(found.values())[:MOST_OFFERED]


@blueprint.get("/<request_id>")
@access.staff(*rules.KEEPS)
def one(request_id: str) -> str:
    """One request: by when, what still has to be done, and what can be."""
    person = access.signed_in()
    case = queries.find(person, request_id)
    decides = bool(person.roles & rules.DECIDES)
    actions.note_look(person, case.request, "viewed")
    items = queries.items_of(case.request) if decides else []
    seen = [one for one in queries.things(items) if rules.may_see(one, person.roles, "")]
    return render_template(
        "access_requests/request.html",
        case=case,
        request_=case.request,
        pupil=case.request.pupil,
        by=staff_names(person.school, [case.request.opened_by]).get(case.request.opened_by, "Somebody"),
        in_the_way=queries.in_the_way(person, case, items) if decides else [],
        counted=rules.counted(rules.decided(seen, case.log)),
        unreadable=finding.unreadable(person.school) if decides else 0,
        decides=decides,
        steps=open_to(person.roles, case),
        first=rules.agreed(case.log),
        has_file=decides and rules.let_go(case.log) is not None,
        rules=rules,
        school_days=clock_rules.SCHOOL_DAYS,
    )


@blueprint.get("/<request_id>/step/<step_code>")
@access.staff(*rules.KEEPS)
def step(request_id: str, step_code: str) -> str:
    """The question of one step."""
    case, asked = _step(request_id, step_code)
    return _step_page(case, asked, _form(asked, is_sent=False))


@blueprint.post("/<request_id>/step/<step_code>")
@access.staff(*rules.KEEPS)
def taken(request_id: str, step_code: str) -> Any:
    """Keep what was answered."""
    person = access.signed_in()
    case, asked = _step(request_id, step_code)
    form = _form(asked, is_sent=True)
    if not form.validate():
        return _step_page(case, asked, form), 422
    with db.atomic():
        # As it stands in this transaction: of two at once, or from a page opened long ago, one alone fits.
        case = actions.still_open(person, request_id)
        refused = _do(person, case, asked, form)
    if refused:
        form.form_errors.append(refused)
        return _step_page(case, asked, form), 422
    flash("Kept. It stands in the log.", "success")
    return redirect(url_for("access_requests.one", request_id=request_id))


def _step(request_id: str, step_code: str) -> tuple[Case, Step]:
    person, asked = access.signed_in(), STEPS.get(step_code)
    case = queries.find(person, request_id)
    if asked is None:
        raise Problem("request.not_found")
    if not asked.roles & person.roles:
        raise Problem("access.role_missing")
    return case, asked


def _form(asked: Step, *, is_sent: bool) -> StepForm:
    made = PauseForm if asked.act == rules.PAUSED else StepForm
    form = made() if is_sent else made(formdata=None)
    return form.asks(asked.label, asked.hint)


def _do(person: Person, case: Case, asked: Step, form: StepForm) -> str:
    """Do it. Why it cannot be done, in words; "" where it was."""
    words = form.words.data or ""
    if asked.act == rules.CLOSED:
        actions.close(person, case.request.id, words)
        return ""
    if asked.act == rules.HEAD_LOOKED:
        left = rules.undecided_by_head(queries.things(queries.items_of(case.request)), case.log)
        if left:
            return f"Of what you alone see, {left:,} still to decide"
    if asked.act == rules.EXTENDED and case.clock.is_late:
        return "Its month is over: whoever asks had to be told within it"
    if asked not in [one for _code, one in open_to(person.roles, case)]:
        return "This cannot be done as the request stands now: it was done already, or something else comes first"
    ground = form.waits_for.data if isinstance(form, PauseForm) else ""
    actions.do(person, case.request.id, asked.act, words=words, ground=ground)
    return ""


def _step_page(case: Case, asked: Step, form: StepForm) -> str:
    return render_template("access_requests/step.html", case=case, step=asked, form=form)


@blueprint.get("/<request_id>/log")
@access.staff(*rules.DECIDES)
def log(request_id: str) -> str:
    """Everything that was done, by whom and why. It never goes out."""
    person = access.signed_in()
    case = queries.find(person, request_id)
    actions.note_look(person, case.request, "log_viewed")
    return render_template(
        "access_requests/log.html",
        case=case,
        rows=[row for row in case.rows if not row.readers or person.roles & set(row.readers.split())],
        names=staff_names(person.school, {row.by for row in case.rows}),
        rules=rules,
    )
