"""Several keys live at once: a new one is taken up by whoever hears of it, and no old one is ever refused."""

from __future__ import annotations

import json
import stat

import pytest

from server.foundation.audit import AuditEntry
from server.foundation.crypto import KeyRing
from tests.cast import grazed_knee, receipts


@pytest.fixture
def rotate(run):
    """`rotate()` is `flask keys rotate`; answers the new key's id."""

    def rotated() -> str:
        return run("keys", "rotate").output.strip()

    return rotated


def test_a_phone_hears_of_the_new_key_with_its_next_manifest(phone, rotate):
    old = phone.key["kid"]
    kid = rotate()

    keys = phone.reports().json["keys"]
    offered = {key["kid"]: key["not_after"] for key in keys if key["use"] == "school"}

    assert list(offered) == [old, kid]
    assert offered[kid] is None
    assert offered[old] is not None


def test_what_was_sealed_to_an_old_key_opens_after_two_rotations(phone, rotate, exported):
    sealed_before = phone.files(grazed_knee())
    rotate()
    rotate()
    receipts(phone.sends(sealed_before))

    phone.key = [key for key in phone.reports().json["keys"] if key["use"] == "school"][-1]
    receipts(phone.sends(phone.files(grazed_knee())))

    assert [line["state"] for line in exported()] == ["opened", "opened"]


def test_a_running_server_takes_a_key_up_that_another_process_made(app, phone, exported):
    other_process = KeyRing(app.config["KEY_DIR"])
    kid = other_process.rotate("2026-06-12T09:00:00.000Z")

    phone.key = next(key for key in phone.reports().json["keys"] if key["kid"] == kid)
    receipts(phone.sends(phone.files(grazed_knee())))

    assert exported()[0]["state"] == "opened"


def test_a_rotation_is_in_the_log_and_its_file_is_the_owners_alone(app, rotate):
    kid = rotate()
    file = app.config["KEY_DIR"] / "school_keys.json"

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [key["kid"] for key in json.loads(file.read_text())][-1] == kid
    last = AuditEntry.select().order_by(AuditEntry.n.desc()).first()
    assert (last.action, last.subject) == ("key.rotated", kid)


def test_each_key_is_listed_and_no_private_half_is_shown(run, rotate):
    kid = rotate()

    listed = run("keys", "list").output

    assert [kid, "school", "in", "use"] in [line.split() for line in listed.splitlines()]
    assert "PRIVATE" not in listed
