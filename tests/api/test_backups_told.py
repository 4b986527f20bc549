"""The office sees how far what came is backed up, and the network manager hears when no backup is made any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.foundation import clock
from server.trips.models import Trip
from tests.api.backups import sent

NEVER = "No backup was ever made"
PAGE = "/office/backups"


@pytest.fixture
def later(monkeypatch):
    """`later(hours=2)` moves the server's clock on."""
    now = clock.now()
    return lambda **by: monkeypatch.setattr(clock, "now", lambda: now + timedelta(**by))


@pytest.fixture
def nobody_out(app):
    """No trip is out today."""
    Trip.update(archived_at=clock.now()).execute()


def told(as_role, role="network_manager"):
    return as_role(role).get("/office").text


def test_that_there_was_never_a_backup_is_told_with_the_next_step(app, run, as_role):
    assert NEVER in told(as_role)
    assert "flask --app server backup-key" in told(as_role)
    assert NEVER not in told(as_role, "office")

    run("backup-key")
    assert "export LANYARD_BACKUPS=FOLDER" in told(as_role)


def test_a_backup_is_late_after_a_day(keeper, as_role, later, nobody_out):
    keeper.backs_up()
    assert NEVER not in told(as_role)
    later(hours=25)
    assert "The last backup is of" not in told(as_role)
    later(hours=27)
    assert "The last backup is of" in told(as_role)
    assert "A trip is out" not in told(as_role)


def test_while_a_trip_is_out_it_is_late_after_an_hour_and_a_half(keeper, phone, as_role, later):
    keeper.backs_up()
    later(minutes=89)
    assert "The last backup is of" not in told(as_role)
    later(minutes=91)
    assert "A trip is out: one is due each hour." in told(as_role)


def test_one_made_later_than_now_counts_as_none(keeper, as_role, later, nobody_out):
    keeper.backs_up()
    later(days=-400)
    assert "The last backup is of" in told(as_role)


def test_the_page_says_how_far_and_moves_only_with_a_verified_backup(keeper, phone, as_role):
    sent(phone)
    sent(phone)
    office = as_role("office")
    before = office.get(PAGE).text
    assert "Second copy: everything up to number 2. Backup: everything up to number 0" in before

    file = keeper.backs_up()
    sent(phone)

    page = office.get(PAGE).text
    assert "Second copy: everything up to number 3. Backup: everything up to number 2" in page
    assert file.name in page


def test_who_does_not_look_after_the_server_has_no_such_page(as_role):
    assert as_role("staff").get(PAGE).status_code == 403
    assert as_role("network_manager").get(PAGE).status_code == 200
