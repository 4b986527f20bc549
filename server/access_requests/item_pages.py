"""What was found for a request: the list, and one thing as it is held and as it goes out, to be decided of."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.access_requests import actions, queries, rules
from server.access_requests.forms import DecisionForm, StrikeForm
from server.access_requests.models import AccessItem
from server.access_requests.outgoing import outgoing
from server.access_requests.queries import Case
from server.accounts.paging import cut
from server.foundation import access
from server.foundation.access import Person
from server.foundation.problems import Problem

blueprint = Blueprint(
    "access_items", __name__, template_folder="templates", url_prefix="/office/access-requests/<request_id>/found"
)
HOW = {
    "filed": ("Filed under this child", "green"),
    "named": ("By name", "orange"),
    "with": ("Belongs to something found", "blue"),
    "other": ("Filed under another pupil", "red"),
}
CHOICES = {"": "To decide", **rules.DECISIONS}
A_LIST = 50


@blueprint.post("/look")
@access.staff(*rules.DECIDES)
def look(request_id: str) -> Any:
    """Go through everything held."""
    person = access.signed_in()
    count = actions.look_through(person, actions.still_open(person, request_id))
    flash(f"Looked through everything. Found that may be about the child: {count:,}.", "success")
    return redirect(url_for("access_requests.one", request_id=request_id))


@blueprint.post("/all-filed")
@access.staff(*rules.DECIDES)
def all_filed(request_id: str) -> Any:
    """Let out what the school's own lists have under this child."""
    count = actions.take_in_all_filed(access.signed_in(), request_id)
    flash(f"{count:,} go out.", "success")
    return redirect(url_for("access_items.found", request_id=request_id))


@blueprint.get("")
@access.staff(*rules.DECIDES)
def found(request_id: str) -> str:
    """What was found, by what was decided of it (`?state=`): each by its kind and time, without its words."""
    person = access.signed_in()
    case = queries.find(person, request_id)
    state = request.args.get("state", "") if request.args.get("state") in CHOICES else ""
    items, decisions = _seen(person, case)
    actions.note_look(person, case.request, "found_viewed")
    chosen = [one for one in items if decisions[one.number] == state]
    return render_template(
        "access_requests/found.html",
        case=case,
        page=cut(chosen, A_LIST),
        state=state,
        choices=CHOICES,
        counted=rules.counted({one.number: decisions[one.number] for one in items}),
        of_lists=sum(actions.is_of_lists(one) and not decisions[one.number] for one in items),
        how=HOW,
    )


@blueprint.get("/<int:thing_number>")
@access.staff(*rules.DECIDES)
def thing(request_id: str, thing_number: int) -> str:
    """One thing."""
    case, item, decision = _look(request_id, thing_number)
    return _page(case, item, DecisionForm(formdata=None, decision=decision or None), StrikeForm(formdata=None))


@blueprint.post("/<int:thing_number>")
@access.staff(*rules.DECIDES)
def decided(request_id: str, thing_number: int) -> Any:
    """Keep what was decided, and lead on to the next."""
    case, item, _ = _look(request_id, thing_number)
    form = DecisionForm()
    if not form.validate():
        return _page(case, item, form, StrikeForm(formdata=None)), 422
    if request.form.get("digest") != item.digest:
        form.form_errors.append("It reads otherwise than when you opened it. Read it again")
        return _page(case, item, form, StrikeForm(formdata=None)), 422
    ground = form.ground.data if form.decision.data == rules.HELD else ""
    person = access.signed_in()
    actions.decide(person, item, form.decision.data or "", words=form.words.data or "", ground=ground or "")
    return _lead_on(person, request_id)


@blueprint.post("/<int:thing_number>/take-out")
@access.staff(*rules.DECIDES)
def struck(request_id: str, thing_number: int) -> Any:
    """Take a passage out."""
    case, item, decision = _look(request_id, thing_number)
    form = StrikeForm().of([words for _name, words in _as_it_goes(case, item)])
    if not form.validate():
        return _page(case, item, DecisionForm(formdata=None, decision=decision or None), form), 422
    about = {"passage": form.passage.data, "words": form.reason.data}
    actions.do(access.signed_in(), request_id, rules.STRUCK, **actions.about_item(item), **about)
    return _back_to(request_id, thing_number)


@blueprint.post("/<int:thing_number>/put-back")
@access.staff(*rules.DECIDES)
def put_back(request_id: str, thing_number: int) -> Any:
    """Put a passage back."""
    case, item, _ = _look(request_id, thing_number)
    gone = {str(done.n): done for done in rules.struck(case.log).get(item.number, ())}
    done = gone.get(request.form.get("act", ""))
    if done is None:
        raise Problem("request.not_found")
    actions.do(access.signed_in(), request_id, rules.UNSTRUCK, **actions.about_item(item), passage=done.passage)
    return _back_to(request_id, thing_number)


def _back_to(request_id: str, thing_number: int) -> Any:
    return redirect(url_for("access_items.thing", request_id=request_id, thing_number=thing_number))


def _lead_on(person: Person, request_id: str) -> Any:
    """To the next that is undecided; to the list where none is."""
    items, decisions = _seen(person, queries.find(person, request_id))
    left = [one.number for one in items if not decisions[one.number]]
    if left:
        flash(f"Kept. Still to decide: {len(left):,}.", "success")
        return _back_to(request_id, left[0])
    flash("Kept. That was the last.", "success")
    return redirect(url_for("access_requests.one", request_id=request_id))


def _seen(person: Person, case: Case) -> tuple[list[AccessItem], dict[int, str]]:
    """What somebody sees of what was found, and what is decided of it."""
    items = queries.items_of(case.request)
    things = queries.things(items)
    decisions = rules.decided(things, case.log)
    hidden = {one.number for one in things if not rules.may_see(one, person.roles, decisions[one.number])}
    return [one for one in items if one.number not in hidden], decisions


def _look(request_id: str, thing_number: int) -> tuple[Case, AccessItem, str]:
    """Find one, and note that it was looked at. Raises Problem request.not_found alike for what is not theirs."""
    person = access.signed_in()
    case = queries.find(person, request_id)
    item = queries.find_item(case.request, thing_number)
    [one] = queries.things([item])
    decision = rules.decided([one], case.log)[item.number]
    if not rules.may_see(one, person.roles, decision):
        raise Problem("request.not_found")
    actions.note_look(person, case.request, "thing_viewed", thing=item.key)
    return case, item, decision


def _as_it_goes(case: Case, item: AccessItem) -> list[tuple[str, str]]:
    return outgoing(case.request, [item], case.log).things[0].lines


def _page(case: Case, item: AccessItem, form: DecisionForm, strike: StrikeForm) -> str:
    [one] = queries.things([item])
    return render_template(
        "access_requests/thing.html",
        case=case,
        item=item,
        held=[(name, words) for name, words in (*json.loads(item.plain), *json.loads(item.facts))],
        goes=_as_it_goes(case, item),
        decision=rules.decided([one], case.log)[item.number],
        decisions=rules.DECISIONS,
        gone=rules.struck(case.log).get(item.number, ()),
        how=HOW[item.how],
        alone=bool(one.readers),
        form=form,
        strike=strike,
    )
