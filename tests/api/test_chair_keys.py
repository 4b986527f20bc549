"""The chair's keys: in a folder of their own, offered to phones beside the school's, and read for the chair alone."""

from __future__ import annotations

import json
import stat
from base64 import urlsafe_b64encode

import pytest

from server.foundation import crypto
from server.foundation.audit import AuditEntry
from server.foundation.chair_keys import ChairKeys, KeyIsAway

RECORD = ("record", "0b6f6f2e-6c55-4f0e-9f0e-6d8f7b0d1f11")


@pytest.fixture
def folder(app):
    return app.config["CHAIR_KEY_DIR"]


def uses(answer):
    return [key["use"] for key in answer.json["keys"]]


def test_phones_get_the_chairs_key_beside_the_schools_wherever_they_get_keys(phone, new_phone, client):
    other = new_phone("Phone 2")
    setting_up = other.client.post("/api/phones/enrol", json={"code": other.code, "nonce": other.nonce})

    for answer in (setting_up, phone.reports(), client.get("/app/start.json")):
        assert uses(answer) == ["school", "chair"]


def test_no_private_half_is_offered_and_both_files_are_the_owners_alone(client, folder):
    offered = client.get("/app/start.json").json["keys"][-1]

    assert set(offered) == {"kid", "jwk", "use", "not_after"}
    assert set(offered["jwk"]) == {"kty", "crv", "x", "y"}
    assert "PRIVATE" not in (folder / "chair_public_keys.json").read_text()
    for file in folder.glob("*.json"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_schools_ring_opens_nothing_that_was_sealed_to_the_chair(app):
    ring = app.extensions["lanyard.keys"]
    kid, sealed = ring.chair.seal(RECORD, b"{}")

    with pytest.raises(crypto.CannotOpen, match="unknown"):
        ring.open(kid, RECORD, sealed)
    assert crypto.unframe(ring.chair.open(kid, RECORD, sealed)) == b"{}"


def test_a_test_message_sealed_to_the_chairs_key_makes_no_phone_ready(app, new_phone):
    three = new_phone("Phone 3")
    three.client.post("/api/phones/enrol", json={"code": three.code, "nonce": three.nonce})
    kid, sealed = app.extensions["lanyard.keys"].chair.seal(("canary", three.nonce), b"{}")

    canary = {"kid": kid, "body": urlsafe_b64encode(sealed).decode().rstrip("=")}
    given = {"code": three.code, "nonce": three.nonce, "canary": canary}

    assert three.client.post("/api/phones/enrol", json=given).json["code"] == "enrolment.canary_unopened"


def test_a_rotation_reaches_a_running_server_and_what_was_sealed_before_opens(app, run, client):
    chair = app.extensions["lanyard.keys"].chair
    kid, sealed = chair.seal(RECORD, b"{}")

    fresh = run("keys", "rotate", "--use", "chair").output.strip()

    offered = {key["kid"]: key["not_after"] for key in client.get("/app/start.json").json["keys"][1:]}
    assert list(offered) == [kid, fresh]
    assert (offered[fresh], offered[kid] is None) == (None, False)
    assert chair.open(kid, RECORD, sealed)
    assert AuditEntry.select().order_by(AuditEntry.n.desc()).first().subject == fresh
    assert [fresh, "chair", "in", "use"] in [line.split() for line in run("keys", "list").output.splitlines()]


def test_with_the_private_file_elsewhere_phones_go_on_and_nothing_opens(app, run, client, folder):
    chair = app.extensions["lanyard.keys"].chair
    kid, sealed = chair.seal(RECORD, b"{}")
    kept = (folder / "chair_keys.json").rename(folder.parent / "with the chair")

    again = ChairKeys(folder)

    assert [key["kid"] for key in again.offered()] == [kid]
    assert uses(client.get("/app/start.json")) == ["school", "chair"]
    with pytest.raises(KeyIsAway):
        again.open(kid, RECORD, sealed)
    refused = run("keys", "rotate", "--use", "chair")
    assert (refused.exit_code, "Put it back" in refused.output) == (1, True)
    assert not (folder / "chair_keys.json").exists()
    kept.rename(folder / "chair_keys.json")
    assert again.open(kid, RECORD, sealed)


def test_the_schools_key_turns_without_the_chairs(run, client):
    [_, before] = client.get("/app/start.json").json["keys"]
    run("keys", "rotate")

    assert [key["use"] for key in client.get("/app/start.json").json["keys"]] == ["school", "school", "chair"]
    assert client.get("/app/start.json").json["keys"][-1] == before


def test_both_files_hold_the_same_keys(folder):
    private, public = (
        json.loads((folder / name).read_text()) for name in ("chair_keys.json", "chair_public_keys.json")
    )

    assert [key["kid"] for key in private] == [key["kid"] for key in public]
