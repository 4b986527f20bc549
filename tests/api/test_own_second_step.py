"""Setting one's second step up and removing it; the school's rule for it; and losing it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from server.accounts import actions
from server.accounts.models import Passkey, School, SheetCode, Staff
from server.accounts.rules import CODES_A_SHEET, MOST_TRIES_AN_ACCOUNT, RESET_TOLD_FOR, SECOND_STEP_ROLES
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.shell.demo_school import PASSWORD
from tests.api.authenticator import OWN, Authenticator, adds_a_key, makes_a_sheet, options_of
from tests.api.second_steps import STEP
from tests.cast import CLIENT, MAILBOXES, address_of, sign_in

RULE = "/office/sign-in-rules/second-step"
OTHERS = sorted(set(MAILBOXES) - set(SECOND_STEP_ROLES))


def row_of(role):
    return Staff.get(Staff.email == address_of(role))


def logged(action):
    return AuditEntry.select().where(AuditEntry.action == action).order_by(AuditEntry.n.desc()).first()


def tries_a_key(client, answer=None, *, name="Blue key", key=None, **bent):
    page = client.post(f"{OWN}/keys", data={"name": name, "current": PASSWORD})
    answer = answer or (key or Authenticator()).makes(options_of(page.text), **bent)
    return client.post(f"{OWN}/keys/new", data={"name": name, "credential": answer})


@pytest.mark.parametrize("role", SECOND_STEP_ROLES)
def test_the_four_roles_are_offered_one(as_role, role):
    person = as_role(role)

    assert "Set up a second step" in person.get("/office/you").text
    assert person.get(OWN).status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_the_others_are_not(as_role, role):
    person = as_role(role)

    assert "econd step" not in person.get("/office/you").text
    assert person.get(f"{OWN}/keys").status_code == 403
    assert person.post(f"{OWN}/keys/new", data={"name": "x", "credential": "{}"}).status_code == 403
    assert person.post(f"{OWN}/codes", data={"current": PASSWORD}).status_code == 403


def test_nobody_in_the_demo_school_has_one(app):
    assert (Passkey.select().count(), SheetCode.select().count()) == (0, 0)


def test_a_key_is_listed_by_its_name_with_when_it_was_added_and_used(app, as_role):
    elin = as_role("office")
    adds_a_key(elin, "Blue key on my ring")

    page = elin.get(OWN).text

    assert "Blue key on my ring" in page
    assert "never" in page
    assert "1 passkey or security key" in elin.get("/office/you").text
    assert (logged("staff.key_added").actor, logged("staff.key_added").subject) == (row_of("office").id,) * 2


def test_what_the_browser_is_told_names_the_school_and_no_more_of_the_person_than_their_own(as_role):
    options = options_of(as_role("office").post(f"{OWN}/keys", data={"name": "x", "current": PASSWORD}).text)

    assert options["rp"] == {"name": "Lanyard, Wrenfield Park Primary School", "id": "localhost"}
    assert options["user"]["name"] == address_of("office")
    assert options["authenticatorSelection"]["userVerification"] == "preferred"
    assert options["attestation"] == "none"


def test_a_sheet_is_shown_once_kept_hashed_and_counted(as_role):
    elin = as_role("office")

    codes = makes_a_sheet(elin)

    assert len(set(codes)) == CODES_A_SHEET
    assert all(re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", code) for code in codes)
    assert codes[0] not in elin.get(OWN).text
    assert "10 codes left" in elin.get(OWN).text
    assert all(row.code_hash.startswith("$argon2id$") for row in SheetCode.select())
    assert logged("staff.codes_made").subject == row_of("office").id


def test_a_new_sheet_ends_the_old_one(app, as_role):
    elin = as_role("office")
    old, new = makes_a_sheet(elin), makes_a_sheet(elin)
    client = app.test_client()
    client.post("/sign-in", data={"email": address_of("office"), "password": PASSWORD})

    assert client.post(f"{STEP}/code", data={"code": old[0]}).status_code == 401
    assert client.post(f"{STEP}/code", data={"code": new[0]}).status_code == 302


def test_a_sheet_used_up_is_told_of_and_still_stands_in_the_way(app, as_role):
    codes = makes_a_sheet(as_role("office"))
    for left, code in reversed(list(enumerate(codes))):
        client = app.test_client()
        client.post("/sign-in", data={"email": address_of("office"), "password": PASSWORD})
        client.post(f"{STEP}/code", data={"code": code})
        page = client.get("/office").text
        assert ("One-time codes left on your sheet" in page) == (0 < left <= 3), left
    assert "Your last one-time code is used. Make a new sheet now" in page

    last = app.test_client().post("/sign-in", data={"email": address_of("office"), "password": PASSWORD})

    assert last.location.startswith(STEP)


@pytest.mark.parametrize(
    ("address", "given", "words"),
    [
        ("keys", {"name": "", "current": PASSWORD}, "Give it a name"),
        ("keys", {"name": "   ", "current": PASSWORD}, "Give it a name"),
        ("keys", {"name": "x" * 41, "current": PASSWORD}, "Use at most 40 characters"),
        ("keys", {"name": "Blue key", "current": ""}, "Give your password"),
        ("keys", {"name": "Blue key", "current": "wrong"}, "That is not your password"),
        ("codes", {"current": "wrong"}, "That is not your password"),
        ("codes", {}, "Give your password"),
        ("codes/remove", {"current": "wrong"}, "That is not your password"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_the_field(as_role, address, given, words):
    elin = as_role("office")
    makes_a_sheet(elin)

    answer = elin.post(f"{OWN}/{address}", data=given)

    assert answer.status_code in (401, 422)
    assert words in answer.text
    assert given.get("name", "") in answer.text
    assert (Passkey.select().count(), SheetCode.select().count()) == (0, CODES_A_SHEET)


def test_a_borrowed_screen_cannot_try_passwords_without_end(as_role):
    elin = as_role("office")
    for _ in range(MOST_TRIES_AN_ACCOUNT):
        elin.post(f"{OWN}/codes", data={"current": "wrong"})

    assert elin.post(f"{OWN}/codes", data={"current": PASSWORD}).status_code == 429


@pytest.mark.parametrize(
    "bent", [{"origin": "http://evil.example"}, {"challenge": "eHh4"}, {"type": "webauthn.get"}, {"answer": "{}"}]
)
def test_a_key_made_for_another_address_or_question_is_not_added(as_role, bent):
    refused = tries_a_key(as_role("office"), **bent)

    assert refused.status_code == 422
    assert "Nothing was added" in refused.text
    assert Passkey.select().count() == 0


def test_no_key_is_added_without_the_password_nor_twice_for_one(as_role):
    elin, key = as_role("office"), Authenticator()
    page = elin.post(f"{OWN}/keys", data={"name": "Blue key", "current": PASSWORD}).text
    answer = key.makes(options_of(page))
    assert elin.post(f"{OWN}/keys/new", data={"name": "Blue key", "credential": answer}).status_code == 302

    again = elin.post(f"{OWN}/keys/new", data={"name": "Blue key", "credential": answer})

    assert again.status_code == 422
    assert Passkey.select().count() == 1


def test_one_passkey_belongs_to_one_person(as_role):
    elin, daniel, key = as_role("office"), as_role("dsl"), Authenticator()
    adds_a_key(elin, key=key)

    assert tries_a_key(daniel, key=key).status_code == 422
    assert Passkey.get().staff_id == row_of("office").id


def test_removing_asks_for_the_password_and_leaves_a_line(app, as_role):
    elin = as_role("office")
    adds_a_key(elin)
    makes_a_sheet(elin)
    key = Passkey.get().id

    for which in (key, "codes"):
        assert elin.get(f"{OWN}/{which}/remove").status_code == 200
        assert elin.post(f"{OWN}/{which}/remove", data={"current": PASSWORD}).location == OWN

    assert (Passkey.select().count(), SheetCode.select().count()) == (0, 0)
    assert key in logged("staff.key_removed").details
    assert logged("staff.codes_removed").subject == row_of("office").id
    sign_in(app.test_client(), "office")


def test_nobody_removes_a_colleagues_key_by_its_address(as_role):
    adds_a_key(as_role("office"))

    refused = as_role("dsl").post(f"{OWN}/{Passkey.get().id}/remove", data={"current": PASSWORD})

    assert refused.status_code == 404
    assert Passkey.select().count() == 1


@pytest.mark.parametrize(("role", "of"), [("headteacher", "office"), ("office", "office"), ("dsl", "office")])
def test_those_who_may_reset_the_password_and_no_others_remove_a_lost_second_step(app, as_role, role, of):
    makes_a_sheet(as_role(of))
    colleague = actions.add_staff(School.get(), "Nia Bowen", "nia@wrenfield.example", PASSWORD)
    actions.give_role(colleague, role)
    nia = app.test_client()
    nia.post("/sign-in", data={"email": "nia@wrenfield.example", "password": PASSWORD})
    may = role != "dsl"

    page = nia.get(f"/office/staff/{row_of(of).id}")
    answer = nia.post(f"/office/staff/{row_of(of).id}/second-step/remove")

    assert ("Remove their second step" in page.text) == may
    assert answer.status_code == (302 if may else 404)
    assert SheetCode.select().count() == (0 if may else CODES_A_SHEET)


def test_a_lost_second_step_removed_ends_every_sign_in_is_told_and_logged(app, as_role, phone):
    daniel = as_role("dsl")
    adds_a_key(daniel)
    makes_a_sheet(daniel)
    phone.client.post("/api/sign-in", json={"email": address_of("dsl"), "password": PASSWORD}, headers=CLIENT)
    halfway = app.test_client()
    halfway.post("/sign-in", data={"email": address_of("dsl"), "password": PASSWORD})

    as_role("deputy_dsl").post(f"/office/staff/{row_of('dsl').id}/second-step/remove")

    assert daniel.get("/office").status_code == 302
    assert halfway.get(STEP).location.startswith("/sign-in?")
    assert phone.reports().json["notices"] == ["sign_in.ended"]
    entry = logged("staff.second_step_removed")
    assert (entry.actor, entry.subject) == (row_of("deputy_dsl").id, row_of("dsl").id)
    daniel = sign_in(app.test_client(), "dsl")
    assert "Maeve Donnelly removed your second step at sign-in" in daniel.get("/office").text
    assert "Maeve Donnelly removed your second step at sign-in" in daniel.get("/office/you").text


def test_after_a_week_it_is_told_no_longer(app, as_role, monkeypatch):
    makes_a_sheet(as_role("dsl"))
    as_role("deputy_dsl").post(f"/office/staff/{row_of('dsl').id}/second-step/remove")
    later = clock.now() + RESET_TOLD_FOR + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert "removed your second step" not in sign_in(app.test_client(), "dsl").get("/office/you").text


def test_nobody_removes_their_own_without_their_password(as_role):
    head = as_role("headteacher")
    makes_a_sheet(head)

    assert head.post(f"/office/staff/{row_of('headteacher').id}/second-step/remove").status_code == 403
    assert SheetCode.select().count() == CODES_A_SHEET


def test_next_door_removes_nothing_here(app, as_role):
    makes_a_sheet(as_role("office"))
    finch = actions.add_staff(actions.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    actions.give_role(finch, "headteacher")
    client = app.test_client()
    client.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})

    assert client.post(f"/office/staff/{row_of('office').id}/second-step/remove").status_code == 404
    assert SheetCode.select().count() == CODES_A_SHEET


def test_on_the_server_it_is_removed_by_a_command(app, as_role, run):
    makes_a_sheet(as_role("headteacher"))

    assert "Removed" in run("remove-second-step", "--email", address_of("headteacher")).output

    assert "Whoever runs the school’s server removed" in sign_in(app.test_client(), "headteacher").get("/office").text
    assert run("remove-second-step", "--email", "nobody@wrenfield.example").exit_code == 1


@pytest.fixture
def real_school(app):
    """The same school, no demo any more."""
    School.update(is_demo=False).execute()


@pytest.fixture
def required(real_school, as_role):
    """The headteacher has the four roles have a second step."""
    assert as_role("headteacher").post(RULE, data={"rule": "required"}).status_code == 302


def test_the_demo_school_only_offers_it(as_role):
    head = as_role("headteacher")

    assert head.post(RULE, data={"rule": "required"}).status_code == 400
    assert 'name="rule"' not in head.get(RULE).text
    head.post("/sign-out")
    assert sign_in(head, "headteacher").get("/office").status_code == 200


@pytest.mark.parametrize("role", ["office", "dsl", "staff", "chair"])
def test_the_rule_is_set_by_headteacher_and_network_manager_alone(as_role, role):
    assert as_role(role).get(RULE).status_code == 403
    assert as_role(role).post(RULE, data={"rule": "required"}).status_code == 403


@pytest.mark.parametrize("given", [{}, {"rule": "x"}])
def test_a_rule_that_is_none_is_refused(real_school, as_role, given):
    assert as_role("network_manager").post(RULE, data=given).status_code == 422


def test_the_rule_is_logged_and_names_who_has_none(required, as_role):
    page = as_role("network_manager").get(RULE, follow_redirects=True)

    assert '"accounts.second_step": true' in logged("policy.changed").details
    assert "Second step at sign-in" in page.text


@pytest.mark.parametrize("role", SECOND_STEP_ROLES)
def test_whoever_must_have_one_sets_it_up_before_anything_else(app, required, role):
    person = sign_in(app.test_client(), role)
    for page in ("/office", "/office/trips", "/office/you", "/office/you/password", RULE):
        assert person.get(page).location.startswith(f"{OWN}?next="), page
    assert 'data-setting="accounts.second_step"' in person.get(OWN).text
    refused = person.post("/office/you/sign-ins/end-others")
    assert (refused.status_code, "Set up your second step first" in refused.text) == (403, True)

    makes_a_sheet(person)

    assert person.get("/office").status_code == 200


def test_the_other_roles_and_those_already_at_work_are_not_stopped(app, real_school, as_role):
    at_work = as_role("office")
    as_role("headteacher").post(RULE, data={"rule": "required"})

    assert at_work.get("/office").status_code == 200
    assert sign_in(app.test_client(), "evc").get("/office").status_code == 200


def test_an_old_password_comes_first_and_then_the_second_step(app, required, as_role, monkeypatch):
    person = sign_in(app.test_client(), "headteacher")
    makes_a_sheet(person)
    person.post("/office/sign-in-rules", data={"password_days": "90"})
    later = clock.now() + timedelta(days=91)
    monkeypatch.setattr(clock, "now", lambda: later)
    elin = sign_in(app.test_client(), "office")

    assert elin.get("/office").location.startswith("/office/you/password")
    assert elin.get("/office/you/password").status_code == 200
    elin.post("/office/you/password", data={"current": PASSWORD, "new": "copper kettle moon"})
    assert elin.get("/office").location.startswith(OWN)


def test_the_rule_taken_back_asks_nobody(app, required):
    head = sign_in(app.test_client(), "headteacher")
    makes_a_sheet(head)

    assert head.post(RULE, data={"rule": "offered"}).status_code == 302

    assert sign_in(app.test_client(), "office").get("/office").status_code == 200


def test_whoever_must_have_one_is_refused_no_report(app, required):
    person = sign_in(app.test_client(), "office")

    assert person.post("/api/outbox/manifest", json={"chains": []}, headers=CLIENT).status_code == 200
