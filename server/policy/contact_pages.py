"""The contacts card in the office: every list of it, and adding, changing, ordering and checking a contact."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.accounts import sent
from server.foundation import access, clock
from server.policy import authorities, contact_changes, contacts, queries
from server.policy.contact_changes import Save
from server.policy.contact_forms import ContactForm
from server.policy.contact_rules import KEEPS_CONTACTS, NATIONS, checked_in_words, is_overdue, nation_note
from server.policy.contact_words import AUTHORITY, ILLEGAL, NATIONAL, SCHOOL, body_of
from server.policy.contacts import Book
from server.policy.models import Authority, Contact

blueprint = Blueprint("contacts", __name__, template_folder="templates")

# In an address, for the school's own list.
OWN = "school"


@blueprint.get("/office/contacts")
@access.staff(*KEEPS_CONTACTS)
def every_contact() -> str:
    """The whole card: the school's contacts, its local authorities, national bodies."""
    school = access.signed_in().school
    rules = queries.rules_of(school)
    return render_template(
        "policy/contacts.html",
        rules=rules,
        note=nation_note(rules.nation),
        contacts=queries.contacts_of(school),
        authorities=sorted(queries.authorities_of(school), key=lambda one: one.id != rules.authority),
        national=queries.national_of(school),
        nations=NATIONS,
        illegal=ILLEGAL,
        **_words(rules.check_days),
    )


@blueprint.get("/office/contacts/add/<list_id>")
@access.staff(*KEEPS_CONTACTS)
def new(list_id: str) -> str:
    """Adding one to a list."""
    form = ContactForm(formdata=None).offers(_part(list_id))
    return _page(_authority(list_id), form, own_id=sent.own_id())


@blueprint.post("/office/contacts/add/<list_id>")
@access.staff(*KEEPS_CONTACTS)
def add(list_id: str) -> Any:
    """Add it."""
    person, form = access.signed_in(), ContactForm().offers(_part(list_id))
    authority, own_id = _authority(list_id), sent.own_id()
    if not form.validate():
        return _page(authority, form, own_id=own_id), 422
    book = Book(person.school, authority.id if authority else None)
    if not contacts.add(book, own_id, form.said(), is_checked=form.is_checked, by=person.id):
        form.title.errors = ["This list is full: take one out first"]
        return _page(authority, form, own_id=own_id), 422
    return _saved("Added. Phones take it up at their next contact.", authority)


@blueprint.get("/office/contacts/<contact_key>")
@access.staff(*KEEPS_CONTACTS)
def contact(contact_key: str) -> str:
    """Changing one."""
    school = access.signed_in().school
    seen = contact_changes.version(school, contact_key)
    row = contacts.find(school, contact_key)
    form = ContactForm(formdata=None, **vars(contacts.said_of(row))).offers(row.part)
    return _page(row.authority, form, row=row, seen=seen)


@blueprint.post("/office/contacts/<contact_key>")
@access.staff(*KEEPS_CONTACTS)
def change(contact_key: str) -> Any:
    """Change it."""
    person = access.signed_in()
    row = contacts.find(person.school, contact_key)
    form = ContactForm().offers(row.part)
    if not form.validate():
        return _page(row.authority, form, row=row, seen=sent.seen()), 422
    said = form.said(row.role if row.part == NATIONAL else "")
    try:
        save = Save(person.id, sent.seen())
        contacts.change(person.school, contact_key, said, save, is_checked=form.is_checked)
    except contact_changes.OvertakenError as meanwhile:
        seen = contact_changes.version(person.school, contact_key)
        return _page(row.authority, form, row=row, seen=seen, told=meanwhile.told), 409
    return _saved("Saved. Phones take it up at their next contact.", row.authority)


@blueprint.post("/office/contacts/<contact_key>/checked")
@access.staff(*KEEPS_CONTACTS)
def check(contact_key: str) -> Response:
    """Say that it answers as it stands."""
    return _act(contact_key, contacts.check, "Checked today.")


@blueprint.post("/office/contacts/<contact_key>/earlier")
@access.staff(*KEEPS_CONTACTS)
def earlier(contact_key: str) -> Response:
    """Put it before the one above it of its kind."""
    return _act(contact_key, contacts.move_up, "Moved up.")


@blueprint.post("/office/contacts/<contact_key>/remove")
@access.staff(*KEEPS_CONTACTS)
def remove(contact_key: str) -> Response:
    """Take it out; of a national body, go back to what Lanyard says."""
    words = "What Lanyard says counts again." if body_of(contact_key) else "Taken out."
    return _act(contact_key, contacts.remove, words)


def _act(key: str, act: Any, words: str) -> Response:
    person = access.signed_in()
    row = Contact.get_or_none(Contact.school == person.school, Contact.id == key)
    authority = row.authority if row else None
    act(person.school, key, by=person.id)
    return _saved(words, authority)


def _saved(words: str, authority: Authority | None) -> Response:
    flash(words, "success")
    return redirect(url_for("contacts.every_contact", _anchor=f"list-{authority.id}" if authority else None))


def _part(list_id: str) -> str:
    return SCHOOL if list_id == OWN else AUTHORITY


def _authority(list_id: str) -> Authority | None:
    return None if list_id == OWN else authorities.find(access.signed_in().school, list_id)


def _words(days: int) -> dict[str, Any]:
    today = clock.today()
    return {
        "checked": lambda one: checked_in_words(one.checked_on, today, days),
        "is_overdue": lambda one: is_overdue(one.checked_on, today, days),
    }


def _page(authority: Authority | None, form: ContactForm, **around: Any) -> str:
    rules = queries.rules_of(access.signed_in().school)
    around = {"row": None, "seen": 0, "told": None, "own_id": None, **around}
    return render_template("policy/contact.html", authority=authority, form=form, **around, **_words(rules.check_days))
