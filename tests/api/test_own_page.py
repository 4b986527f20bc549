"""One's own page: where one is signed in, ending that, and changing one's password."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from server.accounts import passwords
from server.accounts.models import SignIn, Staff
from server.accounts.rules import MOST_TRIES_AN_ACCOUNT
from server.accounts.sign_ins import KEPT_FOR
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.shell.demo_school import PASSWORD
from tests.cast import CLIENT, address_of, sign_in

NEW = "copper kettle moon"
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def row_of(role):
    return Staff.get(Staff.email == address_of(role))


def signs_in_on(phone, role, password=PASSWORD):
    given = {"email": address_of(role), "password": password}
    return phone.client.post("/api/sign-in", json=given, headers=CLIENT)


def changes(client, current=PASSWORD, new=NEW, **more):
    return client.post("/office/you/password", data={"current": current, "new": new}, **more)


def end_buttons(page):
    return re.findall(r'action="([^"]+/sign-ins/[^"]+/end)"', page)


def is_in(client):
    return client.get("/office").status_code == 200


def test_the_page_says_who_one_is_and_where_one_is_signed_in(app, as_role, phone):
    own = as_role("trip_leader")
    app.test_client().post("/sign-in", data={"email": address_of("trip_leader"), "password": PASSWORD}, headers=FIREFOX)
    signs_in_on(phone, "trip_leader")

    page = own.get("/office/you").text

    for words in ("Priya Shah", "Trip leader, Staff", "Phone 3’s app", "Office, in Firefox on Linux", "This one"):
        assert words in page, words
    assert len(end_buttons(page)) == 2
    assert page.count("This one") == 1


def test_what_has_run_out_is_not_listed(app, as_role, monkeypatch):
    as_role("staff")
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert end_buttons(sign_in(app.test_client(), "staff").get("/office/you").text) == []


def test_ending_one_ends_that_one_alone(as_role):
    first, second, third = (as_role("staff") for _ in range(3))
    second_row = SignIn.select().where(SignIn.staff == row_of("staff")).order_by(SignIn.started_at)[1]

    answer = third.post(f"/office/you/sign-ins/{second_row.id}/end")

    assert answer.location == "/office/you"
    assert [is_in(client) for client in (first, second, third)] == [True, False, True]


def test_ending_all_others_keeps_this_one(as_role, phone):
    first, this = as_role("staff"), as_role("staff")
    signs_in_on(phone, "staff")

    this.post("/office/you/sign-ins/end-others")

    assert [is_in(client) for client in (first, this)] == [False, True]
    assert phone.reports().json["notices"] == ["sign_in.ended"]


def test_ending_this_one_is_signing_out(as_role):
    own = as_role("staff")
    row = SignIn.get(SignIn.staff == row_of("staff"))

    assert own.post(f"/office/you/sign-ins/{row.id}/end").location == "/sign-in"
    assert not is_in(own)


def test_a_phone_is_told_its_sign_in_was_ended_until_somebody_signs_in_there(as_role, phone):
    own = as_role("staff")
    signs_in_on(phone, "staff")

    own.post(*end_buttons(own.get("/office/you").text))

    assert phone.reports().json["notices"] == ["sign_in.ended"]
    signs_in_on(phone, "trip_leader")
    assert phone.reports().json["notices"] == []


def test_signing_out_on_the_phone_is_no_notice(phone):
    signs_in_on(phone, "staff")

    phone.client.post("/api/sign-out", headers=CLIENT)

    assert phone.reports().json["notices"] == []


def test_a_phone_in_use_is_last_used_now(phone, as_role, monkeypatch):
    signs_in_on(phone, "staff")
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    phone.reports()

    assert SignIn.get(SignIn.phone.is_null(False)).seen_at.replace(microsecond=0) == later.replace(microsecond=0)


@pytest.mark.parametrize("role", ["office", "network_manager", "headteacher"])
def test_those_who_keep_accounts_end_a_sign_in_on_a_lost_phone(as_role, phone, role):
    signs_in_on(phone, "dsl")
    keeper = as_role(role)
    [end] = end_buttons(keeper.get(f"/office/staff/{row_of('dsl').id}").text)

    keeper.post(end)

    assert phone.reports().json["notices"] == ["sign_in.ended"]
    newest = AuditEntry.select().order_by(AuditEntry.n.desc()).first()
    assert (newest.action, newest.actor, newest.subject) == ("staff.sign_in_ended", row_of(role).id, row_of("dsl").id)


def test_nobody_ends_somebody_elses_without_keeping_accounts(as_role):
    toms = as_role("staff")
    row = SignIn.get(SignIn.staff == row_of("staff"))

    assert as_role("trip_leader").post(f"/office/you/sign-ins/{row.id}/end").status_code == 404
    assert as_role("dsl").post(f"/office/staff/{row_of('staff').id}/sign-ins/{row.id}/end").status_code == 403
    assert as_role("office").post(f"/office/staff/{row_of('dsl').id}/sign-ins/{row.id}/end").status_code == 404
    assert is_in(toms)


def test_changing_the_password_ends_every_other_sign_in(app, as_role, phone):
    other, own = as_role("staff"), as_role("staff")
    signs_in_on(phone, "staff")
    before = own.get_cookie("lanyard_session").value

    assert changes(own).location == "/office/you"

    assert is_in(own)
    assert not is_in(other)
    assert phone.reports().json["notices"] == ["sign_in.ended"]
    thief = app.test_client()
    thief.set_cookie("lanyard_session", before)
    assert not is_in(thief)
    own.post("/sign-out")
    assert own.post("/sign-in", data={"email": address_of("staff"), "password": PASSWORD}).status_code == 401
    assert own.post("/sign-in", data={"email": address_of("staff"), "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    ("current", "new", "words"),
    [
        ("wrong", NEW, "That is not your current password"),
        ("", NEW, "Give your current password"),
        (PASSWORD, "", "Give a new password"),
        (PASSWORD, "short", "Use at least 12 characters"),
        (PASSWORD, "tomhargreave2026", "Leave out your name"),
        (PASSWORD, "x" * 129, "Use at most 128 characters"),
        (PASSWORD, PASSWORD, "Choose one that is not your current password"),
    ],
)
def test_a_change_that_cannot_be_is_said_beside_the_field(as_role, current, new, words):
    own = as_role("staff")

    answer = changes(own, current, new)

    assert answer.status_code in (401, 422)
    assert words in answer.text
    assert is_in(own)
    assert 'autocomplete="new-password"' in answer.text
    assert 'autocomplete="current-password"' in answer.text


def test_a_borrowed_screen_cannot_try_passwords_without_end(as_role):
    own = as_role("staff")
    for _ in range(MOST_TRIES_AN_ACCOUNT):
        changes(own, "wrong")

    answer = changes(own)

    assert answer.status_code == 429
    assert "Too many wrong passwords. Try again at" in answer.text


def test_a_hash_of_another_setting_is_made_anew_at_the_next_sign_in(app):
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    Staff.update(password_hash=old).where(Staff.email == address_of("staff")).execute()

    sign_in(app.test_client(), "staff")

    assert not passwords.is_outdated(row_of("staff").password_hash)
    sign_in(app.test_client(), "staff")


def test_rows_of_long_ago_go_and_a_phones_stay(app, as_role, phone, monkeypatch):
    as_role("staff")
    signs_in_on(phone, "staff")
    later = clock.now() + KEPT_FOR + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    sign_in(app.test_client(), "office")

    assert sorted((row.staff.email, bool(row.phone)) for row in SignIn.select()) == [
        (address_of("office"), False),
        (address_of("staff"), True),
    ]


def test_the_neighbours_sign_ins_are_not_here(as_role):
    from server.accounts import actions

    finch = actions.add_staff(actions.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)

    assert as_role("office").get(f"/office/staff/{finch.id}").status_code == 404
    assert as_role("office").post(f"/office/staff/{finch.id}/reset").status_code == 404
