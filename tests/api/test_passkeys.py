"""Passkeys and security keys as the second step: only the right answer to an open question, from the right address."""

from __future__ import annotations

import json

import pytest

from server import create_app
from server.accounts import actions
from server.accounts.models import Challenge, Passkey
from server.accounts.rules import MOST_TRIES_AN_ACCOUNT
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.shell.demo_school import PASSWORD
from tests.api.authenticator import Authenticator, adds_a_key, b64, options_of, unb64
from tests.api.second_steps import STEP, asked, gives_the_password, is_in, shows
from tests.cast import address_of

REFUSED_KEY = "was not accepted"


@pytest.fixture
def elin(as_role):
    """Elin, signed in before she has a second step."""
    return as_role("office")


@pytest.fixture
def key(elin):
    """Elin's security key."""
    return adds_a_key(elin)


@pytest.fixture
def halfway(client):
    """`halfway()`: a browser in which Elin has given the right password and nothing more."""
    return lambda: gives_the_password(client)


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


def test_a_question_older_than_five_minutes_is_closed(key, halfway):
    client = halfway()
    options = asked(client)
    Challenge.update(expires_at=clock.now()).execute()

    assert shows(client, key.answers(options)).status_code == 401


def test_wrong_answers_of_passkeys_are_counted_the_same(app, key):
    for _ in range(MOST_TRIES_AN_ACCOUNT):
        assert shows(gives_the_password(app.test_client()), "{}").status_code == 401
    client = gives_the_password(app.test_client())

    assert shows(client, key.answers(asked(client))).status_code == 429


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
