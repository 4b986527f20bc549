"""On the command line: where there is no school, or no safe configuration, one sentence says so."""

from __future__ import annotations

import pytest

from server import create_app
from server.config import UnsafeConfiguration
from server.foundation.database import db


@pytest.fixture
def empty_app(tmp_path):
    app = create_app({"DATA_DIR": tmp_path / "empty"})
    yield app
    db.close_idle()


@pytest.mark.parametrize("words", [["export"], ["enrol-code", "--phone", "Phone 3"], ["audit", "verify"]])
def test_a_command_without_a_school_says_how_to_get_one(empty_app, words):
    done = empty_app.test_cli_runner().invoke(args=words)

    assert done.exit_code == 1
    assert done.output.startswith("Error: No school is set up here yet.")


def test_production_without_a_secret_of_its_own_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("LANYARD_ENV", "production")

    with pytest.raises(UnsafeConfiguration, match="LANYARD_SECRET_KEY is not set"):
        create_app({"DATA_DIR": tmp_path / "live"})


def test_a_short_secret_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("LANYARD_SECRET_KEY", "short")

    with pytest.raises(UnsafeConfiguration, match="too short"):
        create_app({"DATA_DIR": tmp_path / "live"})


def test_the_demo_school_is_not_made_on_a_live_server(tmp_path, monkeypatch):
    monkeypatch.setenv("LANYARD_ENV", "production")
    monkeypatch.setenv("LANYARD_SECRET_KEY", "nothing anybody would think of, 7 Hills")
    app = create_app({"DATA_DIR": tmp_path / "live"})

    done = app.test_cli_runner().invoke(args=["demo"])
    db.close_idle()

    assert done.exit_code == 1
    assert "live school" in done.output


def test_making_the_demo_school_again_changes_nothing(run):
    from server.trips.models import Pupil, Trip

    before = (Pupil.select().count(), Trip.select().count())
    run("demo")

    assert (Pupil.select().count(), Trip.select().count()) == before == (240, 3)


def test_the_demos_past_trip_is_signed_off_once_and_holds(run):
    from server.reconciliation.check_off_models import TripSignOff
    from server.trips.models import Trip

    for _ in range(2):
        assert run("demo").exit_code == 0
    past = Trip.get(Trip.title == "Canal walk")

    assert [row.trip_id for row in TripSignOff.select()] == [past.id]
    assert run("trip", "verify", "--trip", past.id).exit_code == 0


def test_tomorrow_there_is_a_castle_visit_again(run, monkeypatch):
    from datetime import timedelta

    from server.foundation import clock
    from server.trips.models import Trip

    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    run("demo")

    assert Trip.select().where(Trip.title == "Castle visit").count() == 2


def test_the_demo_school_is_made_where_there_was_none(empty_app):
    done = empty_app.test_cli_runner().invoke(args=["demo"])

    assert done.exit_code == 0
    assert "elin@wrenfield.example" in done.output
