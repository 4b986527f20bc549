"""How full the phones are: noted in the office for many at once, told to the phone by role, due before a trip."""

from __future__ import annotations

import pytest

from server.accounts import actions
from server.foundation.audit import AuditEntry
from server.phones.models import Phone, PhoneCharge

PAGE = "/office/phones/charge"


def id_of(name):
    """A phone's id by its name."""
    return Phone.get(Phone.name == name).id


def boxes(**said):
    """What the form sends: True is the box "full", text is a number typed."""
    fields = {"three": "Phone 3", "four": "Phone 4"}
    sent = {}
    for key, value in said.items():
        sent[f"{'full' if value is True else 'percent'}-{id_of(fields[key])}"] = "y" if value is True else value
    return sent


def test_the_site_manager_notes_many_at_once(as_role):
    joan = as_role("site_manager")
    assert joan.post(PAGE, data=boxes(three=True, four=" 62 ")).status_code == 302
    assert sorted((row.phone.name, row.percent, row.noted_as) for row in PhoneCharge.select()) == [
        ("Phone 3", 100, "site_manager"),
        ("Phone 4", 62, "site_manager"),
    ]
    shown = joan.get(PAGE).text
    assert "62%, " in shown
    assert "by Joan Pettifer" in shown
    assert AuditEntry.select().where(AuditEntry.action == "phone.charge_noted").count() == 2
    assert "Charged 62%" in as_role("staff").get("/office/phones").text
    assert "62%" in as_role("staff").get(f"/office/phone/{id_of('Phone 4')}").text


def test_the_phone_hears_of_its_charge_by_role_and_never_by_name(phone, as_role):
    assert phone.reports().json["card"]["charge"] is None
    as_role("site_manager").post(PAGE, data=boxes(three="81", four="12"))
    answer = phone.reports()
    charge = answer.json["card"]["charge"]
    assert (charge["percent"], charge["by"]) == (81, "Site manager")
    assert charge["noted_at"].endswith("Z")
    assert "Pettifer" not in answer.text


def test_the_last_note_counts_and_the_first_is_kept(phone, as_role):
    as_role("site_manager").post(PAGE, data=boxes(three="81"))
    as_role("office").post(PAGE, data=boxes(three="99"))
    assert phone.reports().json["card"]["charge"]["percent"] == 99
    assert phone.reports().json["card"]["charge"]["by"] == "Office"
    assert PhoneCharge.select().count() == 2


@pytest.mark.parametrize("typed", ["101", "-1", "9.5", "full", "٥"])
def test_what_is_no_percentage_is_said_by_its_field_and_kept_as_typed(as_role, typed):
    answer = as_role("site_manager").post(PAGE, data=boxes(three=typed, four=True))
    assert answer.status_code == 422
    assert "Phone 3: give a number from 0 to 100" in answer.text
    assert f'value="{typed}"' in answer.text
    assert " checked" in answer.text
    assert PhoneCharge.select().count() == 0


def test_full_and_another_number_contradict_each_other(as_role):
    three = id_of("Phone 3")
    answer = as_role("office").post(PAGE, data={f"full-{three}": "y", f"percent-{three}": "40"})
    assert (answer.status_code, "tick it as full or give a number, not both" in answer.text) == (422, True)


def test_nothing_said_is_nothing_noted(as_role):
    answer = as_role("office").post(PAGE, data={})
    assert (answer.status_code, "Tick a phone, or give a number" in answer.text) == (422, True)


@pytest.mark.parametrize("role", ["staff", "trip_leader", "dsl"])
def test_others_note_no_charge(as_role, role):
    assert as_role(role).get(PAGE).status_code == 403
    assert as_role(role).post(PAGE, data=boxes(three=True)).status_code == 403
    assert "Note how full they are" not in as_role(role).get("/office/phones").text


def test_a_neighbours_phone_is_not_on_the_page_and_is_not_noted(as_role):
    next_door = actions.add_school("Next door")
    theirs = Phone.create(school=next_door, name="Finch 1", added_at=next_door.made_at)
    office = as_role("office")
    assert "Finch 1" not in office.get(PAGE).text
    assert office.post(PAGE, data={f"full-{theirs.id}": "y"}).status_code == 422
    assert PhoneCharge.select().count() == 0


def test_the_site_manager_is_told_which_phones_leave_today(as_role):
    joan = as_role("site_manager")
    told = joan.get("/office").text
    assert "Charge the phones for Castle visit" in told
    assert "Not noted today: Phone 3, Phone 4, Year 4 iPad." in told
    joan.post(PAGE, data=boxes(three=True, four="90"))
    assert "Not noted today: Year 4 iPad." in joan.get("/office").text
    assert "Charge the phones" not in as_role("office").get("/office").text
