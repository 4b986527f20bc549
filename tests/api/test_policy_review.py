"""The yearly review of the policy: what it gathers and for whom, signing it, two at once, and when it is due again."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta

import pytest
from peewee import DatabaseError

from server.accounts.models import Staff
from server.consent.check_models import ConsentCheck
from server.foundation import clock, registry
from server.foundation.audit import AuditEntry
from server.photos.models import PhotoHolding
from server.policy import reviews
from server.policy.review_models import PolicyReview
from server.policy.review_rules import a_year_after
from server.policy.texts import TEXTS
from server.policy.version_models import PolicyVersion
from server.reconciliation.check_off_models import GapExplanation
from server.trips.models import DepartureCheck, Pupil
from tests.api import alerted
from tests.api.later import page_of, sends
from tests.api.photographer import Photographer, jpeg
from tests.api.policies import POLICY, chosen, school_id, staff_id
from tests.api.reported import closing, incident, own_phone_use, record_of

PAGE = f"{POLICY}/review"
DUE = "due for its yearly review"


def day(field, of):
    return {f"{field}-day": of.day, f"{field}-month": of.month, f"{field}-year": of.year}


def signing(**more):
    """What the form of the review sends."""
    due = a_year_after(clock.today())
    words = "Own phones and photos. It holds."
    return {"outcome": "stays", "words": words, "seen": "0", "version": "0", **day("next_due", due), **more}


def reviewed(next_due, days_ago=0):
    """A review by the headteacher, straight in the table."""
    at = clock.now() - timedelta(days=days_ago)
    facts = {"policy_n": 0, "by": staff_id("headteacher"), "outcome": "stays", "words": "Looked at."}
    PolicyReview.create(school=school_id(), first_on=clock.day_of(at), at=at, next_due=next_due, **facts)


@pytest.fixture
def departed(phone, todays_trip):
    """One departure of each kind, with a pupil named in each reason that a person wrote."""
    pupil = Pupil.get()
    whom, n = f"{pupil.first_name} {pupil.last_name}", iter(range(900_001, 900_009))
    facts = {"school": school_id(), "trip": todays_trip}
    told = {"phone": "p", "checked_at": clock.now(), "told_at": clock.now()}
    left = {"openers": 1, "rings": True, "not_well": '["charge"]', "why": f"The coach would not wait for {whom}."}
    DepartureCheck.create(n=next(n), **facts, **told, **left)
    passed = {"medium": "photo", "pupils": "[]", "out": "[]", "way": "list", "flags": '{"said_no": ["a"]}'}
    passed |= {"outcome": "go", "justification": f"{whom} won the prize."}
    ConsentCheck.create(n=next(n), id=str(uuid.uuid4()), **facts, **told, **passed)
    let_in = {"answer": "let_in", "reason": "no_check", "note": f"{whom} had said yes on paper."}
    head, (photo, _record) = staff_id("headteacher"), Photographer(phone, todays_trip).writes(jpeg())
    PhotoHolding.create(school=school_id(), photo=photo, **let_in, decided_by=head, decided_at=clock.now())
    gap = {"key": "missing|c|1", "title": "Number 1 has not arrived", "words": f"It was of {whom}, and empty."}
    GapExplanation.create(**facts, **gap, at=clock.now(), by=head)
    own_phone_use(flags="no_agreement")
    return whom


def test_what_was_departed_from_is_counted_and_its_reasons_name_nobody(departed, as_role):
    shown = as_role("headteacher").get(PAGE).text
    for words in (
        "Phones that left though something was not well: 1",
        "Checks before a photo that passed and should not have: 1",
        "Photos held back that somebody let in: 1",
        "Own phones used with no agreement: 1",
        "Open at check-off, and explained: 1",
        "The coach would not wait for Pupil A.",
        "Pupil A won the prize.",
        "Pupil A had said yes on paper.",
        "It was of Pupil A, and empty.",
    ):
        assert words in shown
    assert departed not in shown
    assert ("/photo-checks" in shown, "/check-off" in shown, "/office/photos/held" in shown) == (True, True, True)


def test_a_reason_is_read_by_those_alone_who_may_read_it_where_it_stands(departed, as_role):
    shown = as_role("slt").get(PAGE).text
    assert "Photos held back that somebody let in: 1" in shown
    assert ("had said yes on paper" in shown, "/office/photos/held" in shown) == (False, False)
    assert "won the prize." in shown


def test_a_headteachers_own_phone_is_in_no_number(as_role):
    own_phone_use(of="headteacher", flags="no_agreement")
    own_phone_use(of=None, is_heads=True, flags="no_agreement")
    assert "Own phones used with no agreement: 0" in as_role("headteacher").get(PAGE).text


def test_governors_read_what_changed_and_are_led_to_their_packs_for_numbers_and_reasons(app, departed, as_role):
    chosen(app, phones__lock_minutes=7)
    closing(incident("near_miss"), "Count twice at the gate.")
    shown = as_role("chair").get(PAGE).text
    for words in ("A phone on a trip locks itself after", "7 minutes", "/office/reports/governors/"):
        assert words in shown
    for words in ("won the prize", "Phones that left", "Count twice at the gate"):
        assert words not in shown


def test_lessons_and_actions_stand_there_for_those_who_may_read_their_incidents(as_role):
    pupil, of = Pupil.get(), incident("near_miss")
    closing(of, f"{pupil.first_name} {pupil.last_name} was not counted.")
    agreed = {"incident": of, "owner": staff_id("evc"), "due_on": "2026-01-05", "agreed_at": "2026-01-01T10:00:00Z"}
    record_of("action.agreed", {**agreed, "what": "Two count at the gate"})
    closing(incident("safeguarding"), "FOR THE DSL")
    head, slt = as_role("headteacher").get(PAGE).text, as_role("slt").get(PAGE).text
    for shown in (head, slt):
        assert ("Pupil A was not counted." in shown, pupil.last_name in shown) == (True, False)
        assert ("Two count at the gate" in shown, "Overdue" in shown) == (True, True)
    assert ("FOR THE DSL" in head, "FOR THE DSL" in slt) == (True, False)
    read = [json.loads(row.details)["read"] for row in AuditEntry.select().where(AuditEntry.action % "report.policy*")]
    assert [of in one for one in read] == [True, True]


def test_of_many_the_newest_lessons_and_the_actions_not_done_stand_there_and_how_many_more_there_are(
    as_role, monkeypatch
):
    monkeypatch.setattr("server.reconciliation.policy_review.MOST_LEARNT", 1)
    of = incident("near_miss")
    agreed = {"incident": of, "owner": staff_id("evc"), "due_on": None, "agreed_at": "2026-01-01T10:00:00Z"}
    done = record_of("action.agreed", {**agreed, "what": "IT WAS DONE"})
    record_of("action.agreed", {**agreed, "what": "It is open"})
    record_of("action.done", {"incident": of, "action": done, "done_at": "2026-01-02T10:00:00Z", "words": None})
    closing(of, "THE FIRST")
    closing(incident("near_miss"), "The second.")
    shown = as_role("headteacher").get(PAGE).text
    assert ("The second." in shown, "THE FIRST" in shown, "And 1 before those" in shown) == (True, False, True)
    assert ("It is open" in shown, "IT WAS DONE" in shown, "And 1 more" in shown) == (True, False, True)


def test_it_begins_where_the_last_review_ended_and_never_before(app, departed, as_role):
    chosen(app, phones__lock_minutes=7)
    long_ago = clock.now() - timedelta(days=400)
    of = {"school": school_id(), "trip": DepartureCheck.get().trip_id}
    GapExplanation.create(**of, key="k", title="t", words="LONG AGO", at=long_ago, by="x")
    head = as_role("headteacher")
    assert "LONG AGO" not in head.get(PAGE).text
    assert head.post(PAGE, data=signing(version="1")).status_code == 302
    chosen(app, phones__lock_minutes=9)
    shown = head.get(PAGE).text
    assert ("From: " in shown, "7 minutes" in shown, "9 minutes" in shown) == (True, True, True)
    assert ("Version 2" in shown, 'id="changed"' in shown, ">Version 1," in shown) == (True, True, False)


def test_a_review_says_who_when_of_which_version_and_when_it_is_due_and_is_kept_for_good(app, as_role):
    chosen(app, phones__lock_minutes=7)
    head = as_role("headteacher")
    assert head.post(PAGE, data=signing(version="1", outcome="to_change")).status_code == 302
    row = PolicyReview.get()
    assert (row.policy_n, row.by, row.next_due) == (1, staff_id("headteacher"), a_year_after(clock.today()))
    shown = as_role("chair").get(PAGE).text
    for words in (
        Staff.get(Staff.id == row.by).name,
        "version 1",
        "Own phones and photos. It holds.",
        "It is to change",
    ):
        assert words in shown
    entry = AuditEntry.get(AuditEntry.action == "policy.reviewed")
    assert (entry.actor, "Own phones" in entry.details) == (row.by, False)
    for act in (PolicyReview.update(words="x"), PolicyReview.delete()):
        with pytest.raises(DatabaseError, match="append-only"):
            act.execute()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"outcome": ""}, "Choose one"),
        ({"outcome": "perhaps"}, "Not a valid choice"),
        ({"words": "  "}, "Say what was looked at, and what was agreed"),
        ({"words": "x" * 1001}, "Use at most 1000 characters"),
        ({"next_due-day": "31", "next_due-month": "2"}, "There is no such day"),
        ({"next_due-day": "", "next_due-month": "", "next_due-year": ""}, "Give the day by which"),
        ({"next_due-year": "2001"}, "Give a day after today"),
        ({"next_due-year": "2999"}, "Give a day within a year"),
    ],
)
def test_what_cannot_be_is_said_by_its_field_and_the_form_keeps_the_rest(as_role, sent, said):
    answer = as_role("headteacher").post(PAGE, data=signing(**sent))
    assert (answer.status_code, said in answer.text, PolicyReview.select().count()) == (422, True, 0)
    assert ("Own phones and photos." in answer.text) == ("words" not in sent)


def test_of_two_at_once_the_second_sees_the_firsts_review_and_may_then_sign(as_role):
    head, chair = as_role("headteacher"), as_role("chair")
    assert head.post(PAGE, data=signing(words="The head looked.")).status_code == 302
    answer = chair.post(PAGE, data=signing(words="The chair looked."))
    assert (answer.status_code, PolicyReview.select().count()) == (409, 1)
    for words in (
        "somebody else changed this",
        "reviewed it. It stays as it is. The head looked.",
        "The chair looked.",
    ):
        assert words in answer.text
    seen = answer.text.partition('name="seen" value="')[2].partition('"')[0]
    assert chair.post(PAGE, data=signing(words="The chair looked.", seen=seen)).status_code == 302


def test_a_policy_that_was_changed_while_it_was_read_is_not_signed_unseen(app, as_role):
    chosen(app, phones__lock_minutes=7)
    answer = as_role("chair").post(PAGE, data=signing())
    assert (answer.status_code, PolicyReview.select().count()) == (409, 0)
    assert "A phone on a trip locks itself after from 15 minutes to 7 minutes" in answer.text


def test_only_those_who_answer_for_the_policy_review_it(as_role):
    for role in ("dsl", "office", "network_manager", "evc", "staff"):
        assert as_role(role).get(PAGE).status_code == 403
        assert as_role(role).post(PAGE, data=signing()).status_code == 403


def test_it_stands_under_to_do_when_a_year_is_over_and_not_before(as_role):
    head, office = as_role("headteacher"), as_role("office")
    assert DUE not in head.get("/office").text
    reviewed(clock.today() + timedelta(days=1), days_ago=364)
    assert DUE not in head.get("/office").text
    reviewed(clock.today(), days_ago=3)
    assert (DUE in head.get("/office").text, DUE in as_role("chair").get("/office").text) == (True, True)
    assert DUE not in office.get("/office").text
    assert head.post(PAGE, data=signing(seen=PolicyReview.select().count())).status_code == 302
    assert DUE not in head.get("/office").text


def test_a_policy_that_nobody_has_reviewed_is_due_a_year_after_it_began(as_role):
    began = {"made_by": "command line", "said": "{}"}
    PolicyVersion.create(school=school_id(), n=2, made_at=clock.now() - timedelta(days=364), **began)
    assert DUE not in as_role("headteacher").get("/office").text
    PolicyVersion.create(school=school_id(), n=1, made_at=clock.now() - timedelta(days=366), **began)
    assert DUE in as_role("headteacher").get("/office").text


def test_a_serious_incident_that_was_closed_asks_for_a_review_before_its_year_is_over(phone, todays_trip, as_role):
    head, asked = as_role("headteacher"), "closed since the policy was reviewed"
    reviewed(clock.today() + timedelta(days=200), days_ago=3)
    knee, fall = (alerted.incident(todays_trip, "injury", severity) for severity in ("minor", "serious"))
    about_staff = alerted.incident(todays_trip, "allegation", "serious")
    phone.sends(*map(phone.files, (knee, fall, about_staff)))
    sends(head, page_of(knee["id"], "close"), outcome="A plaster")
    sends(head, page_of(about_staff["id"], "close"), outcome="Talked over")
    assert asked not in head.get("/office").text
    sends(head, page_of(fall["id"], "close"), outcome="It was a sprain")
    for role in ("headteacher", "slt", "chair"):
        assert f"1 serious incident {asked}" in as_role(role).get("/office").text
    assert asked not in as_role("office").get("/office").text
    assert head.post(PAGE, data=signing(seen=PolicyReview.select().count())).status_code == 302
    assert asked not in head.get("/office").text


def test_the_neighbours_reviews_are_not_here(app, as_role):
    assert as_role("headteacher").post(PAGE, data=signing()).status_code == 302
    with app.app_context():
        assert reviews.every_review("another-school") == []


def test_every_text_touches_what_there_is(app):
    with app.app_context():
        here = registry.current()
        settings = {code for text in TEXTS.values() for code in text.settings}
        kinds = {code for text in TEXTS.values() for code in text.protocols}
        assert settings <= here.settings.keys()
        assert kinds <= here.category_names.keys()
    assert all(text.dated <= text.checked_on for text in TEXTS.values())


def text_read(of, **more):
    """What the form of a text sends."""
    return {**day("dated", of), "words": "Part two has a new paragraph on phones.", "seen": "0", **more}


def test_the_school_says_that_it_has_read_a_newer_text_and_the_review_shows_it(as_role):
    office, page = as_role("office"), f"{POLICY}/texts/nude_images"
    assert "Newer one read" not in office.get(f"{POLICY}/texts").text
    assert office.post(page, data=text_read(date(2026, 5, 1))).status_code == 302
    for shown in (office.get(f"{POLICY}/texts").text, as_role("chair").get(PAGE).text):
        for words in ("Newer one read", "1 May 2026", "Part two has a new paragraph on phones.", "Nude or semi-nude"):
            assert words in shown
    again = office.post(page, data=text_read(date(2026, 4, 1), seen="1"))
    assert (again.status_code, "give a later day" in again.text) == (422, True)
    overtaken = as_role("dsl").post(page, data=text_read(date(2026, 6, 1)))
    assert (overtaken.status_code, "has read the one of 1 May 2026" in overtaken.text) == (409, True)


def test_a_text_that_cannot_be_noted_is_said_by_its_field(as_role):
    office = as_role("office")
    page = f"{POLICY}/texts/kcsie"
    for sent, said in (
        (text_read(date(2024, 9, 1)), "give a later day"),
        (text_read(clock.today() + timedelta(days=1)), "still to come"),
        (text_read(clock.today(), words=""), "Say what it changes here"),
        (text_read(clock.today(), **{"dated-day": "x"}), "as numbers"),
    ):
        answer = office.post(page, data=sent)
        assert (answer.status_code, said in answer.text) == (422, True)
    assert office.get(f"{POLICY}/texts/unknown").status_code == 404
    assert as_role("network_manager").post(page, data=text_read(clock.today())).status_code == 403
    assert as_role("network_manager").get(f"{POLICY}/texts").status_code == 200


def test_the_page_of_the_policy_leads_there_for_those_who_review_it(as_role):
    assert PAGE in as_role("headteacher").get(POLICY).text
    assert PAGE not in as_role("dsl").get(POLICY).text
