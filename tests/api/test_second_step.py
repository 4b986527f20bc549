"""The second step at sign-in: after the password a passkey, or a code that is good once and guessed by nobody."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from server.accounts import actions, passwords
from server.accounts.models import Challenge, FailedSignIn, KnownBrowser, SheetCode, SignIn, Staff
from server.accounts.rules import CODES_A_SHEET, MOST_TRIES_AN_ACCOUNT, SECOND_STEP_WITHIN
from server.foundation import clock
from server.shell.demo_school import PASSWORD
from tests.api.authenticator import adds_a_key, makes_a_sheet
from tests.api.second_steps import STEP, asked, gives_the_password, is_in, shows, types
from tests.cast import CLIENT, address_of

REFUSED_CODE = "That is not a code of your sheet"


@pytest.fixture
def elin(as_role):
    """Elin, signed in before she has a second step."""
    return as_role("office")


@pytest.fixture
def sheet(elin):
    """The codes of Elin's sheet."""
    return makes_a_sheet(elin)


@pytest.fixture
def key(elin):
    """Elin's security key."""
    return adds_a_key(elin)


@pytest.fixture
def halfway(client):
    """`halfway()`: a browser in which Elin has given the right password and nothing more."""
    return lambda: gives_the_password(client)


def test_whoever_has_none_signs_in_as_ever(as_role):
    assert is_in(as_role("office"))


def test_the_password_alone_lets_nobody_in_and_makes_no_browser_known(sheet, halfway):
    known_before = KnownBrowser.select().count()
    client = halfway()

    assert not is_in(client)
    assert client.get("/office/you").status_code == 302
    assert client.get_cookie("lanyard_browser") is None
    assert KnownBrowser.select().count() == known_before


def test_a_code_lets_in_once(app, sheet, halfway):
    client = halfway()
    first = types(client, sheet[3].lower().replace("-", " "))
    assert (first.status_code, first.location) == (302, "/office")
    assert is_in(client)

    again = types(gives_the_password(app.test_client()), sheet[3])

    assert (again.status_code, REFUSED_CODE in again.text) == (401, True)


