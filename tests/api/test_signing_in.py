"""Signing in: every sign-in is a row, so that ending it, or disabling its owner, ends every copy of its cookie."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from server.accounts import rules
from server.accounts.models import FailedSignIn, SignIn, Staff
from server.accounts.rules import MOST_TRIES_AN_ACCOUNT, TRIES_WINDOW
from server.foundation import clock
from server.shell.demo_school import PASSWORD
from tests.cast import CLIENT, address_of, sign_in


def _copy_of(client, app):
    """Another browser with the same cookie."""
    other = app.test_client()
    cookie = client.get_cookie("lanyard_session")
    other.set_cookie("lanyard_session", cookie.value)
    return other


def _is_in(client):
    return client.get("/office").status_code == 200


def test_signing_out_kills_a_copied_cookie(app, as_role):
    office = as_role("office")
    copy = _copy_of(office, app)
    assert _is_in(copy)

    office.post("/sign-out")

    assert not _is_in(copy)


def test_disabling_somebody_ends_their_sign_in(as_role):
    tom = as_role("staff")
    row = Staff.get(Staff.email == address_of("staff"))

    as_role("network_manager").post(f"/office/staff/{row.id}/disable")

    assert not _is_in(tom)


def test_a_disabled_account_is_refused_in_the_same_words_as_a_wrong_password(app, as_role):
    row = Staff.get(Staff.email == address_of("staff"))
    as_role("network_manager").post(f"/office/staff/{row.id}/disable")

    tries = [
        app.test_client().post("/sign-in", data={"email": email, "password": password})
        for email, password in (
            (address_of("staff"), PASSWORD),
            (address_of("office"), "wrong password"),
            ("nobody@wrenfield.example", "wrong password"),
        )
    ]

    assert {answer.status_code for answer in tries} == {401}
    assert all("do not go together" in answer.text for answer in tries)


@pytest.mark.parametrize("pause", [timedelta(minutes=31), timedelta(hours=13)])
def test_a_sign_in_left_alone_runs_out(as_role, monkeypatch, pause):
    office = as_role("office")
    later = clock.now() + pause
    monkeypatch.setattr(clock, "now", lambda: later)

    assert not _is_in(office)


def test_a_sign_in_in_use_lasts_twelve_hours_and_no_longer(as_role, monkeypatch):
    office, started = as_role("office"), clock.now()
    for minutes in range(20, 12 * 60, 20):
        monkeypatch.setattr(clock, "now", lambda at=started + timedelta(minutes=minutes): at)
        assert _is_in(office), minutes

    monkeypatch.setattr(clock, "now", lambda: started + timedelta(hours=12, minutes=1))

    assert not _is_in(office)


def test_a_tab_that_asks_by_itself_keeps_nobody_signed_in(as_role, monkeypatch):
    office, started = as_role("office"), clock.now()
    for minutes in (10, 20, 29):
        monkeypatch.setattr(clock, "now", lambda at=started + timedelta(minutes=minutes): at)
        assert office.post("/api/outbox/manifest", json={"chains": []}, headers=CLIENT).status_code == 200

    monkeypatch.setattr(clock, "now", lambda: started + timedelta(minutes=31))

    assert not _is_in(office)


def test_the_cookie_holds_no_id_of_the_person(as_role):
    from flask.sessions import SecureCookieSessionInterface

    client = as_role("office")
    serializer = SecureCookieSessionInterface().get_signing_serializer(client.application)
    kept = serializer.loads(client.get_cookie("lanyard_session").value)

    assert kept["_user_id"] not in {row.id for row in Staff.select()}
    assert not SignIn.select().where(SignIn.token_hash == kept["_user_id"]).exists()


def test_signing_in_on_a_phone_names_the_author_and_opens_no_office(phone):
    answer = phone.client.post(
        "/api/sign-in", json={"email": address_of("trip_leader"), "password": PASSWORD}, headers=CLIENT
    )

    assert answer.json["staff"]["name"] == "Priya Shah"
    assert phone.client.get("/office").status_code == 302


def test_a_second_person_on_a_phone_ends_the_first_ones_sign_in(phone):
    for role in ("trip_leader", "staff"):
        phone.client.post("/api/sign-in", json={"email": address_of(role), "password": PASSWORD}, headers=CLIENT)

    live = SignIn.select().where(SignIn.phone.is_null(False), SignIn.ended_at.is_null())
    assert [row.staff.email for row in live] == [address_of("staff")]


def test_a_phone_is_told_when_its_users_sign_in_was_ended(phone, as_role):
    given = {"email": address_of("staff"), "password": PASSWORD}
    phone.client.post("/api/sign-in", json=given, headers=CLIENT)
    assert phone.reports().json["notices"] == []

    row = Staff.get(Staff.email == address_of("staff"))
    as_role("network_manager").post(f"/office/staff/{row.id}/disable")

    assert phone.reports().json["notices"] == ["sign_in.ended"]


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        {},
        {"email": None, "password": None},
        {"email": ["x"], "password": {"$ne": 1}},
        {"email": "\ud800@wrenfield.example", "password": "x"},
    ],
)
def test_a_phone_sign_in_that_is_not_one_is_refused(phone, given):
    answer = phone.client.post("/api/sign-in", json=given, headers=CLIENT)

    assert (answer.status_code, answer.json["code"]) == (400, "request.malformed")


def test_a_browser_that_is_no_set_up_phone_cannot_sign_in_as_one(client):
    given = {"email": address_of("staff"), "password": PASSWORD}

    assert client.post("/api/sign-in", json=given, headers=CLIENT).json["code"] == "access.phone_unknown"


@pytest.mark.parametrize("email", [address_of("office"), "nobody@wrenfield.example"])
def test_after_ten_wrong_passwords_the_right_one_waits_too(client, email):
    with time_machine.travel(datetime(2026, 11, 21, 10, 26, 30, tzinfo=UTC), tick=False):
        for _ in range(MOST_TRIES_AN_ACCOUNT):
            assert client.post("/sign-in", data={"email": email, "password": "wrong"}).status_code == 401

        answer = client.post("/sign-in", data={"email": email, "password": PASSWORD})

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert "Too many wrong passwords. Try again at 10:42, or ask the office to reset it." in answer.text
    assert f'value="{email}"' in answer.text


def test_after_a_quarter_of_an_hour_the_right_password_works_again(client, monkeypatch):
    for _ in range(MOST_TRIES_AN_ACCOUNT):
        client.post("/sign-in", data={"email": address_of("office"), "password": "wrong"})
    later = clock.now() + TRIES_WINDOW
    monkeypatch.setattr(clock, "now", lambda: later)

    sign_in(client, "office")


def test_one_network_address_cannot_try_every_account(client, monkeypatch):
    monkeypatch.setattr(rules, "MOST_TRIES_AN_ADDRESS", 3)
    for name in "abc":
        client.post("/sign-in", data={"email": f"{name}@wrenfield.example", "password": "wrong"})

    assert client.post("/sign-in", data={"email": address_of("office"), "password": PASSWORD}).status_code == 429


def test_wrong_passwords_are_counted_without_keeping_who_was_tried(client):
    client.post("/sign-in", data={"email": address_of("office"), "password": "wrong"})

    [row] = FailedSignIn.select().dicts()
    assert "elin" not in str(row)
    assert "127.0.0.1" not in str(row)


def test_a_nul_or_a_huge_password_is_refused_quickly(client):
    for email, password in (("\0", "x"), ("a@b.example", "x" * 2_000_000)):
        assert client.post("/sign-in", data={"email": email, "password": password}).status_code in (401, 413, 422)


def test_somebody_signed_in_stays_signed_in_when_their_address_changes(app, client):
    sign_in(client, "office")

    assert client.get("/office", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200
