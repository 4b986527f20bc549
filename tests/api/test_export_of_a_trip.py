"""A trip's export: the same lines as ever, and each handed on as it is read."""

from __future__ import annotations

import json

import pytest

from server.accounts.queries import any_school
from server.foundation.database import db
from server.reconciliation.queries import export_lines
from server.trips.models import Trip
from tests.cast import grazed_knee


class _Counting:
    """A cursor that counts the rows taken from it."""

    def __init__(self, cursor, taken):
        self.cursor, self.taken = cursor, taken

    def __getattr__(self, name):
        return getattr(self.cursor, name)

    def fetchone(self):
        self.taken.append(1)
        return self.cursor.fetchone()


@pytest.fixture
def sent(phone, todays_trip):
    """Two of the trip; one by its label alone, which does not unlock; one that says another trip inside."""
    elsewhere = Trip.get(Trip.title == "Canal walk").id
    inside = grazed_knee(elsewhere)
    broken = phone.seals("record", "another id", b"{}")
    phone.sends(
        *(phone.files(grazed_knee(todays_trip)) for _ in range(2)),
        phone.labels(broken, id="broken", trip=todays_trip),
        phone.labels(
            phone.seals("record", inside["id"], json.dumps(inside).encode()), id=inside["id"], trip=todays_trip
        ),
        phone.files(grazed_knee(None)),
        phone.files(grazed_knee("no trip of ours")),
    )
    return elsewhere


def test_a_trips_lines_are_those_of_the_whole_export_that_name_it(sent, exported, todays_trip):
    every = exported()

    for trip in (todays_trip, sent, "no trip of ours", "nowhere"):
        assert exported("--trip", trip) == [line for line in every if line["trip"] == trip]
    assert [line["state"] for line in exported("--trip", todays_trip)] == ["opened", "opened", "held"]
    assert [line["seq"] for line in exported("--trip", sent)] == [4]


def test_the_first_line_comes_before_the_last_row_is_read(sent, in_app, todays_trip, monkeypatch):
    taken, execute = [], db.execute_sql
    school = any_school().id
    lines = export_lines(school, todays_trip)
    monkeypatch.setattr(db, "execute_sql", lambda *given, **more: _Counting(execute(*given, **more), taken))

    next(lines)
    first = len(taken)
    rest = list(lines)

    assert len(rest) == 2
    assert first < len(taken) - 1
