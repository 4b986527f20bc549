"""Resetting a password: a code read out by a colleague, good once and for a day, that nobody can climb with."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from server.accounts import actions, passwords
from server.accounts.models import KnownBrowser, PasswordReset, SignIn, Staff
from server.accounts.rules import MOST_TRIES_AN_ACCOUNT, RESET_CODE_LIFE, RESET_TOLD_FOR, Role
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.shell.demo_school import PASSWORD
from tests.cast import CLIENT, address_of, sign_in

NEW = "copper kettle moon"


def id_of(role):
    return Staff.get(Staff.email == address_of(role)).id


@pytest.fixture
def code_for(as_role):
    """`code_for("staff")` is the code that the office makes and reads out."""

    def make(role, by="office"):
        page = as_role(by).post(f"/office/staff/{id_of(role)}/reset")
        assert page.status_code == 200, page.text
        return re.search(r'class="code">([^<]+)<', page.text).group(1)

    return make


def uses(client, role_or_email, code, password=NEW):
    email = role_or_email if "@" in role_or_email else address_of(role_or_email)
    return client.post("/sign-in/forgotten", data={"email": email, "code": code, "new": password})


def test_a_code_sets_a_new_password_once(client, code_for):
    code = code_for("staff")

    answer = uses(client, "staff", code.lower().replace("-", " "))

    assert answer.location == "/sign-in"
    assert "Your password is changed" in client.get("/sign-in").text
    assert client.post("/sign-in", data={"email": address_of("staff"), "password": PASSWORD}).status_code == 401
    assert client.post("/sign-in", data={"email": address_of("staff"), "password": NEW}).status_code == 302
    assert uses(client, "staff", code).status_code == 401


def test_nothing_ends_until_the_code_is_used_and_then_everything_does(app, as_role, phone, code_for):
    tom = as_role("staff")
    phone.client.post("/api/sign-in", json={"email": address_of("staff"), "password": PASSWORD}, headers=CLIENT)

    code = code_for("staff")
    assert tom.get("/office").status_code == 200
    assert phone.reports().json["notices"] == []
    uses(app.test_client(), "staff", code)

    assert tom.get("/office").status_code == 302
    assert phone.reports().json["notices"] == ["sign_in.ended"]
    assert not KnownBrowser.select().join(Staff).where(Staff.email == address_of("staff")).exists()


def test_the_person_is_told_who_reset_it_and_when_and_so_is_the_log(client, code_for):
    uses(client, "staff", code_for("staff"))
    client.post("/sign-in", data={"email": address_of("staff"), "password": NEW})

    told = client.get("/office").text
    own_page = client.get("/office/you").text

    assert "Your password was reset on" in told
    assert "with a code from Elin Morgan" in told
    assert "with a reset code from Elin Morgan" in own_page
    logged = {row.action: row for row in AuditEntry.select()}
    made = logged["staff.reset_code_made"]
    assert (made.actor, made.subject) == (id_of("office"), id_of("staff"))
    assert id_of("office") in logged["staff.password_reset"].details


def test_a_code_that_lies_unused_is_told_of_too(app, code_for):
    code_for("staff")

    tom = sign_in(app.test_client(), "staff")

    assert "Elin Morgan made a code to reset your password" in tom.get("/office").text


def test_after_a_week_it_is_told_no_longer_and_still_stands_on_the_own_page(app, code_for, monkeypatch):
    uses(app.test_client(), "staff", code_for("staff"))
    later = clock.now() + RESET_TOLD_FOR + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    tom = app.test_client()
    tom.post("/sign-in", data={"email": address_of("staff"), "password": NEW})

    assert "was reset" not in tom.get("/office").text
    assert "with a reset code from Elin Morgan" in tom.get("/office/you").text


def test_a_code_is_good_for_a_day(client, code_for, monkeypatch):
    code = code_for("staff")
    later = clock.now() + RESET_CODE_LIFE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert uses(client, "staff", code).status_code == 401


def test_a_second_code_voids_the_first(client, code_for):
    first, second = code_for("staff"), code_for("staff")

    assert uses(client, "staff", first).status_code == 401
    assert uses(client, "staff", second).status_code == 302


def test_a_code_is_kept_hashed(code_for):
    code = code_for("staff")

    [row] = PasswordReset.select().dicts()
    assert code not in str(row)
    assert code.replace("-", "") not in str(row)
    assert row["code_hash"].startswith("$argon2id$")


def test_every_wrong_code_is_refused_in_the_same_words_and_with_the_same_work(app, code_for, as_role, monkeypatch):
    right = code_for("trip_leader")
    as_role("office").post(f"/office/staff/{id_of('trip_leader')}/disable")
    code_for("evc")
    checked = []
    verify = passwords.HASHER.verify
    monkeypatch.setattr(
        type(passwords.HASHER), "verify", lambda _self, kept, typed: checked.append(kept) or verify(kept, typed)
    )

    answers = [
        uses(app.test_client(), who, code)
        for who, code in [
            ("nobody@wrenfield.example", "ABCD-2345"),
            ("staff", "ABCD-2345"),
            ("evc", "ABCD-2345"),
            ("trip_leader", right),
        ]
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({re.sub('value="[^"]*"', "", answer.text) for answer in answers}) == 1
    assert all("do not go together, or the code is too old" in answer.text for answer in answers)
    assert len(checked) == len(answers)


@pytest.mark.parametrize("email", [address_of("staff"), "nobody@wrenfield.example"])
def test_wrong_codes_are_limited_like_wrong_passwords(client, code_for, email):
    code = code_for("staff")
    for _ in range(MOST_TRIES_AN_ACCOUNT):
        assert uses(client, email, "ABCD-2345").status_code == 401

    answer = uses(client, email, code)

    assert answer.status_code == 429
    assert "Too many wrong codes. Try again at" in answer.text
    assert int(answer.headers["Retry-After"]) > 0


def test_somebody_shut_out_by_wrong_passwords_gets_in_with_a_code_at_once(client, phone, code_for):
    for _ in range(MOST_TRIES_AN_ACCOUNT):
        client.post("/sign-in", data={"email": address_of("staff"), "password": "wrong"})
        phone.client.post("/api/sign-in", json={"email": address_of("staff"), "password": "wrong"}, headers=CLIENT)

    uses(client, "staff", code_for("staff"))

    given = {"email": address_of("staff"), "password": NEW}
    assert client.post("/sign-in", data=given).status_code == 302
    assert phone.client.post("/api/sign-in", json=given, headers=CLIENT).status_code == 200


def test_a_weak_new_password_is_said_so_and_the_code_stays_good(client, code_for):
    code = code_for("staff")

    answer = uses(client, "staff", code, "tom hargreave tom")

    assert answer.status_code == 422
    assert "too easy to guess" in answer.text
    assert f'value="{code}"' in answer.text
    assert uses(client, "staff", code).status_code == 302


def test_a_wrong_code_says_nothing_about_the_password(client, code_for):
    code_for("staff")

    assert "too easy" not in uses(client, "staff", "ABCD-2345", "tom hargreave tom").text


@pytest.mark.parametrize(
    ("by", "of"), [("office", "dsl"), ("office", "headteacher"), ("network_manager", "office"), ("dsl", "headteacher")]
)
def test_nobody_climbs_with_a_reset(as_role, by, of):
    answer = as_role(by).post(f"/office/staff/{id_of(of)}/reset")

    assert answer.status_code in (403, 404)
    assert PasswordReset.select().count() == 0


@pytest.mark.parametrize("role", ["office", "headteacher", "dsl", "chair", "network_manager"])
def test_nobody_resets_their_own(as_role, role):
    assert as_role(role).post(f"/office/staff/{id_of(role)}/reset").status_code == 403


def test_the_page_names_who_may(as_role):
    page = as_role("office").get(f"/office/staff/{id_of('dsl')}").text

    assert "Ask one of these: DSL, Deputy DSL." in page
    assert "Reset password" not in page


@pytest.mark.parametrize(("by", "of"), [("chair", "headteacher"), ("dsl", "deputy_dsl"), ("deputy_dsl", "dsl")])
def test_those_above_the_office_reset_one_another(client, code_for, by, of):
    assert uses(client, of, code_for(of, by=by)).status_code == 302


def test_the_chair_sees_only_whom_they_may_reset(as_role):
    chair = as_role("chair")

    page = chair.get("/office/staff").text

    assert "Ruth Adeyemi" in page
    assert "Tom Hargreave" not in page
    assert "Disable" not in page
    assert chair.get(f"/office/staff/{id_of('staff')}").status_code == 404


def test_a_disabled_account_gets_no_code(as_role):
    office = as_role("office")
    office.post(f"/office/staff/{id_of('staff')}/disable")

    office.post(f"/office/staff/{id_of('staff')}/reset")

    assert PasswordReset.select().count() == 0


def test_the_command_line_is_the_last_way(client, run):
    code = run("reset-code", "--email", address_of("chair")).output.strip()
    uses(client, "chair", code)
    client.post("/sign-in", data={"email": address_of("chair"), "password": NEW})

    assert "with a code from whoever runs the school’s server" in client.get("/office").text


def test_the_command_line_says_who_is_not_there(run):
    done = run("reset-code", "--email", "nobody@wrenfield.example")

    assert done.exit_code == 1
    assert done.output.startswith("Error: Nobody with that e-mail address")


@pytest.mark.parametrize("code", ["", " ", "\0", "x" * 500, "ＡＢＣＤ-2345"])
def test_a_code_that_is_none_is_refused_plainly(client, code):
    assert uses(client, "staff", code).status_code in (401, 422)


def test_the_offices_own_sign_in_is_not_touched(as_role, code_for):
    office = as_role("office")
    code_for("staff")

    assert office.get("/office").status_code == 200
    assert SignIn.select().where(SignIn.staff == id_of("office"), SignIn.ended_at.is_null()).count() >= 1


def test_changing_the_password_voids_a_code_that_somebody_else_holds(app, as_role, code_for):
    tom = as_role("staff")
    code = code_for("staff")

    tom.post("/office/you/password", data={"current": PASSWORD, "new": "silver lantern brook"})

    assert "has not been used" not in tom.get("/office/you").text
    assert uses(app.test_client(), "staff", code).status_code == 401


def test_a_code_made_before_somebody_may_read_more_is_void_after(app, code_for):
    code = code_for("staff")

    actions.give_role(Staff.get_by_id(id_of("staff")), Role.DSL)

    assert uses(app.test_client(), "staff", code).status_code == 401


def test_a_code_is_void_once_its_maker_is_disabled(app, as_role, code_for):
    code = code_for("staff")

    as_role("headteacher").post(f"/office/staff/{id_of('office')}/disable")

    assert uses(app.test_client(), "staff", code).status_code == 401


def test_a_later_reset_hides_none_before_it(app, code_for):
    uses(app.test_client(), "staff", code_for("staff", by="network_manager"))
    uses(app.test_client(), "staff", code_for("staff"), "silver lantern brook")
    tom = app.test_client()
    tom.post("/sign-in", data={"email": address_of("staff"), "password": "silver lantern brook"})

    own_page = tom.get("/office/you").text

    assert "with a code from Callum" in own_page
    assert "with a code from Elin Morgan" in own_page


def test_no_title_tells_the_browsers_history_or_a_printed_file_whose_password_was_reset(as_role):
    office, address = as_role("office"), f"/office/staff/{id_of('staff')}"

    pages = [office.get(address).text, office.post(f"{address}/reset").text]

    assert all("Tom Hargreave</h1>" in page for page in pages)
    assert not any("Hargreave" in re.search("<title>(.+)</title>", page).group(1) for page in pages)
