"""The school's phones: which are ready for a trip, adding them, and codes and printed cards to set them up with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.models import School
from server.accounts.paging import cut
from server.accounts.rules import Role
from server.foundation import access, clock
from server.phones import actions, cards, charges, loans, queries, rules, set_up_checks, staff_devices
from server.phones.forms import AddPhoneForm, AddSeveralForm, CardsForm
from server.phones.rules import State

blueprint = Blueprint("phones", __name__, template_folder="templates")

KEEPS_PHONES = (Role.OFFICE, Role.NETWORK_MANAGER, Role.EVC, Role.HEADTEACHER)
# The network manager; and the headteacher, who may reset the network manager's password.
HOLDS_PASSCODES = (Role.NETWORK_MANAGER, Role.HEADTEACHER)
# Each has its own code to make, and a box.
A_FORM = 50
# Which boxes of the inventory are ticked before anybody ticks one: ?choose=…
PRESETS = {
    "not-ready": frozenset({State.NOT_READY, State.CODE_WAITING, State.NOT_SET_UP}),
    "all": frozenset(State) - {State.LOST},
    "none": frozenset(),
}


@blueprint.get("/office/phones")
@access.staff()
def inventory() -> str:
    """Every phone, with its readiness and last contact; the forms to add and to set up for those who keep them."""
    return _inventory()


@blueprint.post("/office/phones")
@access.staff(*KEEPS_PHONES)
def add_phone() -> Any:
    """Add a phone of a name not yet used."""
    person = access.signed_in()
    form = AddPhoneForm()
    if form.validate() and queries.phone_named(person.school, form.name.data or ""):
        form.name.errors = ["There is already a phone of that name"]
    if form.errors:
        return _inventory(add=form), 422
    actions.add_phone(School.get_by_id(person.school), form.name.data or "", by=person.id)
    flash("Added. Make a set-up code for it when you have it in your hand.", "success")
    return redirect(url_for("phones.inventory"))


@blueprint.post("/office/phones/several")
@access.staff(*KEEPS_PHONES)
def add_several() -> Any:
    """Add many phones, and say of each line what became of it. Sent again, it adds nothing twice."""
    form = AddSeveralForm()
    if not form.validate():
        return _inventory(several=form), 422
    person = access.signed_in()
    lines = actions.add_phones(School.get_by_id(person.school), form.lines(), by=person.id)
    wrong = sum(bool(line.problem) for line in lines)
    if wrong:
        form.names.errors = [f"{wrong} of {len(lines)} could not be added: see each line above"]
    return _inventory(several=form if wrong else None, lines=lines), 422 if wrong else 200


@blueprint.post("/office/phones/<phone_id>/code")
@access.staff(*KEEPS_PHONES)
def make_code(phone_id: str) -> str:
    """Make a set-up code and show it, this once."""
    person = access.signed_in()
    phone = queries.find_phone(person.school, phone_id)
    card = cards.card(phone, actions.make_code(phone, by=person.id))
    expires_at = clock.now() + rules.CODE_LIFE
    return render_template("phones/code.html", card=card, expires_at=expires_at, trouble=cards.address_trouble())


@blueprint.post("/office/phones/cards")
@access.staff(*KEEPS_PHONES)
def make_cards() -> Any:
    """Make a card for each phone chosen and show them, this once. Loading the page again makes new codes."""
    person = access.signed_in()
    form = CardsForm()
    if not form.validate():
        return _inventory(choose=form), 422
    chosen = [queries.find_phone(person.school, phone_id) for phone_id in dict.fromkeys(form.phone.data or [])]
    codes = actions.make_codes(chosen, by=person.id)
    return render_template(
        "phones/cards.html",
        cards=[cards.card(phone, code) for phone, code in zip(chosen, codes, strict=True)],
        is_single=form.one_to_a_page.data,
        expires_at=clock.now() + rules.CARD_LIFE,
        days=rules.CARD_LIFE.days,
        trouble=cards.address_trouble(),
    )


def _inventory(
    add: AddPhoneForm | None = None,
    several: AddSeveralForm | None = None,
    choose: CardsForm | None = None,
    lines: Sequence[actions.Line] = (),
) -> str:
    person = access.signed_in()
    standings = queries.standings(person.school)
    page = cut(standings, A_FORM)
    preset = PRESETS.get(request.args.get("choose", ""), PRESETS["not-ready"])
    chosen = choose.phone.data or [] if choose else [one.phone.id for one in standings if one.state in preset]
    return render_template(
        "phones/inventory.html",
        standings=page.rows,
        page=page,
        checks=set_up_checks.standings_of([one.phone for one in page.rows if one.phone.set_up_at]),
        charges=charges.latest(person.school, [one.phone.id for one in page.rows]),
        chosen=set(chosen),
        add=add or AddPhoneForm(formdata=None),
        several=several or AddSeveralForm(formdata=None),
        choose=choose or CardsForm(formdata=None),
        lines=lines,
        card_days=rules.CARD_LIFE.days,
        trouble=cards.address_trouble(),
        may_note_charges=bool(person.roles & set(charges.NOTES_CHARGES)),
        may_keep=bool(person.roles & set(KEEPS_PHONES)),
        may_set_rules=bool(person.roles & set(HOLDS_PASSCODES)),
        registers_devices=staff_devices.are_registered(person.school),
        out=loans.out_by_phone(person.school),
    )
