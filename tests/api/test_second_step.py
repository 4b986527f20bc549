"""The second step at sign-in: after the password a passkey, or a code that is good once and guessed by nobody."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest

from server import create_app
from server.accounts import actions, passwords
from server.accounts.models import Challenge, FailedSignIn, KnownBrowser, Passkey, SheetCode, SignIn, Staff
from server.accounts.rules import CODES_A_SHEET, MOST_TRIES_AN_ACCOUNT, SECOND_STEP_WITHIN
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.shell.demo_school import PASSWORD
from tests.api.authenticator import Authenticator, adds_a_key, b64, makes_a_sheet, options_of, unb64
from tests.cast import CLIENT, address_of

STEP = "/sign-in/second-step"
REFUSED_KEY, REFUSED_CODE = "was not accepted", "That is not a code of your sheet"


def gives_the_password(client, role="office"):
    answer = client.post("/sign-in", data={"email": address_of(role), "password": PASSWORD})
    assert answer.location == f"{STEP}?next=/office", answer.text
    return client


def types(client, code, **more):
    return client.post(f"{STEP}/code", data={"code": code}, **more)


def shows(client, answer):
    return client.post(f"{STEP}/key", data={"credential": answer})


def asked(client):
    return options_of(client.get(STEP).text)


def is_in(client):
    return client.get("/office").status_code == 200


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


def test_a_passkey_lets_in_and_the_log_says_that_there_was_a_second_step(key, halfway):
    client = halfway()

    assert shows(client, key.answers(asked(client))).location == "/office"

    assert is_in(client)
    row = Passkey.get()
    assert row.sign_count == key.count
    assert row.used_at is not None
    assert [entry.action for entry in AuditEntry.select().order_by(AuditEntry.n.desc()).limit(2)] == [
        "staff.signed_in",
        "staff.second_step_taken",
    ]


def test_a_synced_passkey_that_counts_nothing_lets_in_again_and_again(app, as_role):
    key = adds_a_key(as_role("office"), key=Authenticator(counts=False))
    for _ in range(2):
        client = gives_the_password(app.test_client())
        assert shows(client, key.answers(asked(client))).status_code == 302


@pytest.mark.parametrize("counts", [True, False])
def test_an_answer_shown_again_opens_nothing_even_with_the_cookie_of_then(app, as_role, counts):
    key = adds_a_key(as_role("office"), key=Authenticator(counts=counts))
    client = gives_the_password(app.test_client())
    answer = key.answers(asked(client))
    cookie = client.get_cookie("lanyard_session").value
    assert shows(client, answer).status_code == 302

    thief = app.test_client()
    thief.set_cookie("lanyard_session", cookie)
    again = shows(thief, answer)

    assert (again.status_code, REFUSED_KEY in again.text) == (401, True)
    assert not is_in(thief)


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "http://localhost.evil.example"},
        {"origin": "https://localhost"},
        {"challenge": b64(b"x" * 32)},
        {"type": "webauthn.create"},
    ],
)
def test_an_answer_for_another_address_question_or_purpose_is_refused(key, halfway, bent, caplog):
    client = halfway()

    answer = shows(client, key.answers(asked(client), **bent))

    assert (answer.status_code, REFUSED_KEY in answer.text) == (401, True)
    assert not is_in(client)
    assert "second step refused" in caplog.text
    assert "elin" not in caplog.text
    assert "evil" not in caplog.text


def test_an_answer_made_for_another_site_is_refused(key, halfway):
    client = halfway()

    assert shows(client, key.answers({**asked(client), "rpId": "evil.example"})).status_code == 401


def test_a_signature_of_another_key_is_refused(key, halfway):
    client = halfway()
    other = Authenticator()
    other.id, other.count = key.id, 100

    assert shows(client, other.answers(asked(client))).status_code == 401


def test_a_copied_key_that_counts_on_from_before_is_refused(app, key, halfway):
    copy_count = key.count
    client = halfway()
    assert shows(client, key.answers(asked(client))).status_code == 302
    key.count = copy_count

    client = gives_the_password(app.test_client())

    assert shows(client, key.answers(asked(client))).status_code == 401


def test_a_colleagues_passkey_does_not_open_mine(app, as_role, key, halfway):
    daniels = adds_a_key(as_role("dsl"))
    client = halfway()

    assert shows(client, daniels.answers(asked(client))).status_code == 401


def test_a_question_put_to_a_colleague_is_not_answered_for_me(app, as_role, key, halfway):
    adds_a_key(as_role("dsl"))
    daniel = gives_the_password(app.test_client(), "dsl")
    his = asked(daniel)
    client = halfway()
    asked(client)

    assert shows(client, key.answers(his)).status_code == 401


def test_the_neighbours_passkey_opens_nothing_here(app, key, halfway):
    school = actions.add_school("Next door")
    finch = actions.add_staff(school, "Mr Finch", "finch@nextdoor.example", PASSWORD)
    actions.give_role(finch, "office")
    client = app.test_client()
    client.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})
    finchs = adds_a_key(client)

    ours = halfway()

    assert shows(ours, finchs.answers(asked(ours))).status_code == 401
    assert client.post(f"/office/you/second-step/{Passkey.get().id}/remove").status_code == 404


def test_each_try_has_a_question_of_its_own(key, halfway):
    client = halfway()
    options = asked(client)
    shows(client, key.answers(options, origin="http://evil.example"))

    assert shows(client, key.answers(options)).status_code == 401
    assert shows(client, key.answers(asked(client))).status_code == 302


def test_after_five_minutes_both_the_password_and_the_question_are_asked_anew(key, sheet, halfway, monkeypatch):
    client = halfway()
    answer = key.answers(asked(client))
    later = clock.now() + SECOND_STEP_WITHIN + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    for tried in (shows(client, answer), types(client, sheet[0]), client.get(STEP)):
        assert tried.location == "/sign-in?next=/office"
    assert not is_in(client)


def test_a_question_older_than_five_minutes_is_closed(key, halfway):
    client = halfway()
    options = asked(client)
    Challenge.update(expires_at=clock.now()).execute()

    assert shows(client, key.answers(options)).status_code == 401


def test_wrong_codes_are_counted_and_a_right_password_forgives_none(app, sheet, halfway):
    for n in range(MOST_TRIES_AN_ACCOUNT):
        client = gives_the_password(app.test_client())
        assert types(client, "AAAA-AAA2").status_code == 401, n

    answer = types(gives_the_password(app.test_client()), sheet[0])

    assert answer.status_code == 429
    assert "Too many wrong tries. Try again at" in answer.text
    assert SheetCode.select().where(SheetCode.used_at.is_null()).count() == CODES_A_SHEET


def test_wrong_answers_of_passkeys_are_counted_the_same(app, key):
    for _ in range(MOST_TRIES_AN_ACCOUNT):
        assert shows(gives_the_password(app.test_client()), "{}").status_code == 401
    client = gives_the_password(app.test_client())

    assert shows(client, key.answers(asked(client))).status_code == 429


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


def test_a_disabled_account_takes_no_second_step(sheet, halfway):
    client = halfway()
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


@pytest.mark.parametrize("answer", ["", "x", "[]", "{}", '{"id": 1}', "[" * 20_000, '{"id": "\ud800"}', "x" * 40_000])
def test_an_answer_that_is_none_is_refused_in_words(key, halfway, answer):
    client = halfway()
    asked(client)

    refused = client.post(f"{STEP}/key", data={"credential": answer.encode("utf-8", "surrogatepass")})

    assert refused.status_code in (400, 401, 422)


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_an_answer_with_any_byte_changed_is_refused(app, as_role, part, monkeypatch):
    from server.accounts import rules

    monkeypatch.setattr(rules, "MOST_TRIES_AN_ACCOUNT", 10_000)
    monkeypatch.setattr(rules, "MOST_TRIES_AN_ADDRESS", 10_000)
    key = adds_a_key(as_role("office"))
    client = gives_the_password(app.test_client())
    length = len(unb64(json.loads(key.answers(asked(client)))["response"][part]))
    for at in range(0, length, max(1, length // 8)):
        given = json.loads(key.answers(asked(client)))
        content = bytearray(unb64(given["response"][part]))
        content[at % len(content)] ^= 0x5A
        given["response"][part] = b64(bytes(content))
        assert shows(client, json.dumps(given)).status_code == 401, at


def test_signing_in_on_a_phone_stays_as_it_is(phone, sheet, key):
    given = {"email": address_of("office"), "password": PASSWORD}

    assert phone.client.post("/api/sign-in", json=given, headers=CLIENT).json["staff"]["name"] == "Elin Morgan"
    assert not is_in(phone.client)


def test_a_key_of_another_address_says_which(as_role, app, key):
    Passkey.update(site="office.wrenfield.example").execute()
    page = gives_the_password(app.test_client()).get(STEP).text

    assert "office.wrenfield.example" in page
    assert "data-options" not in page


@pytest.fixture(params=[("LANYARD_PROXIES", {"X-Forwarded-Proto": "https"}), ("LANYARD_HTTPS", {})])
def behind_a_proxy(data_folder, monkeypatch, request):
    """`behind_a_proxy(address, data)`: what Elin sends to the school's own https address, as the proxy passes it on."""
    setting, headers = request.param
    monkeypatch.setenv(setting, "1")
    client = create_app({"DATA_DIR": data_folder, "WTF_CSRF_ENABLED": False}).test_client()

    def sends(address, data):
        return client.post(address, data=data, base_url="http://office.wrenfield.example", headers=headers)

    sends("/sign-in", {"email": address_of("office"), "password": PASSWORD})
    yield sends
    db.close()
    db.close_idle()


@pytest.mark.parametrize(
    ("origin", "status"), [("https://office.wrenfield.example", 302), ("http://office.wrenfield.example", 422)]
)
def test_behind_a_proxy_the_address_is_the_one_asked_for(behind_a_proxy, origin, status):
    own = "/office/you/second-step/keys"
    options = options_of(behind_a_proxy(own, {"name": "Blue key", "current": PASSWORD}).text)
    assert options["rp"]["id"] == "office.wrenfield.example"

    made = Authenticator().makes(options, origin=origin)

    answer = behind_a_proxy(f"{own}/new", {"name": "Blue key", "credential": made})
    assert answer.status_code == status
    assert [row.site for row in Passkey.select()] == (["office.wrenfield.example"] if status == 302 else [])


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