def test_a_code_typed_in_two_browsers_at_once_lets_one_in(app, sheet, monkeypatch):
    together = threading.Barrier(2)
    clients = [gives_the_password(app.test_client()) for _ in range(2)]
    hashed_like, answers = passwords.hashed_like, []

    def both_have_found_it(kept, typed):
        found = hashed_like(kept, typed)
        together.wait(timeout=10)
        return found

    monkeypatch.setattr(passwords, "hashed_like", both_have_found_it)
    threads = [
        threading.Thread(target=lambda client=client: answers.append(types(client, sheet[0]).status_code))
        for client in clients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [302, 401]
    assert [is_in(client) for client in clients].count(True) == 1


def test_after_five_minutes_both_the_password_and_the_question_are_asked_anew(key, sheet, halfway, monkeypatch):
    client = halfway()
    answer = key.answers(asked(client))
    later = clock.now() + SECOND_STEP_WITHIN + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    for tried in (shows(client, answer), types(client, sheet[0]), client.get(STEP)):
        assert tried.location == "/sign-in?next=/office"
    assert not is_in(client)


def test_wrong_codes_are_counted_and_a_right_password_forgives_none(app, sheet, halfway):
    for n in range(MOST_TRIES_AN_ACCOUNT):
        client = gives_the_password(app.test_client())
        assert types(client, "AAAA-AAA2").status_code == 401, n

    answer = types(gives_the_password(app.test_client()), sheet[0])

    assert answer.status_code == 429
    assert "Too many wrong tries. Try again at" in answer.text
    assert SheetCode.select().where(SheetCode.used_at.is_null()).count() == CODES_A_SHEET


def test_many_codes_at_once_are_counted_before_any_is_answered(app, sheet, monkeypatch):
    too_many, answers, rest_refused = 3, [], threading.Event()
    clients = [gives_the_password(app.test_client()) for _ in range(MOST_TRIES_AN_ACCOUNT + too_many)]
    monkeypatch.setattr(passwords, "hashed_like", lambda *_: str(not rest_refused.wait(timeout=10)))

    def guess(client):
        answers.append(types(client, "AAAA-AAA2").status_code)
        if answers.count(429) == too_many:
            rest_refused.set()

    threads = [threading.Thread(target=guess, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [401] * MOST_TRIES_AN_ACCOUNT + [429] * too_many


def test_wrong_used_and_nearly_right_are_the_same_answer_and_the_same_work(app, sheet, monkeypatch):
    types(gives_the_password(app.test_client()), sheet[0])
    nearly = sheet[1][:-1] + ("2" if sheet[1][-1] != "2" else "3")
    checked, hashed_like, pages = [], passwords.hashed_like, set()
    monkeypatch.setattr(passwords, "hashed_like", lambda *given: checked.append(1) or hashed_like(*given))
    for code in ("AAAA-AAA2", sheet[0], nearly, "é", "x" * 40):
        answer = types(gives_the_password(app.test_client()), code)
        pages.add((answer.status_code, REFUSED_CODE in answer.text))

    assert pages == {(401, True)}
    assert len(checked) == 5


def test_a_password_changed_meanwhile_closes_the_second_step(key, sheet, halfway):
    client = halfway()
    answer = key.answers(asked(client))
    elin = Staff.get(Staff.email == address_of("office"))
    actions.set_password(elin, passwords.hashed("copper kettle moon"), at=clock.now() + timedelta(seconds=1))

    assert shows(client, answer).location.startswith("/sign-in?")
    assert types(client, sheet[0]).location.startswith("/sign-in?")
    assert not is_in(client)


def test_a_password_changed_between_the_check_and_the_sign_in_opens_nothing(sheet, halfway, monkeypatch):
    client, hashed_like = halfway(), passwords.hashed_like

    def then_it_is_changed(kept, typed):
        elin = Staff.get(Staff.email == address_of("office"))
        actions.set_password(elin, "another", at=clock.now() + timedelta(seconds=1))
        return hashed_like(kept, typed)

    monkeypatch.setattr(passwords, "hashed_like", then_it_is_changed)

    assert types(client, sheet[0]).status_code == 401
    assert not is_in(client)
    assert SheetCode.select().where(SheetCode.used_at.is_null()).count() == CODES_A_SHEET


def test_a_disabled_account_takes_no_second_step(app, sheet, halfway):
    client = halfway()
    with app.app_context():
        actions.disable(Staff.get(Staff.email == address_of("office")), by="test")

    assert types(client, sheet[0]).location.startswith("/sign-in?")


@pytest.mark.parametrize("address", [f"{STEP}/code", f"{STEP}/key"])
def test_nobody_takes_the_second_step_first(client, sheet, key, address):
    answer = client.post(address, data={"code": sheet[0], "credential": "{}"})

    assert answer.location == "/sign-in?next=/office"
    assert SheetCode.select().where(SheetCode.used_at.is_null()).count() == CODES_A_SHEET


def test_it_leads_on_to_where_one_was_heading_and_nowhere_else(app, sheet):
    for n, (wanted, led_to) in enumerate((("/office/trips", "/office/trips"), ("//evil.example", "/office"))):
        client = app.test_client()
        given = {"email": address_of("office"), "password": PASSWORD}
        step = client.post(f"/sign-in?next={wanted}", data=given).location
        code_address = step.replace("second-step", "second-step/code")
        assert client.post(code_address, data={"code": sheet[n]}).location == led_to


def test_signing_in_on_a_phone_stays_as_it_is(phone, sheet, key):
    given = {"email": address_of("office"), "password": PASSWORD}

    assert phone.client.post("/api/sign-in", json=given, headers=CLIENT).json["staff"]["name"] == "Elin Morgan"
    assert not is_in(phone.client)


def test_nothing_is_left_behind_of_old_tries_and_questions(app, key, sheet, halfway, monkeypatch):
    client = halfway()
    asked(client)
    types(client, "AAAA-AAA2")
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    client = gives_the_password(app.test_client())
    shows(client, key.answers(asked(client)))

    assert (Challenge.select().count(), FailedSignIn.select().count()) == (0, 0)
    assert SignIn.select().where(SignIn.started_at >= later - timedelta(seconds=1)).count() == 1
