"""Who can see what, looked at once a year: what the page shows, what is kept of it, and when it is due."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine

from server.accounts import actions
from server.accounts.models import AccessReview, School, Staff
from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.incidents.rules import CATEGORY_NAMES, may_read
from server.reconciliation.access_review import reads, review_for
from tests.api.pins import PinHolder
from tests.cast import address_of

REVIEW = "/office/staff/review"
DUE = "Who can see what is due for its yearly review"
SEEN = re.compile(r'name="seen" value="([0-9a-f]+)"')


def account_of(role):
    school = School.get().id
    return next(one for one in review_for(school).accounts if one.row.email == address_of(role))


def signs(client, seen=None, days=365, words="Tom has left; ended."):
    due = clock.today() + timedelta(days=days)
    parts = {"next_due-day": due.day, "next_due-month": due.month, "next_due-year": due.year}
    shown = SEEN.search(client.get(REVIEW).text)[1]
    return client.post(REVIEW, data={"words": words, "seen": seen or shown, **parts})


def test_each_account_stands_there_with_what_it_opens(phone, in_app, as_role):
    PinHolder(phone, "trip_leader").signs_in().chooses().opens()
    page = as_role("headteacher").get(REVIEW).text
    priya = account_of("trip_leader")

    assert all(row.name in page for row in Staff.select())
    assert (priya.phones, priya.own_phones, priya.has_second_step) == (["Phone 3"], [], False)
    assert clock.now() - priya.last_used < timedelta(minutes=5)
    assert priya.reads == ["Everyday reports of the trips they lead"]


def test_what_it_says_of_reports_is_what_the_rule_lets_them_read():
    """Each role alone: the words are there where, and only where, a report of that kind opens."""
    for role in Role:
        said = reads(frozenset({role}))
        for words, category in (("Everyday", "injury"), ("Safeguarding", None), ("Concerns about staff", "allegation")):
            opens = may_read(category, frozenset({role}), leads_the_trip=False)
            assert any(one.startswith(words) and "they lead" not in one for one in said) == opens, (role, words)
    assert "allegation" in CATEGORY_NAMES


def test_an_account_that_nobody_used_for_a_year_says_so(as_role):
    assert "Not in a year" not in as_role("headteacher").get(REVIEW).text

    Staff.update(made_at=clock.now() - timedelta(days=400)).where(Staff.email == address_of("site_manager")).execute()

    assert as_role("headteacher").get(REVIEW).text.count("Not in a year") == 1


def test_one_that_is_disabled_stands_apart_and_opens_nothing(in_app, as_role):
    actions.disable(Staff.get(Staff.email == address_of("staff")), by="test")

    assert not account_of("staff").in_use
    assert "1 account that opens nothing any more" in as_role("headteacher").get(REVIEW).text


def test_signing_keeps_who_looked_at_which_accounts_and_is_in_the_log(in_app, as_role):
    headteacher = as_role("headteacher")

    assert signs(headteacher).status_code == 302

    kept = AccessReview.get()
    ruth = Staff.get(Staff.email == address_of("headteacher"))
    assert (kept.by, kept.words) == (ruth.id, "Tom has left; ended.")
    assert json.loads(kept.seen)[ruth.id] == ["headteacher", "slt"]
    entry = AuditEntry.get(AuditEntry.action == "access.reviewed")
    assert json.loads(entry.details)["accounts"] == len(json.loads(kept.seen))
    assert "Last reviewed by Ruth Adeyemi" in headteacher.get(REVIEW).text


def test_what_changed_since_the_page_was_opened_is_seen_before_it_is_signed(app, as_role):
    headteacher = as_role("headteacher")
    seen = SEEN.search(headteacher.get(REVIEW).text)[1]
    with app.app_context():
        actions.give_role(Staff.get(Staff.email == address_of("staff")), Role.DSL)

    answer = signs(headteacher, seen)

    assert answer.status_code == 409
    assert "Look once more" in answer.text
    assert not AccessReview.select().exists()
    assert signs(headteacher).status_code == 302


def test_two_who_sign_at_once_are_one_review_and_one_who_looks_again(as_role):
    headteacher, network_manager = as_role("headteacher"), as_role("network_manager")
    seen = SEEN.search(network_manager.get(REVIEW).text)[1]

    assert signs(headteacher).status_code == 302
    assert signs(network_manager, seen).status_code == 409
    assert AccessReview.select().count() == 1


@pytest.mark.parametrize(("days", "words"), [(0, "Give a day after today"), (400, "Give a day within a year")])
def test_the_next_one_is_due_within_a_year(as_role, days, words):
    answer = signs(as_role("headteacher"), days=days)

    assert answer.status_code == 422
    assert words in answer.text
    assert not AccessReview.select().exists()


def test_it_says_what_was_found(as_role):
    answer = signs(as_role("headteacher"), words=" ")

    assert answer.status_code == 422
    assert "Say what was found" in answer.text


def test_it_is_under_to_do_a_year_after_the_school_came_and_again_when_the_last_one_said(as_role):
    made = School.get().made_at
    assert DUE not in as_role("headteacher").get("/office").text
    with time_machine.travel(made + timedelta(days=366), tick=False):
        headteacher = as_role("headteacher")
        assert DUE in headteacher.get("/office").text
        assert DUE in as_role("network_manager").get("/office").text
        assert DUE not in as_role("office").get("/office").text
        signs(headteacher, days=200)
        assert DUE not in headteacher.get("/office").text
    with time_machine.travel(made + timedelta(days=366 + 200), tick=False):
        assert DUE in as_role("headteacher").get("/office").text


@pytest.mark.parametrize("role", ["office", "dsl", "evc", "staff", "chair", "trip_leader"])
def test_nobody_else_opens_it(as_role, role):
    assert as_role(role).get(REVIEW).status_code == 403
    assert as_role(role).post(REVIEW).status_code == 403


def test_what_was_signed_is_changed_by_nobody(in_app, as_role):
    signs(as_role("headteacher"))

    with pytest.raises(Exception, match="append-only"):
        AccessReview.update(words="Nothing.").execute()
    with pytest.raises(Exception, match="append-only"):
        AccessReview.delete().execute()
