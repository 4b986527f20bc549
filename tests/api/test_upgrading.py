"""A database of an earlier version is brought up to date, and nobody in it loses their sign-in or their password."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import date

import pytest
from peewee import SqliteDatabase
from playhouse.migrations import Runner

from server import create_app
from server.accounts import passwords
from server.accounts.models import FailedSignIn, SignIn, Staff
from server.foundation import clock
from server.foundation.crypto import digest
from server.foundation.database import MIGRATIONS, bring_up_to_date, db
from server.policy.queries import contacts_of
from server.shell.demo_school import PASSWORD

TOKEN = "a token of the old version"
EMAIL = "priya@wrenfield.example"


def made_by_the_version_before(file, steps):
    """The database as the first two migrations left it, with one person who is signed in, here and on a phone."""
    for step in ("0001_begin.py", "0002_failed_sign_ins.py"):
        shutil.copy(MIGRATIONS / step, steps)
    old = SqliteDatabase(str(file))
    Runner(old, str(steps)).up()
    old.close()
    now = round(clock.now().timestamp() * 1000)
    with sqlite3.connect(file) as raw:
        raw.execute("INSERT INTO school VALUES ('s', 'Wrenfield Park', 1, ?)", [now])
        raw.execute(
            "INSERT INTO staff VALUES ('p', 's', 'Priya Shah', ?, ?, 1, ?)", [EMAIL, passwords.hashed(PASSWORD), now]
        )
        for token, phone in ((TOKEN, None), ("of the phone", "phone 3")):
            raw.execute(
                "INSERT INTO sign_in VALUES (?, 's', 'p', ?, ?, ?, NULL)", [digest(token.encode()), phone, now, now]
            )
        raw.execute("INSERT INTO contact VALUES ('s', 'dsl', 1, 'DSL', 'Daniel Okoro', '07700 900201', '2026-01-02')")
        raw.execute("INSERT INTO failed_sign_in VALUES (1, 's', 'x', 'y', ?)", [now])
    raw.close()


def as_it_was_before(step, folder):
    """An empty database that lacks this migration and all after it."""
    file, steps = folder / "lanyard.sqlite3", folder / "steps"
    steps.mkdir()
    for one in MIGRATIONS.glob("00*.py"):
        if one.name < step:
            shutil.copy(one, steps)
    old = SqliteDatabase(str(file))
    Runner(old, str(steps)).up()
    old.close()
    return file


@pytest.fixture
def upgraded(tmp_path):
    file = tmp_path / "data" / "database" / "lanyard.sqlite3"
    file.parent.mkdir(parents=True)
    (tmp_path / "steps").mkdir()
    made_by_the_version_before(file, tmp_path / "steps")
    app = create_app({"DATA_DIR": tmp_path / "data", "WTF_CSRF_ENABLED": False})
    db.connect(reuse_if_open=True)
    yield app
    db.close()
    db.close_idle()


def test_whom_to_ring_stays_with_the_day_it_was_checked(upgraded):
    (found,) = contacts_of("s")
    assert (found.role, found.name, found.number) == ("dsl", "Daniel Okoro", "07700 900201")
    assert (found.checked_on, found.part, found.address) == (date(2026, 1, 2), "school", "")


def test_whoever_was_signed_in_stays_signed_in(upgraded):
    client = upgraded.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = TOKEN

    page = client.get("/office/you")

    assert page.status_code == 200
    assert "Office, in a browser" in page.text
    assert "A phone’s app" in page.text


def test_each_sign_in_can_be_named_and_the_password_is_as_old_as_the_account(upgraded):
    priya = Staff.get()

    assert len({row.id for row in SignIn.select() if row.id}) == 2
    assert priya.password_changed_at == priya.made_at
    assert FailedSignIn.get().place == ""


def test_the_old_password_still_opens_the_office(upgraded):
    answer = upgraded.test_client().post("/sign-in", data={"email": EMAIL, "password": PASSWORD})

    assert answer.status_code == 302


def test_a_second_start_changes_nothing(upgraded):
    assert bring_up_to_date(upgraded.config["DATABASE"]) == []


def test_a_trip_of_the_version_before_is_in_the_uk_and_nothing_was_agreed_about_own_phones(tmp_path):
    file = as_it_was_before("0021", tmp_path)
    with sqlite3.connect(file) as raw:
        raw.execute("INSERT INTO school VALUES ('s', 'Wrenfield Park', 1, 0)")
        raw.execute(
            "INSERT INTO trip"
            " (id, school_id, title, place, starts_on, ends_on, made_at, carries_contacts, carries_care)"
            " VALUES ('t', 's', 'Castle', 'Castle', '2026-11-20', '2026-11-20', 0, 0, 0)"
        )
    raw.close()

    applied = bring_up_to_date(file)

    assert applied[0] == "0021_own_phone_agreements"
    with sqlite3.connect(file) as raw:
        assert raw.execute("SELECT country, time_zone FROM trip").fetchall() == [("GB", "Europe/London")]
        for table in ("own_phone_rules", "own_phone_agreement", "own_phone_agreement_revoked"):
            assert raw.execute(f"SELECT COUNT(*) FROM {table}").fetchall() == [(0,)]
        for table in ("own_phone_use", "own_phone_take_up", "own_phone_outcome", "own_number_mark"):
            assert raw.execute(f"SELECT COUNT(*) FROM {table}").fetchall() == [(0,)]
        raw.execute("INSERT INTO own_phone_rules VALUES (1, 's', 'slt', 0, 'headteacher', NULL, 0, 'x')")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute("UPDATE own_phone_rules SET agrees = 'headteacher'")
    raw.close()


DAYS = {"2026-06-12": "2026-06-12", "2026-02-30": None, "0001-01-01": None, "12 June": None, 20260612: None, None: None}


def test_reports_of_the_version_before_are_of_the_day_that_their_paper_gives(tmp_path):
    file = as_it_was_before("0035", tmp_path)
    bodies = [json.dumps({"happened_on": day, "place": "Moat"}) for day in DAYS]
    # From a phone, which gives none; and what SQLite cannot read.
    bodies += [json.dumps({"place": "Moat"}), f'{{"happened_on": "2026-06-12", "odd": {"[" * 2000}{"]" * 2000}}}']
    with sqlite3.connect(file) as raw:
        for n, body in enumerate(bodies):
            raw.execute(
                "INSERT INTO incident (id, school_id, n, author_how, phone, received_at, needs_follow_up)"
                " VALUES (?, 's', ?, 'paper', '', 0, 0)",
                [str(n), n],
            )
            raw.execute(
                "INSERT INTO record (envelope_id, school_id, id, kind, version, body, actor, photos, clock, app)"
                " VALUES (?, 's', ?, 'incident.reported', 2, ?, '{}', '[]', '{}', 'office')",
                [n, str(n), body],
            )
    raw.close()

    assert bring_up_to_date(file)[0] == "0035_days_without_a_time"

    with sqlite3.connect(file) as raw:
        found = raw.execute("SELECT happened_on FROM incident ORDER BY n").fetchall()
    raw.close()
    assert [day for (day,) in found] == [*DAYS.values(), None, None]


def test_what_named_a_trip_that_the_school_does_not_have_is_known_from_before_and_from_now_on(tmp_path):
    file = as_it_was_before("0045", tmp_path)
    told = "INSERT INTO announcement VALUES (?, 's', 'p', 'c', ?, 'record', ?, ?, 'd', 1, 0)"
    sent = "INSERT INTO envelope VALUES (?, 's', 'p', 'record', ?, 'd', 1, 'c', ?, ?, 'k', '', 0)"
    with sqlite3.connect(file) as raw:
        raw.executemany(told, [(1, 1, "a", "gone"), (2, 2, "b", "gone"), (3, 3, "e", None)])
        raw.execute(sent, [1, "a", 1, "sent alone"])
    raw.close()

    bring_up_to_date(file)

    with sqlite3.connect(file) as raw:
        known = "SELECT trip FROM trip_named ORDER BY trip"
        assert raw.execute(known).fetchall() == [("gone",), ("sent alone",)]
        raw.execute(told.replace("INSERT", "INSERT OR FAIL"), (4, 4, "f", "gone"))
        raw.execute(sent, [2, "f", 4, "later"])
        assert raw.execute(known).fetchall() == [("gone",), ("later",), ("sent alone",)]
    raw.close()
