"""The office keeps the contacts card: two at once, bad input, wrong roles, the neighbour, and what phones then hear."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from server.accounts import actions
from server.accounts.models import School
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.database import new_id
from server.policy import queries
from server.policy.models import Authority, Contact, ContactChange, ContactRules
from server.shell.demo_school import PASSWORD

PAGE = "/office/contacts"
DSL = {"role": "dsl", "title": "DSL", "name": "Daniel Okoro", "number": "07700 900299", "address": ""}


def contact(role="dsl"):
    return Contact.get(Contact.role == role, Contact.part == "school")


def address(role="dsl"):
    return f"{PAGE}/{contact(role).id}"


def seen(client, page):
    """The version that the page carries in its form."""
    return client.get(page).text.partition('name="seen" value="')[2].partition('"')[0]


def card(phone):
    return phone.reports().json["card"]


def audited(action):
    return [json.loads(row.details) for row in AuditEntry.select().where(AuditEntry.action == action)]


def test_a_changed_number_reaches_the_phones_with_the_day_it_was_checked(phone, as_role):
    office = as_role("office")
    office.post(address(), data={**DSL, "seen": seen(office, address()), "checked": "today"})

    (dsl,) = [one for one in card(phone)["contacts"] if one["role"] == "dsl"]
    assert (dsl["number"], dsl["checked_on"]) == ("07700 900299", clock.today().isoformat())
    (line,) = audited("contact.changed")
    assert line["fields"] == ["number"]
    assert "07700" not in json.dumps(audited("contact.changed"))


def test_whom_to_ring_first_stands_first_on_the_card(phone):
    for row in Contact.select().where(Contact.part == "school").order_by(Contact.title):
        Contact.delete().where(Contact.id == row.id).execute()
        Contact.create(**{**row.__data__, "id": new_id()})

    roles = [one["role"] for one in card(phone)["contacts"]]
    first = ["base_contact", "office", "dsl", "deputy_dsl", "headteacher", "chair", "lado"]
    assert roles == [*first, "safeguarding_service"]


def test_whoever_leads_safeguarding_for_a_trust_is_on_the_card(phone, as_role):
    said = {"role": "trust_safeguarding", "title": "Trust safeguarding", "name": "Trust lead", "number": "07700 900298"}
    assert as_role("office").post("/office/contacts/add/school", data=said).status_code == 302

    (lead,) = [one for one in card(phone)["contacts"] if one["role"] == "trust_safeguarding"]
    assert (lead["title"], lead["number"]) == ("Trust safeguarding", "07700 900298")


def test_a_number_that_changed_and_was_not_rung_counts_as_never_checked(as_role):
    office = as_role("office")
    office.post(address(), data={**DSL, "title": "Lead", "number": "07700 900201", "seen": seen(office, address())})
    assert contact().checked_on == clock.today()

    office.post(address(), data={**DSL, "seen": seen(office, address())})
    assert contact().checked_on is None
    office.post(f"{address()}/checked")
    assert contact().checked_on == clock.today()


def test_of_two_at_once_the_second_sees_what_the_first_changed(as_role):
    office, head = as_role("office"), as_role("headteacher")
    version, page = seen(office, address()), address()
    office.post(page, data={**DSL, "seen": version})

    answer = head.post(page, data={**DSL, "number": "07700 900288", "seen": version})
    assert answer.status_code == 409
    assert "Elin Morgan" in answer.text
    assert "number from “07700 900201” to “07700 900299”" in answer.text
    assert 'value="07700 900288"' in answer.text
    assert contact().number == "07700 900299"

    again = answer.text.partition('name="seen" value="')[2].partition('"')[0]
    assert head.post(page, data={**DSL, "number": "07700 900288", "seen": again}).status_code == 302
    assert contact().number == "07700 900288"


def test_of_two_who_rename_an_authority_at_once_the_second_sees_what_the_first_did(as_role):
    office, head = as_role("office"), as_role("headteacher")
    town = Authority.get(Authority.nation != "wales")
    page, before = f"{PAGE}/authorities/{town.id}", town.name
    version = seen(office, page)
    first, second = ({"name": name, "nation": "wales", "seen": version} for name in ("Gwynedd", "Ynys Môn"))
    assert office.post(page, data=first).status_code == 302

    answer = head.post(page, data=second)
    assert answer.status_code == 409
    assert [words in answer.text for words in ("Elin Morgan", f"name from “{before}” to “Gwynedd”")] == [True, True]
    assert 'value="Ynys Môn"' in answer.text
    assert Authority.get_by_id(town.id).name == "Gwynedd"
    again = answer.text.partition('name="seen" value="')[2].partition('"')[0]
    assert head.post(page, data={**second, "seen": again}).status_code == 302
    assert Authority.get_by_id(town.id).name == "Ynys Môn"
    assert head.post(page, data={**second, "seen": version}).status_code == 302
    assert [one["fields"] for one in audited("authority.changed")][-1] == ["name"]
    assert len(audited("authority.changed")) == 2


def test_a_form_sent_twice_adds_one_and_order_is_among_those_of_one_kind(phone, as_role):
    office = as_role("dsl")
    form = {**DSL, "role": "deputy_dsl", "title": "Deputy DSL", "id": "7d8e1d4e-4d0c-4a0e-9b4e-0a3c4f3c2b11"}
    for _ in range(2):
        assert office.post(f"{PAGE}/add/school", data=form).status_code == 302
    office.post(f"{PAGE}/{form['id']}/earlier")

    deputies = [one["number"] for one in card(phone)["contacts"] if one["role"] == "deputy_dsl"]
    assert deputies == ["07700 900299", "07700 900202"]
    office.post(f"{PAGE}/{form['id']}/remove")
    office.post(f"{PAGE}/{form['id']}/remove")
    assert [one["number"] for one in card(phone)["contacts"] if one["role"] == "deputy_dsl"] == ["07700 900202"]
    assert [len(audited(f"contact.{act}")) for act in ("added", "moved", "removed")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("number", "ask Priya", "That is no phone number"),
        ("number", "daniel@wrenfield.example", "That is an e-mail address. Give the number to ring"),
        ("number", "1632 960100", "A number begins with 0 or +"),
        ("number", "07700 900201 ext 2", "That is no phone number"),
        ("number", "", "Give a number, or a web address"),
        ("title", "   ", "Say what a phone calls it"),
        ("address", "www.wrenshire.example", "Give a whole web address, beginning with https://"),
        ("address", "javascript://x.example/%0aalert(1)", "Give a whole web address, beginning with https://"),
        ("address", "mash@wrenshire.example", "Nothing about a pupil goes by e-mail"),
        ("role", "nobody", "Not a valid choice"),
    ],
)
def test_what_cannot_be_rung_is_said_by_its_field_and_the_form_stays_as_typed(as_role, field, typed, told):
    office, page = as_role("office"), address()
    answer = office.post(page, data={**DSL, "name": "Kept <b>as typed</b>", field: typed, "seen": "0"})

    assert answer.status_code == 422
    assert told in answer.text
    assert "Kept &lt;b&gt;as typed&lt;/b&gt;" in answer.text
    assert contact().number == "07700 900201"
    assert not ContactChange.select().exists()


def test_only_office_headteacher_and_dsl_keep_contacts(as_role):
    own = Authority.get().id
    pages = (PAGE, address(), f"{PAGE}/add/school", f"{PAGE}/rules", f"{PAGE}/authorities/{own}", f"{PAGE}/ceop")
    acts = (address(), f"{address()}/checked", f"{address()}/remove", f"{PAGE}/rules", f"{PAGE}/authorities/new")
    for role in ("office", "headteacher", "dsl"):
        assert {as_role(role).get(page).status_code for page in pages} == {200}
    for role in ("staff", "trip_leader", "network_manager", "chair"):
        client = as_role(role)
        assert {client.get(page).status_code for page in pages} == {403}
        assert {client.post(page, data=DSL).status_code for page in acts} == {403}
    assert contact().number == "07700 900201"


def test_next_door_sees_and_changes_nothing_of_ours(app):
    person = actions.add_staff(actions.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    actions.give_role(person, "office")
    client = app.test_client()
    client.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})
    ours, own = address(), Authority.get().id

    assert "Daniel Okoro" not in client.get(PAGE).text
    for page in (ours, f"{PAGE}/add/{own}", f"{PAGE}/authorities/{own}"):
        assert client.get(page).status_code == 404
        assert client.post(page, data={**DSL, "nation": "wales"}).status_code == 404
    assert client.post(f"{ours}/checked").status_code == 404
    for act in (f"{ours}/remove", f"{PAGE}/authorities/{own}/remove"):
        client.post(act)
    answer = client.post(f"{PAGE}/rules", data={"nation": "wales", "authority": own, "check_days": "90"})
    assert (answer.status_code, contact().number) == (422, "07700 900201")
    assert Authority.get_by_id(own).school_id == School.get(School.is_demo).id


def test_a_national_body_is_the_releases_until_the_school_says_otherwise(phone, as_role, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2027, 3, 1))
    office, school = as_role("office"), School.get(School.is_demo).id
    assert card(phone)["national"] == []
    form = {"title": "CEOP", "name": "Moved", "number": "", "address": "https://new.example", "seen": "0"}
    office.post(f"{PAGE}/ceop", data={**form, "checked": "today"})
    (ceop,) = card(phone)["national"]
    assert (ceop["role"], ceop["address"]) == ("ceop", "https://new.example")
    assert [one.name for one in queries.national_of(school) if one.role == "ceop"] == ["Moved"]

    office.post(f"{PAGE}/iwf/checked")
    assert Contact.select().where(Contact.part == "national").count() == 2
    office.post(f"{PAGE}/ceop/remove")
    assert [one.address for one in queries.national_of(school) if one.role == "ceop"] == ["https://www.ceop.police.uk"]
    assert office.get(f"{PAGE}/nobody").status_code == 404


def test_an_authority_and_its_contacts_come_and_go(phone, as_role):
    office = as_role("office")
    office.post(f"{PAGE}/authorities/new", data={"name": "Hillshire", "nation": "wales"})
    hillshire = Authority.get(Authority.name == "Hillshire")
    assert office.post(f"{PAGE}/authorities/new", data={"name": "HILLSHIRE", "nation": "wales"}).status_code == 422
    assert office.post(f"{PAGE}/authorities/new", data={"name": " ", "nation": "wales"}).status_code == 422
    office.post(f"{PAGE}/add/{hillshire.id}", data={**DSL, "role": "mash", "title": "MASH"})
    assert "Hillshire" not in json.dumps(card(phone)["authorities"])

    office.post(f"{PAGE}/rules", data={"nation": "wales", "authority": hillshire.id, "check_days": "30", "seen": "0"})
    found = card(phone)
    assert (found["nation"], found["check_days"]) == ("wales", 30)
    first = found["authorities"][0]
    assert (first["name"], first["nation"], first["is_own"]) == ("Hillshire", "wales", True)
    assert [one["title"] for one in first["contacts"]] == ["MASH"]
    assert "were not checked for Wales" in office.get(PAGE).text

    takes_out = f"{PAGE}/authorities/{hillshire.id}/remove"
    assert "it is the school’s own" in office.post(takes_out, follow_redirects=True).text
    ContactRules.update(authority=None).execute()
    office.post(takes_out)
    assert Authority.get_or_none(Authority.name == "Hillshire") is None


@pytest.mark.parametrize("days", ["", "six", "6", "367", "９０"])
def test_how_long_a_check_holds_is_a_number_of_days(as_role, days):
    office = as_role("office")
    answer = office.post(f"{PAGE}/rules", data={"nation": "england", "authority": "", "check_days": days})
    assert answer.status_code == 422
    assert "Give a whole number of days" in answer.text


def test_what_is_overdue_stands_under_to_do_of_those_who_keep_contacts(as_role):
    office = as_role("office")
    assert "to be checked" not in office.get("/office").text
    Contact.update(checked_on=clock.today() - timedelta(days=91)).where(Contact.role == "lado").execute()
    assert "2 contacts have to be checked" in office.get("/office").text
    assert "to be checked" not in as_role("staff").get("/office").text
    assert "it may be out of date" in office.get(PAGE).text

    ContactRules.update(check_days=91).execute()
    assert "to be checked" not in office.get("/office").text
    Contact.update(checked_on=None).where(Contact.role == "dsl").execute()
    assert "1 contact has to be checked" in office.get("/office").text
