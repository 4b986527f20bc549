"""Items kept, in the office: the lists, one item with all that became of it, and what is written of it here.

The lists name nobody. Each look is noted, and shown only after it is.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.queries import staff_names
from server.custody import custody_words, queries, rules
from server.custody.chain_rules import FAULTS, NOT_TAKEN, SAME_BAG
from server.custody.custody_forms import MOVED, POLICE, RELEASED, LinkForm
from server.custody.fields import FORMS
from server.custody.queries import ODD, Looked, Wanted
from server.custody.sight import let_in
from server.custody.writing import file_link
from server.foundation import access, audit
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem
from server.trips.names import names_beside

blueprint = Blueprint("custody", __name__, url_prefix="/office/custody", template_folder="templates")
CHOICES = {"": "All", rules.HELD: "Kept", rules.GIVEN: "Given back", rules.WITH_POLICE: "With the police"}
CHOICES |= {ODD: "Does not fit together"}
KEPT, KEPT_BEFORE = "Kept. It stands below.", "That was kept already. It stands below once."
WRITTEN = {"released": RELEASED, "police": POLICE, "moved": MOVED}


@blueprint.get("")
@access.staff()
def items() -> str:
    """The items that this person may see, the last taken first; `?trip=` and `?state=` narrow it."""
    person, args = access.signed_in(), request.args
    let_in(person, rules.SEES)
    state = args.get("state", "") if args.get("state") in CHOICES else ""
    wanted = Wanted(args.get("trip", ""), state)
    page = queries.listed(person, wanted)
    _note(person, "custody.list_viewed", person.school, count=page.total)
    return render_template(
        "custody/items.html",
        page=page,
        wanted=wanted,
        trip=names_beside(person.school, trips=[wanted.trip]).get(wanted.trip),
        choices=CHOICES,
        words=custody_words,
        states=rules.STATE_NAMES,
        sees_searches=bool(person.roles & rules.SEARCH_READERS) or not person.roles & rules.SEES,
    )


@blueprint.get("/searches")
@access.staff()
def searches() -> str:
    """The searches that this person may see, the newest first; `?trip=` narrows it."""
    person, trip = access.signed_in(), request.args.get("trip", "")
    let_in(person, rules.SEARCH_READERS)
    page = queries.searches(person, trip)
    _note(person, "custody.searches_viewed", person.school, count=page.total)
    title = names_beside(person.school, trips=[trip]).get(trip)
    return render_template("custody/searches.html", page=page, trip=title, form=FORMS["search.made"])


@blueprint.get("/searches/<made_id>")
@access.staff()
def search(made_id: str) -> str:
    """One search."""
    person = access.signed_in()
    row, trip_title, incidents = queries.look_at_search(person, made_id)
    _note(person, "search.viewed", made_id)
    names = staff_names(person.school)
    [author] = custody_words.authors_of(person.school, [row], names)
    step = custody_words.step_of(row, author, names, odd=[], may_read=True)
    return render_template(
        "custody/search.html", step=step, trip_title=trip_title, incidents=incidents, item=row.link.item
    )


@blueprint.get("/<item_id>")
@access.staff()
def item(item_id: str) -> str:
    """One item, with everything that was written of it in order, as a governor reads it on paper."""
    person = access.signed_in()
    found = queries.look(person, item_id)
    _note(person, "custody.viewed", item_id)
    names = staff_names(person.school)
    return render_template(
        "custody/item.html",
        item=found.item,
        title=custody_words.title_of(found.item),
        state=rules.STATE_NAMES[found.item.state],
        trip_title=found.trip_title,
        may_read=found.may_read,
        incidents=found.incidents,
        steps=custody_words.steps_of(found, names),
        not_taken=FAULTS[NOT_TAKEN] if NOT_TAKEN in found.item.faults.split() else "",
        same_bag=[(other, custody_words.title_of(other)) for other in queries.same_bag(found.item)],
        same_bag_words=SAME_BAG,
        is_held=found.item.state == rules.WITH_POLICE,
        forms={part: FORMS[form.kind].title for part, form in WRITTEN.items()},
    )


@blueprint.get("/<item_id>/<any(released, police, moved):what>")
@access.staff()
def write(item_id: str, what: str) -> str:
    """The form for what became of an item."""
    return _form_page(_look_to_write(item_id)[1], WRITTEN[what](formdata=None))


@blueprint.post("/<item_id>/<any(released, police, moved):what>")
@access.staff()
def written(item_id: str, what: str) -> Any:
    """Keep it, as a record of the office's."""
    person, found = _look_to_write(item_id)
    form = WRITTEN[what]()
    if not form.validate():
        return _form_page(found, form), 422
    flash(*((KEPT, "success") if file_link(form, found.item, person) else (KEPT_BEFORE, "info")))
    return redirect(url_for("custody.item", item_id=item_id))


def _form_page(found: Looked, form: LinkForm) -> str:
    return render_template(
        "custody/link_form.html",
        item=found.item,
        title=custody_words.title_of(found.item),
        heading=FORMS[form.kind].title,
        form=form.begun(),
        first=FORMS[form.kind].first,
    )


def _look_to_write(item_id: str) -> tuple[Person, Looked]:
    """Who asks, and the item they write of. Raises Problem access.role_missing where they may not read it."""
    person = access.signed_in()
    found = queries.look(person, item_id)
    if not found.may_read:
        raise Problem("access.role_missing")
    return person, found


def _note(person: Person, action: str, subject: str, **details: Any) -> None:
    """Audit a look; the page is only shown after this is committed."""
    with db.atomic():
        audit.write(person.school, person.id, action, subject, **details)
