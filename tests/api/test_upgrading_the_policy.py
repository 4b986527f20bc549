"""What a school had chosen before its policy had versions is carried over: each choice, its time, and who made it."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest
from peewee import SqliteDatabase
from playhouse.migrations import Runner

from server.foundation.database import MIGRATIONS, bring_up_to_date

CHOSEN = """
INSERT INTO school VALUES ('s', 'Wrenfield Park', 1, 0);
INSERT INTO school VALUES ('t', 'Next door', 0, 0);
INSERT INTO staff (id, school_id, name, email, password_hash, is_active, made_at, password_changed_at)
    VALUES ('p', 's', 'Daniel Okoro', 'd@wrenfield.example', 'x', 1, 0, 0);
INSERT INTO sign_in_rules VALUES ('s', 90, 100);
INSERT INTO phone_rules (school_id, lock_minutes, changed_at, registers_devices) VALUES ('s', 5, 200, 1);
INSERT INTO consent_rules VALUES ('s', 365, 300);
INSERT INTO photo_rules VALUES ('s', 6, 24, '["website"]', 1, '["a", "b", "c"]', '[["Stage", "warn", "Wide"]]', 400);
INSERT INTO photos_off_by VALUES ('s', '15:00', 500);
INSERT INTO alert_rules VALUES ('s', 5, 15, '15:30', '22:00', '06:30', 600);
INSERT INTO alert_added VALUES (3, 's', 'serious', 'slt', NULL, 700, 'head');
INSERT INTO alert_added VALUES (4, 's', 'serious', NULL, 'p', 800, 'head');
INSERT INTO own_phone_rules VALUES (1, 's', 'headteacher', 1, 'designated_officer', 'p', 150, 'head');
INSERT INTO own_phone_rules VALUES (2, 's', 'slt', 0, 'headteacher', NULL, 900, 'other');
INSERT INTO audit_entry (school, n, at, actor, action, subject, details, previous_hash, hash)
    VALUES ('s', 1, 200, 'callum', 'school.phone_rules_changed', 's', '{}', '', 'x');
"""


@pytest.fixture
def versions(tmp_path):
    """(n, made_at, made_by, what it says) of every version, by school, after the migration."""
    file, steps = tmp_path / "lanyard.sqlite3", tmp_path / "steps"
    steps.mkdir()
    for step in MIGRATIONS.glob("00*.py"):
        if step.name < "0044":
            shutil.copy(step, steps)
    old = SqliteDatabase(str(file))
    Runner(old, str(steps)).up()
    old.close()
    with sqlite3.connect(file) as raw:
        raw.executescript(CHOSEN)
    raw.close()
    assert bring_up_to_date(file)[0] == "0044_policy"
    with sqlite3.connect(file) as raw:
        rows = raw.execute("SELECT school_id, n, made_at, made_by, said FROM policy_version ORDER BY n").fetchall()
        assert raw.execute("SELECT COUNT(*) FROM own_phone_rules").fetchone() == (2,)
    raw.close()
    return [(school, n, at, by, json.loads(said)) for school, n, at, by, said in rows]


def test_each_choice_is_a_version_in_the_order_in_which_they_were_made(versions):
    assert [(n, at, by) for _school, n, at, by, _said in versions] == [
        *((1, 100, ""), (2, 150, "head"), (3, 200, "callum"), (4, 300, ""), (5, 400, ""), (6, 500, ""), (7, 600, "")),
        *((8, 700, "head"), (9, 800, "head"), (10, 900, "other")),
    ]
    assert {school for school, *_rest in versions} == {"s"}


def test_nothing_that_was_chosen_is_lost(versions):
    said = {code: one["value"] for code, one in versions[-1][-1].items()}
    assert said == {
        "accounts.passwords_end": True,
        "own_phone.agrees": "slt",
        "own_phone.risk_assessment": False,
        "own_phone.told": None,
        "phones.lock_minutes": 5,
        "phones.registers_devices": True,
        "consent.lasts_days": 365,
        "photos.list_warns_hours": 6,
        "photos.list_stops_hours": 24,
        "photos.purposes": ["website"],
        "photos.first_names": True,
        "photos.says_in_toilets": "a",
        "photos.says_in_changing_rooms": "b",
        "photos.says_during_care": "c",
        "photos.activities": [["Stage", "warn", "Wide"]],
        "photos.off_by": "15:00",
        "alerts.first_minutes": 5,
        "alerts.then_minutes": 15,
        "alerts.today_by": "15:30",
        "alerts.quiet_from": "22:00",
        "alerts.quiet_until": "06:30",
        "alerts.added": [
            {"number": 3, "row": "serious", "role": "slt", "staff": None},
            {"number": 4, "row": "serious", "role": None, "staff": "p"},
        ],
    }
    before = {code: one["value"] for code, one in versions[1][-1].items()}
    assert (before["own_phone.agrees"], before["own_phone.told"]) == ("headteacher", "p")


def test_every_setting_that_was_carried_over_is_one_that_is_declared(versions, app):
    settings = app.extensions["lanyard.registry"].settings
    for code, one in versions[-1][-1].items():
        assert settings[code].kind.problem(one["value"]) == ""
