"""The audit log is append-only and shows any change; every view of a record is in it."""

from __future__ import annotations

import sqlite3

import pytest
from peewee import DatabaseError

from server.accounts.queries import any_school
from server.foundation import audit
from server.foundation.audit import AuditEntry
from server.foundation.database import APPEND_ONLY, db
from tests.cast import grazed_knee


@pytest.fixture
def by_hand(app):
    """The database file in the hands of somebody with the sqlite3 shell."""
    connection = sqlite3.connect(app.config["DATABASE"], isolation_level=None)
    for table in APPEND_ONLY:
        connection.execute(f"DROP TRIGGER {table}_no_update")
        connection.execute(f"DROP TRIGGER {table}_no_delete")
    yield connection
    connection.close()


def test_a_fresh_log_holds(run):
    assert run("audit", "verify").exit_code == 0


def test_an_entry_changed_by_hand_is_named(by_hand, run):
    by_hand.execute("UPDATE audit_entry SET actor = 'nobody' WHERE n = 5")

    found = run("audit", "verify")

    assert found.exit_code == 1
    assert "Entry 5 was changed" in found.output


def test_an_entry_taken_out_is_named(by_hand, run):
    by_hand.execute("DELETE FROM audit_entry WHERE n = 5")

    assert "Entry 5 is missing" in run("audit", "verify").output


def test_two_entries_swapped_are_noticed(by_hand, run):
    by_hand.execute("UPDATE audit_entry SET n = -1 WHERE n = 5")
    by_hand.execute("UPDATE audit_entry SET n = 5 WHERE n = 6")
    by_hand.execute("UPDATE audit_entry SET n = 6 WHERE n = -1")

    assert run("audit", "verify").exit_code == 1


def test_an_entry_that_somebody_puts_back_does_not_become_the_newest(by_hand, run):
    row = by_hand.execute("SELECT * FROM audit_entry WHERE n = 5").fetchone()
    by_hand.execute("DELETE FROM audit_entry WHERE n = 5")
    by_hand.execute(f"INSERT INTO audit_entry VALUES ({', '.join('?' * len(row))})", row)

    assert run("audit", "verify").exit_code == 0


def test_cutting_the_newest_entries_off_shows(by_hand, run):
    by_hand.execute("DELETE FROM audit_entry WHERE n = (SELECT MAX(n) FROM audit_entry)")

    assert "The newest entries are missing" in run("audit", "verify").output


def test_cutting_the_end_off_and_mending_the_head_shows_against_what_a_phone_carried_away(phone, by_hand, run):
    answer = phone.reports().json
    phone.reports(seen={"epoch": answer["epoch"], "n": 0, "audit_head": answer["audit_head"]})
    by_hand.execute("DELETE FROM audit_entry WHERE n = (SELECT MAX(n) FROM audit_entry)")
    by_hand.execute("UPDATE audit_head SET (n, hash) = (SELECT n, hash FROM audit_entry ORDER BY n DESC LIMIT 1)")

    assert "A phone carried away entry" in run("audit", "verify").output


@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
@pytest.mark.parametrize("act", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}", "DROP TABLE {}"])
def test_the_app_itself_cannot_rewrite_what_was_filed(phone, table, act):
    phone.sends(phone.files(grazed_knee()))

    with pytest.raises(DatabaseError):
        db.execute_sql(act.format(table))


def test_replace_cannot_overwrite_an_entry(app):
    row = AuditEntry.select().dicts().first()

    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.replace(**{**row, "actor": "nobody"}).execute()


def test_the_triggers_hold_without_the_authorizer(app):
    bare = sqlite3.connect(app.config["DATABASE"])

    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        bare.execute("DELETE FROM audit_entry")
    bare.close()


def test_opening_an_incident_page_leaves_a_line(phone, todays_trip, as_role):
    knee = grazed_knee(todays_trip)
    phone.sends(phone.files(knee))

    as_role("office").get(f"/office/incidents/{knee['id']}")

    last = AuditEntry.select().order_by(AuditEntry.n.desc()).first()
    assert (last.action, last.subject) == ("incident.viewed", knee["id"])


def test_no_entry_holds_what_was_written(phone, todays_trip, as_role):
    knee = grazed_knee(todays_trip, what_happened="CANARY Maya fell", pupils="CANARY")
    phone.sends(phone.files(knee))
    as_role("office").get(f"/office/incidents/{knee['id']}")

    assert not [entry for entry in AuditEntry.select() if "CANARY" in entry.details + entry.subject]


def test_an_entry_is_undone_with_the_act_it_tells_of(in_app):
    school = any_school().id
    before = audit.head_of(school)

    with db.atomic() as act:
        audit.write(school, "somebody", "something", "x")
        act.rollback()

    assert audit.head_of(school) == before
