"""Roles of one person: given and taken away on a page, some by two people, never the last of what a school needs."""

from __future__ import annotations

import re

import pytest

from server.accounts import queries
from server.accounts.models import RoleWish, Staff
from server.accounts.rules import Role
from server.foundation.audit import AuditEntry
from tests.cast import address_of

SEEN = re.compile(r'name="seen"[^>]*value="([^"]*)"')


def of(role):
    return Staff.get(Staff.email == address_of(role))


def held(staff):
    return queries.roles_of(staff.id)


def page_of(client, staff):
    return client.get(f"/office/staff/{staff.id}/roles")


def saves(client, staff, *roles):
    seen = SEEN.search(page_of(client, staff).text)[1]
    return client.post(f"/office/staff/{staff.id}/roles", data={"seen": seen, "roles": list(roles)})


def decides(client, do):
    wishes = [row.id for row in RoleWish.select().where(RoleWish.ended_at.is_null())]
    return client.post("/office/staff/roles-waiting", data={"wish": wishes, "do": do}, follow_redirects=True)


def test_a_role_within_reach_is_given_and_taken_away_at_once(as_role):
    tom = of("staff")
    office = as_role("office")
    saves(office, tom, "staff", "trip_leader")
    assert held(tom) == {Role.STAFF, Role.TRIP_LEADER}
    saves(office, tom, "staff")
    assert held(tom) == {Role.STAFF}
    assert AuditEntry.select().where(AuditEntry.action == "role.taken_away", AuditEntry.subject == tom.id).count() == 1


def test_a_role_taken_away_opens_nothing_from_the_next_question_on(as_role):
    manager = of("network_manager")
    client, head = as_role("network_manager"), as_role("headteacher")
    before = client.get("/office/backups").status_code
    saves(head, manager, "staff")
    assert client.get("/office/backups").status_code == 200
    decides(as_role("office"), "agree")
    assert (before, client.get("/office/backups").status_code) == (200, 403)


def test_whom_a_concern_reaches_is_changed_by_two(as_role):
    deputy = of("deputy_dsl")
    manager, head = as_role("network_manager"), as_role("headteacher")
    assert "1 role waits" in manager.get(saves(manager, deputy).location).text
    assert Role.DEPUTY_DSL in held(deputy)
    assert decides(manager, "agree").status_code == 403
    assert "not Deputy DSL any more" in head.get("/office/staff/roles-waiting").text
    decides(head, "agree")
    assert Role.DEPUTY_DSL not in held(deputy)


def test_refused_it_stays(as_role):
    deputy = of("deputy_dsl")
    saves(as_role("network_manager"), deputy)
    decides(as_role("headteacher"), "refuse")
    assert Role.DEPUTY_DSL in held(deputy)


def test_ticked_again_before_anybody_agreed_nothing_waits(as_role):
    deputy = of("deputy_dsl")
    manager = as_role("network_manager")
    saves(manager, deputy)
    saves(manager, deputy, "deputy_dsl", "online_safety_lead")
    saves(manager, deputy, "deputy_dsl")
    assert held(deputy) == {Role.DEPUTY_DSL}
    assert RoleWish.select().where(RoleWish.ended_at.is_null()).count() == 0


@pytest.mark.parametrize(
    ("role", "words"), [("dsl", "Nobody else is DSL"), ("headteacher", "Nobody else is Headteacher")]
)
def test_the_last_of_what_a_school_needs_is_not_taken_away(as_role, role, words):
    last = of(role)
    answer = saves(as_role("network_manager"), last)
    assert answer.status_code == 422
    assert words in answer.text
    assert role in held(last)
    assert not RoleWish.select().exists()


def test_the_last_is_looked_for_again_when_the_second_person_agrees(as_role):
    dsl, deputy = of("dsl"), of("deputy_dsl")
    manager, head = as_role("network_manager"), as_role("headteacher")
    saves(manager, deputy, "deputy_dsl", "dsl")
    decides(head, "agree")
    saves(manager, dsl)
    saves(manager, deputy, "deputy_dsl")
    first, second = [row.id for row in RoleWish.select().where(RoleWish.ended_at.is_null())]
    head.post("/office/staff/roles-waiting", data={"wish": [first], "do": "agree"})
    late = head.post("/office/staff/roles-waiting", data={"wish": [second], "do": "agree"}, follow_redirects=True)
    assert "nobody else is DSL" in late.text
    assert [person for person in (dsl, deputy) if Role.DSL in held(person)]


def test_what_another_changed_meanwhile_is_not_undone(as_role):
    tom = of("staff")
    office, head = as_role("office"), as_role("headteacher")
    seen = SEEN.search(page_of(office, tom).text)[1]
    saves(head, tom, "staff", "evc")
    answer = office.post(f"/office/staff/{tom.id}/roles", data={"seen": seen, "roles": ["staff", "trip_leader"]})
    assert answer.status_code == 409
    assert "Somebody has changed these roles" in answer.text
    assert held(tom) == {Role.STAFF, Role.EVC}


def test_nobody_changes_their_own_and_no_leader_anybodys(as_role):
    office = of("office")
    assert page_of(as_role("office"), office).status_code == 403
    assert as_role("dsl").get(f"/office/staff/{office.id}/roles").status_code == 403


@pytest.mark.parametrize("roles", [["wizard"], ["staff", "staff"], ["'; --"], ["\x00"]])
def test_a_role_that_does_not_exist_changes_nothing(as_role, roles):
    tom = of("staff")
    before = held(tom)
    assert saves(as_role("office"), tom, *roles).status_code in (302, 422)
    assert held(tom) == before
