"""Calls with an own phone go by those who read them; a headteacher's are the chair's alone, and nobody's here."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.accounts.models import StaffRole
from server.foundation import clock
from server.personal_phone.use_models import OwnPhoneOutcome, OwnPhoneTakeUp, OwnPhoneUse
from server.retention.models import RetentionConfirmation
from tests.api.kept_long import PAGE, confirms, destroys, is_due, is_looked_after, years_on
from tests.api.own_phones import staff_id, use
from tests.api.policies import chosen
from tests.api.reported import school
from tests.cast import receipts


@pytest.fixture
def files(phone, todays_trip):
    """`files(role)` sends a call that somebody made with their own phone: its id."""

    def send(role="staff"):
        record = use(todays_trip, role)
        receipts(phone.sends(phone.files(record)))
        return record["id"]

    return send


@pytest.fixture
def officer(app):
    """Reports go to Maeve, the deputy DSL, as designated officer."""
    chosen(app, own_phone__told=staff_id("deputy_dsl"))


def test_a_headteachers_own_phone_is_in_no_list_then_or_now(app, files, run, officer, as_role):
    then, now, toms = files("headteacher"), files("chair"), files()
    StaffRole.create(staff=staff_id("chair"), role="headteacher", school=school())

    with years_on(3):
        is_looked_after(app)
        assert set(is_due(run)) == {toms}
        page = as_role("headteacher").get(f"{PAGE}/due/own_phone").text
        assert then not in page
        assert now not in page
        confirms(as_role("headteacher"), "own_phone", then, now, toms)
        assert "Destroyed: 1" in destroys(as_role("deputy_dsl")).text
    assert {row.id for row in OwnPhoneUse.select()} == {then, now}


def test_whoever_may_not_read_what_was_said_neither_sees_nor_destroys_it(app, files, officer, as_role):
    toms = files()
    with years_on(3):
        is_looked_after(app)
        dsl = as_role("dsl")
        assert dsl.get(f"{PAGE}/due/own_phone").status_code == 404
        assert "Calls with an own phone" not in dsl.get(PAGE).text
        confirms(dsl, "own_phone", toms)
        assert RetentionConfirmation.select().count() == 0
        confirms(as_role("headteacher"), "own_phone", toms)
        assert "Nothing waits" in destroys(dsl).text
        assert toms not in dsl.get("/office").text
    assert OwnPhoneUse.select().count() == 1


def test_the_designated_officer_neither_confirms_nor_destroys_their_own(app, files, officer, as_role):
    mine = files("deputy_dsl")
    with years_on(3):
        is_looked_after(app)
        assert "It is about your own phone" in confirms(as_role("deputy_dsl"), "own_phone", mine).text
        assert confirms(as_role("headteacher"), "own_phone", mine).status_code == 200
        assert "It is about your own phone" in destroys(as_role("deputy_dsl")).text
    assert OwnPhoneUse.select().count() == 1


@pytest.mark.parametrize("what", ["outcome", "take_up"])
def test_what_came_of_a_report_begins_the_time_anew(files, run, officer, what):
    used = files()
    with years_on(3):
        assert set(is_due(run)) == {used}
        noted = {"school": school(), "use": used, "at": clock.now() - timedelta(days=1), "by": staff_id("headteacher")}
        if what == "outcome":
            OwnPhoneOutcome.create(**noted, words="It is still looked into")
        else:
            OwnPhoneTakeUp.create(**noted)
        assert is_due(run) == {}
    with years_on(6):
        assert set(is_due(run)) == {used}
