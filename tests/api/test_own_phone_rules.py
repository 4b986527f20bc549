"""The school's rules about own phones: the headteacher chooses them, and what was chosen before stays to be read."""

from __future__ import annotations

import json

import pytest

from server.accounts.actions import add_school, add_staff
from server.accounts.models import School, Staff
from server.foundation.audit import AuditEntry
from server.personal_phone import own_phone_settings
from server.personal_phone.own_phone_rules import OwnPhoneChoice
from server.policy.version_models import PolicyVersion, PolicyWish
from tests.api.policies import seconded
from tests.cast import address_of

PAGE = "/office/own-phones/rules"
USUAL = {"agrees": "slt", "assessment": "no", "reports_to": "headteacher", "officer": ""}


def in_force():
    return own_phone_settings.of_school(School.get(School.is_demo).id)


def daniel():
    return Staff.get(Staff.email == address_of("dsl")).id


@pytest.fixture
def head(as_role):
    return as_role("headteacher")


def test_the_headteacher_chooses_them_and_the_page_shows_them_and_what_was_before(head, app):
    assert in_force() == OwnPhoneChoice()
    strict = {"agrees": "headteacher", "assessment": "yes", "reports_to": "designated_officer", "officer": daniel()}
    assert "Who is told: it waits for a second person" in head.post(PAGE, data=strict, follow_redirects=True).text
    assert in_force() == OwnPhoneChoice("headteacher", True)
    assert "A change waits for a second person" in head.get(PAGE).text
    assert seconded(app) == 1
    assert in_force() == OwnPhoneChoice("headteacher", True, "designated_officer", daniel())
    head.post(PAGE, data=USUAL)
    seconded(app)
    assert in_force() == OwnPhoneChoice()
    shown = head.get(PAGE).text
    assert ("Daniel Okoro, designated officer" in shown, "risk assessment: needed" in shown) == (True, True)
    assert PolicyVersion.select().count() == 4


def test_the_same_again_is_no_change(head):
    head.post(PAGE, data=USUAL)
    assert not PolicyVersion.select().exists()
    for _again in range(2):
        head.post(PAGE, data={**USUAL, "agrees": "headteacher"})
    (line,) = [row for row in AuditEntry.select() if row.action == "policy.changed"]
    assert json.loads(line.details)["values"] == {"own_phone.agrees": "headteacher"}
    assert PolicyVersion.select().count() == 1


def test_an_officer_who_is_not_told_is_not_kept(head):
    head.post(PAGE, data={**USUAL, "officer": daniel()})
    assert in_force().designated_officer is None


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"agrees": ""}, "Choose one"),
        ({"agrees": "everybody"}, "There is a problem"),
        ({"assessment": "perhaps"}, "There is a problem"),
        ({"reports_to": ""}, "Choose one"),
        ({"reports_to": "designated_officer"}, "Name the designated officer"),
        ({"reports_to": "designated_officer", "officer": "nobody"}, "There is a problem"),
    ],
)
def test_what_is_wrong_is_said_by_the_field(head, part, said):
    answer = head.post(PAGE, data={**USUAL, **part})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert (head.post(PAGE, data={}).status_code, PolicyVersion.select().count()) == (422, 0)
    assert not PolicyWish.select().exists()


def test_nobody_next_door_is_our_officer_and_our_rules_are_not_theirs(head):
    other = add_school("Next door")
    finch = add_staff(other, "Mr Finch", "finch@nextdoor.example", "next-door-castle")
    answer = head.post(PAGE, data={**USUAL, "reports_to": "designated_officer", "officer": finch.id})
    assert answer.status_code == 422
    head.post(PAGE, data={**USUAL, "agrees": "headteacher"})
    assert own_phone_settings.of_school(other.id) == OwnPhoneChoice()


@pytest.mark.parametrize("role", ["slt", "office", "dsl", "staff", "network_manager", "chair"])
def test_others_do_not_choose(as_role, role):
    browser = as_role(role)
    assert (browser.get(PAGE).status_code, browser.post(PAGE, data=USUAL).status_code) == (403, 403)
    assert PolicyVersion.select().count() == 0


def test_phones_hear_who_agrees_and_who_is_told(head, phone, app):
    assert phone.reports().json["card"]["own_phone"] == {"agrees": "the headteacher or SLT", "told": "the headteacher"}
    head.post(PAGE, data={**USUAL, "agrees": "headteacher", "reports_to": "designated_officer", "officer": daniel()})
    seconded(app)
    assert phone.reports().json["card"]["own_phone"] == {"agrees": "the headteacher", "told": "Daniel Okoro"}
    Staff.update(is_active=False).where(Staff.id == daniel()).execute()
    assert phone.reports().json["card"]["own_phone"]["told"] == "the headteacher"
