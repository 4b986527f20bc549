"""A password checked a moment before it is reset, changed or its account disabled opens nothing after."""

from __future__ import annotations

import pytest

from server.accounts import actions, passwords, sign_ins
from server.accounts.models import SignIn, Staff
from server.foundation import clock
from server.foundation.database import db
from server.shell.demo_school import PASSWORD
from tests.cast import address_of

NEW = "copper kettle moon"


def tom():
    return Staff.get(Staff.email == address_of("staff"))


def resets():
    with db.atomic():
        actions.set_password(tom(), passwords.hashed(NEW), at=clock.now())


def disables():
    actions.disable(tom(), by="somebody")


@pytest.fixture
def right_after_the_check(monkeypatch):
    """`right_after_the_check(resets)`: that happens between the next check of a password and what follows it."""

    def arrange(happens):
        check, left = passwords.is_right, [happens]

        def checks(kept, password):
            answer = check(kept, password)
            if left:
                left.pop()()
            return answer

        monkeypatch.setattr(passwords, "is_right", checks)

    return arrange


@pytest.mark.parametrize("happens", [resets, disables])
def test_no_sign_in_begins_with_a_password_that_has_just_lost_its_worth(client, right_after_the_check, happens):
    right_after_the_check(happens)

    answer = client.post("/sign-in", data={"email": address_of("staff"), "password": PASSWORD})

    assert answer.status_code == 401
    assert not SignIn.select().where(SignIn.staff == tom(), SignIn.ended_at.is_null()).exists()


def test_an_old_password_is_not_written_back_over_a_new_one(client, right_after_the_check, monkeypatch):
    monkeypatch.setattr(passwords, "is_outdated", lambda _kept: True)
    right_after_the_check(resets)

    client.post("/sign-in", data={"email": address_of("staff"), "password": PASSWORD})

    assert passwords.is_right(tom().password_hash, NEW)


def test_whoever_still_sits_in_a_session_does_not_change_a_password_just_reset(as_role, right_after_the_check):
    thief = as_role("staff")
    right_after_the_check(resets)

    thief.post("/office/you/password", data={"current": PASSWORD, "new": "silver lantern brook"})

    assert passwords.is_right(tom().password_hash, NEW)


def test_a_sign_in_ended_in_the_moment_it_began_is_no_failure(client, monkeypatch):
    begin = sign_ins.begin

    def begins_and_is_ended(staff, **more):
        token = begin(staff, **more)
        sign_ins.end_all(staff, by="somebody")
        return token

    monkeypatch.setattr(sign_ins, "begin", begins_and_is_ended)

    answer = client.post("/sign-in", data={"email": address_of("staff"), "password": PASSWORD})

    assert answer.status_code == 401
    assert "You are signed out" in answer.text
