"""Guessing is slow everywhere, and shuts nobody out of their own phone or browser."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from server import create_app
from server.accounts import passwords, rules
from server.accounts.models import FailedSignIn, KnownBrowser
from server.accounts.places import KNOWN_FOR
from server.accounts.rules import MOST_TRIES_AN_ACCOUNT, TRIES_WINDOW, network_of
from server.config import UnsafeConfiguration
from server.foundation import clock
from server.foundation.database import db
from server.shell.demo_school import PASSWORD
from tests.cast import CLIENT, address_of, sign_in

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def tries(client, role_or_email, password="wrong", **more):
    email = role_or_email if "@" in role_or_email else address_of(role_or_email)
    return client.post("/sign-in", data={"email": email, "password": password}, **more)


def on_phone(phone, role, password):
    return phone.client.post("/api/sign-in", json={"email": address_of(role), "password": password}, headers=CLIENT)


@pytest.fixture
def strangers_shut_out(app):
    """`strangers_shut_out("staff")`: somebody elsewhere types wrong passwords until that account is shut there."""

    def shut(role):
        for _ in range(MOST_TRIES_AN_ACCOUNT):
            tries(app.test_client(), role, environ_base=ELSEWHERE)
        assert tries(app.test_client(), role, PASSWORD, environ_base=ELSEWHERE).status_code == 429

    return shut


def test_a_stranger_does_not_shut_somebody_out_of_a_browser_they_have_used(as_role, strangers_shut_out):
    own = as_role("staff")
    own.post("/sign-out")

    strangers_shut_out("staff")

    sign_in(own, "staff")


def test_a_stranger_does_not_shut_anybody_out_of_a_school_phone(phone, strangers_shut_out):
    strangers_shut_out("trip_leader")

    assert on_phone(phone, "trip_leader", PASSWORD).status_code == 200


def test_a_known_browser_and_a_school_phone_have_limits_of_their_own(as_role, phone):
    own = as_role("staff")
    own.post("/sign-out")
    for _ in range(MOST_TRIES_AN_ACCOUNT):
        assert tries(own, "staff").status_code == 401
        assert on_phone(phone, "staff", "wrong").status_code == 401

    assert tries(own, "staff", PASSWORD).status_code == 429
    assert on_phone(phone, "staff", PASSWORD).status_code == 429


def test_a_colleagues_browser_is_a_strangers(as_role, strangers_shut_out):
    colleague = as_role("office")
    colleague.post("/sign-out")
    strangers_shut_out("staff")

    assert tries(colleague, "staff", PASSWORD).status_code == 429


def test_a_browser_cookie_that_the_school_did_not_make_is_worth_nothing(client, strangers_shut_out):
    client.set_cookie("lanyard_browser", "made-up")
    strangers_shut_out("staff")
    assert tries(client, "staff", PASSWORD).status_code == 429

    sign_in(client, "office")

    assert client.get_cookie("lanyard_browser").value != "made-up"


def test_a_right_password_clears_the_wrong_ones_typed_in_the_same_place(as_role):
    own = as_role("staff")
    for _ in range(2):
        own.post("/sign-out")
        for _ in range(MOST_TRIES_AN_ACCOUNT - 1):
            tries(own, "staff")
        sign_in(own, "staff")


def test_a_phone_that_has_to_wait_is_told_how_long(phone):
    for _ in range(MOST_TRIES_AN_ACCOUNT):
        on_phone(phone, "staff", "wrong")

    answer = on_phone(phone, "staff", PASSWORD)

    assert (answer.status_code, answer.json["code"]) == (429, "accounts.too_many_tries")
    assert 0 < int(answer.headers["Retry-After"]) <= TRIES_WINDOW.total_seconds()


def test_many_at_once_are_counted_before_any_is_answered(app, monkeypatch):
    too_many, answers, rest_refused = 4, [], threading.Event()
    # The first ten are still being checked when the others come.
    monkeypatch.setattr(passwords, "is_right", lambda *_: not rest_refused.wait(timeout=10))

    def guess():
        answers.append(tries(app.test_client(), "staff").status_code)
        if answers.count(429) == too_many:
            rest_refused.set()

    threads = [threading.Thread(target=guess) for _ in range(MOST_TRIES_AN_ACCOUNT + too_many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [401] * MOST_TRIES_AN_ACCOUNT + [429] * too_many


@pytest.mark.parametrize("email", [address_of("staff"), address_of("site_manager"), "nobody@wrenfield.example"])
def test_unknown_disabled_and_wrong_cost_the_same_work(app, client, as_role, monkeypatch, email):
    from server.accounts import actions
    from server.accounts.models import Staff

    with app.app_context():
        actions.disable(Staff.get(Staff.email == address_of("site_manager")), by="test")
    checked = []
    verify = passwords.HASHER.verify
    monkeypatch.setattr(
        type(passwords.HASHER), "verify", lambda _self, kept, typed: checked.append(kept) or verify(kept, typed)
    )

    answer = tries(client, email)

    assert answer.status_code == 401
    assert len(checked) == 1
    # The setting itself is held by tests/unit/test_new_passwords.py.
    assert not passwords.is_outdated(checked[0])


def test_a_refusal_is_logged_without_the_address(client, caplog):
    for _ in range(MOST_TRIES_AN_ACCOUNT + 1):
        tries(client, "staff")

    assert "sign-in refused" in caplog.text
    assert "too many tries" in caplog.text
    assert "tom" not in caplog.text


def test_wrong_passwords_and_forgotten_browsers_leave_nothing_behind(as_role, client, monkeypatch):
    as_role("staff")
    tries(client, "office")
    later = clock.now() + KNOWN_FOR
    monkeypatch.setattr(clock, "now", lambda: later)

    sign_in(client, "office")

    assert FailedSignIn.select().count() == 0
    assert [row.staff.email for row in KnownBrowser.select()] == [address_of("office")]


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("203.0.113.9:50123", "203.0.113.9"),
        ("[2001:db8:1:2::9]:50123", "2001:db8:1:2::"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::"),
        ("unix:", "unix:"),
    ],
)
def test_one_line_is_one_network_address(address, counted_as):
    assert network_of(address) == counted_as


@pytest.fixture
def behind(data_folder, monkeypatch):
    """`behind("1")` is the app with that many proxies in front."""

    def make(proxies):
        monkeypatch.setenv("LANYARD_PROXIES", proxies)
        return create_app({"DATA_DIR": data_folder, "WTF_CSRF_ENABLED": False})

    yield make
    db.close()
    db.close_idle()


@pytest.mark.parametrize(("proxies", "believed"), [("", False), ("0", False), ("1", True)])
def test_a_proxy_is_believed_only_when_the_setting_says_so(behind, monkeypatch, proxies, believed):
    monkeypatch.setattr(rules, "MOST_TRIES_AN_ADDRESS", 2)
    client = behind(proxies).test_client()
    for name in "ab":
        tries(client, f"{name}@wrenfield.example", headers={"X-Forwarded-For": "198.51.100.1"})

    answer = tries(client, "office", PASSWORD, headers={"X-Forwarded-For": "198.51.100.2"})

    assert answer.status_code == (302 if believed else 429)


def test_what_a_caller_puts_before_the_proxys_word_counts_for_nothing(behind, monkeypatch):
    monkeypatch.setattr(rules, "MOST_TRIES_AN_ADDRESS", 2)
    client = behind("1").test_client()
    for n in range(2):
        tries(client, f"{n}@wrenfield.example", headers={"X-Forwarded-For": f"192.0.2.{n}, 198.51.100.1"})

    answer = tries(client, "office", PASSWORD, headers={"X-Forwarded-For": "192.0.2.9, 198.51.100.1"})

    assert answer.status_code == 429


@pytest.mark.parametrize("proxies", ["-1", "two", "99", "1.0"])
def test_a_number_of_proxies_that_is_none_stops_the_start(behind, proxies):
    with pytest.raises(UnsafeConfiguration, match="LANYARD_PROXIES is the number of proxies"):
        behind(proxies)


def test_a_phone_is_heard_behind_a_proxy_that_speaks_https(behind):
    client = behind("1").test_client()
    headers = {"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "https", "Origin": "https://localhost"}

    answer = client.post("/api/sign-in", json={}, headers=headers)

    assert answer.json["code"] == "access.phone_unknown"


def test_a_try_counts_no_longer_after_its_time(client, monkeypatch):
    now = clock.now().replace(microsecond=0)
    for n in range(MOST_TRIES_AN_ACCOUNT):
        monkeypatch.setattr(clock, "now", lambda at=now + timedelta(minutes=n): at)
        tries(client, "staff")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=10))
    assert tries(client, "staff", PASSWORD).headers["Retry-After"] == "300"

    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=15))

    sign_in(client, "staff")
