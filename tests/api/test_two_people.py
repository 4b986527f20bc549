"""What takes two people takes two: nobody makes the second up, comes in as them, or holds what was given by both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.accounts import code_sheets, queries
from server.accounts.models import PasswordReset, Staff
from server.accounts.rules import CODE_BINDS_FOR, Role, are_two, behind, gives_alone
from server.foundation import clock
from server.phones.models import Unlock
from tests.api.first_school import PASSWORD, code_on, comes_in, imports
from tests.api.pins import PinHolder
from tests.api.test_roles import decides, held, of, saves
from tests.cast import address_of

SOCK = "a.sock@wrenfield.example"
CY = "c.real@wrenfield.example"


def mail(email):
    return Staff.get(Staff.email == email)


def asks(client, email, roles):
    imports(client, "staff", f"Name,E-mail,Roles\nAlex Sock,{email},{roles}\n")


def first_code(client, email):
    return client.post("/office/staff/first-codes", data={"staff": [mail(email).id]})


def comes_in_by(app, client, role):
    """Somebody of the demo school comes in with a reset code that this person made."""
    return comes_in(app, address_of(role), code_on(client.post(f"/office/staff/{of(role).id}/reset")))


@pytest.mark.parametrize("keeper", [Role.OFFICE, Role.HEADTEACHER, Role.NETWORK_MANAGER])
@pytest.mark.parametrize("by", [Role.OFFICE, Role.HEADTEACHER, Role.NETWORK_MANAGER])
def test_whoever_keeps_the_accounts_is_made_so_by_two(by, keeper):
    assert not gives_alone(frozenset({by}), keeper)


@pytest.mark.parametrize("role", ["office", "network_manager"])
def test_one_person_alone_makes_no_second_one(as_role, role):
    alone = as_role(role)
    asks(alone, SOCK, "Office" if role == "office" else "Network manager")
    assert held(mail(SOCK)) == set()
    assert decides(alone, "agree").status_code == 403
    assert first_code(alone, SOCK).status_code == 403
    assert alone.post(f"/office/staff/{mail(SOCK).id}/reset").status_code == 403
    decides(as_role("headteacher"), "agree")
    assert held(mail(SOCK)) == {role}
    assert first_code(alone, SOCK).status_code == 403
    assert alone.post(f"/office/staff/{mail(SOCK).id}/reset").status_code == 403
    assert "has no password yet" in alone.get(f"/office/staff/{mail(SOCK).id}").text
    assert first_code(as_role("headteacher"), SOCK).status_code == 200


def test_whoever_came_in_with_the_askers_code_does_not_agree_and_hands_out_no_code(app, as_role):
    head = as_role("headteacher")
    asks(head, SOCK, "DSL")
    elin = comes_in_by(app, head, "office")
    assert "You are no second person for: Alex Sock, DSL" in elin.get("/office/staff/roles-waiting").text
    assert decides(elin, "agree").status_code == 403
    assert held(mail(SOCK)) == set()
    decides(as_role("network_manager"), "agree")
    assert first_code(elin, SOCK).status_code == 403
    assert first_code(as_role("network_manager"), SOCK).status_code == 200


def test_nor_does_whoever_made_the_askers_code(app, as_role):
    head = as_role("headteacher")
    elin = comes_in_by(app, head, "office")
    asks(elin, SOCK, "DSL")
    assert decides(head, "agree").status_code == 403
    assert held(mail(SOCK)) == set()


def test_two_with_codes_of_one_person_are_no_two_and_a_new_password_does_not_hide_it(app, as_role):
    head = as_role("headteacher")
    elin, callum = comes_in_by(app, head, "office"), comes_in_by(app, head, "network_manager")
    new = {"current": PASSWORD, "new": "copper kettle moon"}
    assert callum.post("/office/you/password", data=new).status_code == 302
    asks(elin, SOCK, "DSL")
    assert decides(callum, "agree").status_code == 403


def test_a_code_counts_for_seven_weeks_and_no_longer(app, as_role):
    head = as_role("headteacher")
    elin = comes_in_by(app, head, "office")
    asks(head, SOCK, "DSL")
    almost = clock.now() - CODE_BINDS_FOR + timedelta(minutes=1)
    PasswordReset.update(used_at=almost).execute()
    assert decides(elin, "agree").status_code == 403
    PasswordReset.update(used_at=almost - timedelta(minutes=1)).execute()
    decides(elin, "agree")
    assert held(mail(SOCK)) == {Role.DSL}


def test_a_code_from_the_server_counts_as_nobodys(app, as_role, run):
    head = as_role("headteacher")
    comes_in_by(app, head, "office")
    code = run("reset-code", "--email", address_of("office")).output.strip()
    elin = comes_in(app, address_of("office"), code)
    asks(head, SOCK, "DSL")
    decides(elin, "agree")
    assert held(mail(SOCK)) == {Role.DSL}


def test_an_account_that_the_asker_came_into_first_is_shut_when_the_role_is_given(app, as_role):
    office, head = as_role("office"), as_role("headteacher")
    asks(office, CY, "Staff")
    cy = comes_in(app, CY, code_on(first_code(office, CY)))
    with app.app_context():
        code_sheets.make(mail(CY))
    asks(office, CY, "DSL")
    answer = decides(head, "agree")
    assert "To choose a new password: 1" in answer.text
    assert held(mail(CY)) == {Role.STAFF, Role.DSL}
    assert cy.get("/office/held").status_code == 302
    given = {"email": CY, "password": PASSWORD}
    assert app.test_client().post("/sign-in", data=given).status_code == 401
    assert first_code(office, CY).status_code == 403
    comes_in(app, CY, code_on(first_code(head, CY)))
    assert not queries.has_second_step(mail(CY).id)


def test_so_are_their_pins_on_phones(app, as_role, phone):
    office, head, tom = as_role("office"), as_role("headteacher"), of("staff")
    PinHolder(phone, "staff").signs_in().chooses()
    comes_in_by(app, office, "staff")
    saves(office, tom, "staff", "deputy_dsl")
    decides(head, "agree")
    assert [row.ended_why for row in Unlock.select().where(Unlock.staff == tom)] == ["a role was given"]


def test_somebody_whose_code_came_from_another_goes_on_where_they_are(app, as_role):
    head, tom = as_role("headteacher"), of("staff")
    browser = comes_in_by(app, as_role("office"), "staff")
    saves(as_role("network_manager"), tom, "staff", "deputy_dsl")
    decides(head, "agree")
    assert Role.DEPUTY_DSL in held(tom)
    assert browser.get("/office/consent").status_code == 200


def test_a_code_that_lay_unused_when_the_role_was_given_is_void(app, as_role):
    office, head = as_role("office"), as_role("headteacher")
    asks(office, CY, "Staff")
    code = code_on(first_code(office, CY))
    asks(office, CY, "Office")
    decides(head, "agree")
    typed = {"email": CY, "code": code, "new": PASSWORD}
    assert app.test_client().post("/sign-in/forgotten", data=typed).status_code == 401


def test_a_second_step_is_not_taken_away_below_a_role_that_waits(app, as_role):
    office, tom = as_role("office"), of("staff")
    with app.app_context():
        code_sheets.make(tom)
    saves(as_role("network_manager"), tom, "staff", "dsl")
    assert office.post(f"/office/staff/{tom.id}/second-step/remove").status_code == 403
    assert queries.has_second_step(tom.id)
    decides(as_role("headteacher"), "refuse")
    assert office.post(f"/office/staff/{tom.id}/second-step/remove").status_code == 302


def test_who_stands_behind_somebody_ends_also_where_codes_go_round():
    round_and_round = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "f"}
    assert behind("d", round_and_round) == {"a", "b", "c", "d"}
    assert are_two("d", "e", round_and_round)
    assert not are_two("d", "c", round_and_round)
