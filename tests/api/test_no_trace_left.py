"""Of what was destroyed no table has a word left, nor what points to it: but for what says that it came and went."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from server.accounts.models import Staff
from server.alerts.models import Alert
from server.intake.models import Envelope, Opening, Record
from server.trips.models import Pupil, TripPupil
from tests.api.alerted import incident
from tests.api.custody import link, taken
from tests.api.kept_long import confirms, destroys, is_due, is_looked_after, years_on
from tests.api.later import follow_up, later
from tests.api.own_phones import staff_id
from tests.api.photographer import Photographer
from tests.api.policies import chosen
from tests.cast import grazed_knee, receipts

WALL = "2026-06-12T10:00:00Z"
CANARY = "Quetzalcoatl"
# What came, was told of, went, and was noted; none of it has a word of what was written.
STAYS = {"envelope", "opening", "announcement", "tombstone", "retention_confirmation", "audit_entry", "photo_viewing"}


def a_call(trip):
    """A call with an own phone."""
    body = {"opened_at": WALL, "began_at": WALL, "called_name": CANARY, "what_was_said": CANARY}
    return {**grazed_knee(trip), "kind": "personal_phone.used", "body": body}


def everything_said(phone, trip, as_role):
    """A concern with all that can come of it, a call, a photo with a look at it, something taken."""
    pupil = Pupil.get_by_id(TripPupil.get(TripPupil.trip == trip).pupil_id)
    named = f"{pupil.first_name} {pupil.last_name}"
    concern = incident(trip, "safeguarding", "serious", what_happened=CANARY, pupils=named)
    item = taken(WALL, trip, incident=concern["id"], bag=CANARY, whose=named)
    priya = str(Staff.get(Staff.email.startswith("priya")).id)
    mine = {"record": concern["id"]}
    records = (
        concern,
        follow_up(concern["id"], WALL, CANARY),
        later("incident.closed", concern["id"], WALL, closed_at=WALL, outcome=CANARY),
        later("call.made", concern["id"], WALL, called_at=WALL, words=CANARY),
        item,
        link("item.moved", WALL, trip, item=item["id"], to=CANARY),
        {**grazed_knee(trip), "kind": "authorship.confirmed", "body": mine, "actor": {"staff": priya, "how": "pin"}},
        incident(trip, "behaviour", "minor", what_happened=CANARY),
        a_call(trip),
    )
    for record in records:
        receipts(phone.sends(phone.files(record)))
    assert {row.state for row in Opening.select()} == {"opened"}
    alert, dsl = Alert.get(Alert.subject == concern["id"]), as_role("dsl")
    for act, said in (("take", {}), ("close", {"words": CANARY, "alone_because": CANARY})):
        assert dsl.post(f"/office/alerts/{alert.id}/{act}", data=said).status_code == 302
    photographer = Photographer(phone, trip)
    photographer.erases(photographer.takes(justification=CANARY))


def test_of_all_that_was_destroyed_no_table_has_a_trace(app, phone, todays_trip, as_role, run):
    chosen(app, own_phone__told=staff_id("deputy_dsl"))
    everything_said(phone, todays_trip, as_role)
    ids = {row.id for row in Envelope.select(Envelope.id)} | {row.id for row in Alert.select(Alert.id)}
    assert tables_with(app, CANARY)

    with years_on(90):
        is_looked_after(app)
        due = is_due(run)
        for rule in {row["rule"] for row in due.values()}:
            client = as_role("headteacher" if rule == "allegation" else "deputy_dsl" if rule == "own_phone" else "dsl")
            answer = confirms(client, rule, *due)
            assert answer.status_code == 200, answer.text[answer.text.index("role=") :]
        assert "Destroyed:" in destroys(as_role("headteacher")).text
        assert is_due(run) == {}

    assert [(row.kind, row.id) for row in Record.select()] == []
    assert tables_with(app, CANARY) == set()
    for one in ids:
        assert tables_with(app, one) <= STAYS, one
    assert run("audit", "verify").exit_code == 0


def tables_with(app, word):
    """The tables that have a word anywhere, sealed bytes left out."""
    found = set()
    with closing(sqlite3.connect(app.config["DATABASE"])) as rows:
        for (table,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            columns = [row[1] for row in rows.execute(f"PRAGMA table_info({table})")]
            where = " OR ".join(f"instr(CAST({column} AS TEXT), :word)" for column in columns)
            if rows.execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1", {"word": word}).fetchone():
                found.add(table)
    return found
