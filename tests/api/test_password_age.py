"""Passwords end only where the school wants it; then the office asks for a new one, and filing never waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.accounts.models import SignInRules, Staff
from server.accounts.rules import PASSWORD_DAYS
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.shell.demo_school import PASSWORD
from tests.cast import CLIENT, address_of, grazed_knee, receipts, sign_in

NEW = "copper kettle moon"
LONG = timedelta(days=PASSWORD_DAYS, hours=1)


@pytest.fixture
def passwords_end(as_role):
    """The headteacher has set passwords to end after 90 days."""
    answer = as_role("headteacher").post("/office/sign-in-rules", data={"password_days": "90"})
    assert answer.status_code == 302


@pytest.fixture
def much_later(monkeypatch):
    """Ninety days and an hour pass."""
    then = clock.now() + LONG
    monkeypatch.setattr(clock, "now", lambda: then)


def test_by_default_no_password_ends(client, much_later):
    assert sign_in(client, "staff").get("/office").status_code == 200


def test_the_rule_is_kept_and_logged(as_role, passwords_end):
    page = as_role("network_manager").get("/office/sign-in-rules").text

    assert SignInRules.get().password_days == PASSWORD_DAYS
    assert 'value="90" checked' in page
    entry = AuditEntry.get(AuditEntry.action == "policy.changed")
    assert '"accounts.passwords_end": true' in entry.details


def test_the_rule_can_be_taken_back(as_role, passwords_end, client, monkeypatch):
    as_role("headteacher").post("/office/sign-in-rules", data={"password_days": "never"})
    then = clock.now() + LONG
    monkeypatch.setattr(clock, "now", lambda: then)

    assert sign_in(client, "staff").get("/office").status_code == 200


@pytest.mark.parametrize("given", [{}, {"password_days": "7"}, {"password_days": "x"}])
def test_a_rule_that_is_none_is_refused(as_role, given):
    assert as_role("headteacher").post("/office/sign-in-rules", data=given).status_code == 422
    assert SignInRules.select().count() == 0


def test_an_old_password_leads_every_page_to_the_change_and_back(passwords_end, much_later, client):
    sign_in(client, "staff")

    for page in ("/office", "/office/trips", "/office/you"):
        assert client.get(page).location.startswith("/office/you/password?next=")
    at_the_change = client.get("/office/trips").location
    told = client.get(at_the_change).text
    assert ("more than 90 days old" in told, 'data-setting="accounts.passwords_end"' in told) == (True, True)
    assert "/office/policy/setting" not in told
    refused = client.post("/office/you/sign-ins/end-others")
    assert refused.status_code == 403

    changed = client.post(at_the_change, data={"current": PASSWORD, "new": NEW})

    assert changed.location == "/office/trips"
    assert client.get("/office/trips").status_code == 200


def test_somebody_with_an_old_password_may_sign_out(passwords_end, much_later, client):
    sign_in(client, "staff")

    assert client.post("/sign-out").location == "/sign-in"


def test_nobody_is_stopped_in_the_middle_of_their_work(as_role, client, monkeypatch):
    Staff.update(password_changed_at=clock.now() - LONG).execute()
    tom = sign_in(client, "staff")

    as_role("headteacher").post("/office/sign-in-rules", data={"password_days": "90"})

    assert tom.get("/office/trips").status_code == 200
    tom.post("/sign-out")
    assert sign_in(tom, "staff").get("/office/trips").status_code == 302


def test_the_phone_signs_in_with_an_old_password_and_is_told(passwords_end, phone, monkeypatch, todays_trip):
    then = clock.now() + LONG
    monkeypatch.setattr(clock, "now", lambda: then)
    given = {"email": address_of("staff"), "password": PASSWORD}

    answer = phone.client.post("/api/sign-in", json=given, headers=CLIENT)

    assert answer.json["password_ended"] is True
    assert answer.json["staff"]["name"] == "Tom Hargreave"
    assert receipts(phone.sends(phone.files(grazed_knee(todays_trip))))


def test_a_phone_hears_nothing_of_it_where_passwords_do_not_end(phone):
    given = {"email": address_of("staff"), "password": PASSWORD}

    assert phone.client.post("/api/sign-in", json=given, headers=CLIENT).json["password_ended"] is False


def test_a_browser_with_an_old_password_is_refused_no_report(passwords_end, much_later, client):
    sign_in(client, "staff")

    assert client.post("/api/outbox/manifest", json={"chains": []}, headers=CLIENT).status_code == 200


def test_a_form_sent_from_an_older_tab_is_not_answered_with_a_word_about_roles(client, passwords_end, much_later):
    refused = sign_in(client, "office").post("/office/phones", data={"name": "Phone 9"})

    assert refused.status_code == 403
    assert "Your password has come to its end" in refused.text
    assert 'href="/office/you/password"' in refused.text
    assert "Your role" not in refused.text
