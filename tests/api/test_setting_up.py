"""Setting a phone up: one code, one phone; a lost answer can be asked for again; ready once a test message opened."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest

from server.foundation import clock
from server.phones import rules


def _code_and_status(answer):
    return answer.status_code, answer.json["code"]


def test_a_phone_is_ready_once_the_school_opened_its_test_message(new_phone):
    three = new_phone("Phone 3")

    answer = three.sets_itself_up()

    assert (answer.status_code, answer.json["ready"], answer.json["phone"]["name"]) == (201, True, "Phone 3")


def test_the_same_code_and_nonce_give_the_same_answer_and_cookie_again(new_phone):
    three = new_phone()
    given = {"code": three.code, "nonce": three.nonce}

    first, again = (three.client.post("/api/phones/enrol", json=given) for _ in range(2))

    assert first.json["phone"] == again.json["phone"]
    assert first.headers["Set-Cookie"].split(";")[0] == again.headers["Set-Cookie"].split(";")[0]


def test_a_code_is_good_for_one_phone_only(new_phone):
    three = new_phone()
    three.sets_itself_up()

    answer = three.client.post("/api/phones/enrol", json={"code": three.code, "nonce": "another phone"})

    assert _code_and_status(answer) == (409, "enrolment.code_used")


def test_a_code_of_ours_is_read_however_it_is_typed(new_phone):
    three = new_phone()
    typed = f" {three.code[:4].lower()} - {three.code[4:].lower()} "

    assert three.client.post("/api/phones/enrol", json={"code": typed, "nonce": "n"}).status_code == 201


def test_a_wrong_code_is_refused(client):
    answer = client.post("/api/phones/enrol", json={"code": "ABCD2345", "nonce": "n"})

    assert _code_and_status(answer) == (404, "enrolment.code_wrong")


def test_megabytes_in_the_place_of_a_code_are_not_read_letter_by_letter(client, monkeypatch):
    monkeypatch.setattr(rules, "read_code", lambda typed: pytest.fail("was read"))

    answer = client.post("/api/phones/enrol", json={"code": "\ufdfa" * 1_000_000, "nonce": "n"})

    assert (answer.status_code, answer.json["code"]) == (400, "request.malformed")


def test_a_card_typed_with_o_for_zero_says_which_letter(new_phone):
    three = new_phone()

    answer = three.client.post("/api/phones/enrol", json={"code": "AB0D-2345", "nonce": three.nonce})

    assert _code_and_status(answer) == (404, "enrolment.code_wrong")
    assert answer.json["detail"] == "There is no 0 in a set-up code. Look at letter 3 again: it may be Q, D or 8."
    assert three.sets_itself_up().status_code == 201


def test_a_code_runs_out_after_a_day(new_phone, monkeypatch):
    three = new_phone()
    tomorrow = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)

    answer = three.client.post("/api/phones/enrol", json={"code": three.code, "nonce": "n"})

    assert _code_and_status(answer) == (410, "enrolment.code_expired")


@pytest.mark.parametrize("body", ["", "!!", "AAAA", urlsafe_b64encode(b"x" * 200).decode()])
def test_a_test_message_the_school_cannot_open_leaves_the_phone_not_ready(new_phone, body):
    three = new_phone()
    first = three.client.post("/api/phones/enrol", json={"code": three.code, "nonce": three.nonce})
    canary = {"kid": first.json["keys"][0]["kid"], "body": body}

    answer = three.client.post("/api/phones/enrol", json={"code": three.code, "nonce": three.nonce, "canary": canary})

    assert _code_and_status(answer) == (422, "enrolment.canary_unopened")
    assert (
        three.client.post("/api/phones/enrol", json={"code": three.code, "nonce": three.nonce}).json["ready"] is False
    )


@pytest.mark.parametrize("given", [None, [], {}, {"code": 7, "nonce": "n"}, {"code": "A", "nonce": ""}, {"code": "A"}])
def test_a_request_that_is_not_one_is_refused_plainly(client, given):
    assert _code_and_status(client.post("/api/phones/enrol", json=given)) == (400, "request.malformed")


def test_a_phone_that_was_never_set_up_is_told_so(client):
    answer = client.post("/api/outbox/manifest", json={"chains": []}, headers={"Lanyard-Client": "test"})

    assert _code_and_status(answer) == (401, "access.phone_unknown")


@pytest.mark.parametrize("given", [{"code": "ABCD2345", "nonce": "\ud800"}, {"code": "\ud800BCD2345", "nonce": "n"}])
def test_half_a_character_is_refused_and_no_failure(client, new_phone, given):
    given = {**given, "code": new_phone().code if given["nonce"] != "n" else given["code"]}

    assert client.post("/api/phones/enrol", json=given).status_code in (400, 404)


def test_json_nested_without_end_is_refused(client):
    answer = client.post("/api/phones/enrol", data="[" * 100_000, content_type="application/json")

    assert _code_and_status(answer) == (400, "request.malformed")


def test_each_contact_renews_the_phones_cookie(phone):
    renewed = phone.reports().headers["Set-Cookie"]

    assert renewed.startswith("lanyard_phone=")
    assert "Max-Age=34560000" in renewed


def test_setting_up_again_keeps_what_was_set_up(phone, run):
    phone.code, phone.nonce = run("enrol-code", "--phone", "Phone 3").output.strip(), "second time"

    assert phone.sets_itself_up().json["phone"]["name"] == "Phone 3"
    assert phone.reports().status_code == 200
