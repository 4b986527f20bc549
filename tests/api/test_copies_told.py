"""The office hears that its records went back in time, and that reports have only one copy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.foundation import clock
from server.intake import lives, second_copy
from tests.cast import grazed_knee, receipts

PUT_BACK = "went back to an earlier state"
ONE_COPY = "only one copy at school"


@pytest.fixture
def later(monkeypatch):
    """`later(days=2)` moves the server's clock on."""
    now = clock.now()
    return lambda **by: monkeypatch.setattr(clock, "now", lambda: now + timedelta(**by))


def test_a_database_put_back_is_told_for_a_month_to_whoever_checks(app, as_role, later):
    with app.app_context():
        lives.begin("mark", 7)

    assert PUT_BACK in as_role("office").get("/office").text
    assert PUT_BACK in as_role("network_manager").get("/office").text
    assert PUT_BACK not in as_role("staff").get("/office").text
    later(days=31)
    assert PUT_BACK not in as_role("office").get("/office").text


def test_reports_that_have_one_copy_are_told_after_a_day(phone, as_role, later, monkeypatch):
    def full(*_args):
        raise OSError("No space left on device")

    monkeypatch.setattr(second_copy, "_append", full)
    receipts(phone.sends(phone.files(grazed_knee())))

    later(hours=23)
    assert ONE_COPY not in as_role("office").get("/office").text
    later(hours=25)
    assert ONE_COPY in as_role("office").get("/office").text


def test_a_quiet_school_is_told_of_neither(phone, as_role):
    receipts(phone.sends(phone.files(grazed_knee())))

    page = as_role("office").get("/office").text
    assert PUT_BACK not in page
    assert ONE_COPY not in page
