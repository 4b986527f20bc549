"""What the office writes of an incident: each form once, by whom it may, and what it changes."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest

from server.alerts.models import Alert, AlertAct
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.incidents import slip_pages, standing
from server.incidents.chronology_models import ChronologyItem
from server.trips.models import Pupil, TripPupil
from tests.api.alerted import alert_of, incident, school_id
from tests.api.later import follow_up, later, page_of, sends
from tests.api.own_phones import staff_id
from tests.api.trip_forms import seen_on
from tests.cast import grazed_knee, receipts

T1 = "2026-06-12T10:00:00Z"
RISK = {"told": "risk_to_child", "words": "The father is named in it"}


@pytest.fixture
def report(phone, todays_trip):
    """`report("injury")` is sent from Phone 3; its id."""

    def send(category="injury", severity="serious", **body):
        record = incident(todays_trip, category, severity, **body)
        phone.sends(phone.files(record))
        return record

    return send


def day(field, when):
    """A day as its three boxes send it."""
    return {f"{field}-day": when.day, f"{field}-month": when.month, f"{field}-year": when.year}


def test_a_follow_up_is_a_record_filed_once_however_often_it_is_sent(report, as_role, exported):
    record, dsl = report(), as_role("dsl")
    answer = sends(dsl, page_of(record["id"], "follow-up"), times=2, words="Her wrist is swollen")
    page = dsl.get(page_of(record["id"])).text

    assert (answer.status_code, page.count("Her wrist is swollen")) == (302, 1)
    (line,) = [one for one in exported() if one["kind"] == "incident.followed_up"]
    assert (line["actor"]["staff"], line["trip"], line["state"]) == (staff_id("dsl"), record["trip"], "opened")
    filed = AuditEntry.select().where(AuditEntry.action == "record.filed_in_office", AuditEntry.subject == line["id"])
    assert filed.count() == 1
    assert "Daniel Okoro, in the office" in page
    sends(dsl, page_of(record["id"], "follow-up"), words="Her wrist is swollen")
    assert dsl.get(page_of(record["id"])).text.count("Her wrist is swollen") == 2


def test_a_mistake_is_named_by_the_field_and_the_form_is_kept(report, as_role):
    record, dsl, tomorrow = report(), as_role("dsl"), clock.today() + timedelta(days=1)
    answer = sends(dsl, page_of(record["id"], "follow-up"), words="", at="quarter past", **day("on", tomorrow))

    assert answer.status_code == 422
    for words in (
        "Write what there is to add",
        "That day is still to come",
        "Give a time such as 14:32",
        "quarter past",
    ):
        assert words in answer.text
    answer = sends(
        dsl, page_of(record["id"], "action"), what="Ask", owner=staff_id("staff"), **day("due", clock.today())
    )
    assert answer.status_code == 302
    answer = sends(dsl, page_of(record["id"], "action"), what="Ask", **day("due", clock.today() - timedelta(days=1)))
    assert [words in answer.text for words in ("Choose who does it", "That day is over", "Ask")] == [True] * 3
    answer = sends(dsl, page_of(record["id"], "parent"), told="told")
    assert (answer.status_code, "Write who was told" in answer.text) == (422, True)
    assert not ChronologyItem.select().where(ChronologyItem.kind == "parent.contacted").exists()


def test_that_a_parent_was_told_says_whom_by_whom_when_and_how(report, as_role):
    record, office = report(), as_role("office")
    assert "Nobody has said yet" in office.get(page_of(record["id"])).text
    at = (clock.now() - timedelta(hours=1)).astimezone(clock.SCHOOL_TIME)
    told = {"told": "told", "whom": "Rosa’s mother", "told_by": "Elin Morgan", "how": "phone", "at": f"{at:%H:%M}"}
    sends(office, page_of(record["id"], "parent"), **told, **day("on", at.date()))

    page = office.get(page_of(record["id"])).text

    assert "Rosa’s mother, by phone, by Elin Morgan" in page
    assert f"Parent or carer told, {clock.in_words(at.replace(second=0))}" in page


def test_a_risk_to_the_child_is_entered_and_read_by_the_dsl_and_deputies_alone(report, as_role):
    record = report("safeguarding")
    for role in ("headteacher", "online_safety_lead"):
        assert "risk to the child" not in as_role(role).get(page_of(record["id"], "parent")).text
        assert sends(as_role(role), page_of(record["id"], "parent"), **RISK).status_code == 422
    assert sends(as_role("dsl"), page_of(record["id"], "parent"), **RISK).status_code == 302

    pages = {
        role: as_role(role).get(page_of(record["id"])).text for role in ("dsl", "deputy_dsl", "headteacher", "office")
    }

    for role, page in pages.items():
        is_told = role in ("dsl", "deputy_dsl")
        assert ("risk to the child" in page, RISK["words"] in page) == (is_told, is_told)
        assert ("the DSL knows" in page) == (not is_told)


def test_of_a_concern_about_staff_the_headteacher_decides_of_a_risk_and_no_dsl_learns_of_it(report, as_role):
    record = report("allegation")
    form = page_of(record["id"], "parent")
    assert "No DSL reads this: tell them what the child needs" in as_role("headteacher").get(form).text
    assert sends(as_role("headteacher"), form, **RISK).status_code == 302

    page = as_role("headteacher").get(page_of(record["id"])).text

    assert (RISK["words"] in page, "the DSL knows" in page) == (True, False)
    for role in ("dsl", "deputy_dsl", "office", "chair"):
        assert as_role(role).get(page_of(record["id"])).status_code == 404, role
        assert as_role(role).get(form).status_code == 404, role


def test_it_closes_with_what_was_learnt_and_a_follow_up_opens_it_again_and_tells_who_had_it(report, phone, as_role):
    record, dsl = report("injury", "serious"), as_role("evc")
    alert = alert_of(record)
    dsl.post(f"/office/alerts/{alert.id}/take")
    dsl.post(f"/office/alerts/{alert.id}/close", data={"words": "Seen to"})
    assert page_of(record["id"]) in dsl.get("/office").text
    ended = {"outcome": "Sprained", "lessons": "Walk in pairs"}
    sends(dsl, page_of(record["id"], "close"), times=2, **ended)
    assert standing.closed(school_id()) == {record["id"]}
    page = dsl.get(page_of(record["id"])).text
    assert (page.count("Outcome: Sprained"), page.count("Lessons: Walk in pairs"), "Close it" in page) == (1, 1, False)
    assert page_of(record["id"]) not in dsl.get("/office").text
    acts = AlertAct.select().where(AlertAct.alert == alert.id, AlertAct.act == "told").count()

    phone.sends(phone.files(follow_up(record["id"], T1, "Broken after all")))

    assert standing.closed(school_id()) == set()
    page = dsl.get(page_of(record["id"])).text
    assert ("which opened it again" in page, "Close it" in page) == (True, True)
    assert Alert.get_by_id(alert.id).closed_at is None
    again = AlertAct.select().where(AlertAct.alert == alert.id, AlertAct.act == "told").count()
    assert again > acts
    # While it is open, what is added tells nobody.
    phone.sends(phone.files(follow_up(record["id"], T1, "And more")))
    assert AlertAct.select().where(AlertAct.alert == alert.id, AlertAct.act == "told").count() == again


def test_nobody_closes_what_they_have_not_seen(report, phone, as_role):
    record, dsl = report(), as_role("dsl")
    page = dsl.get(page_of(record["id"], "close")).text
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    phone.sends(phone.files(follow_up(record["id"], T1, "Broken after all")))

    answer = dsl.post(page_of(record["id"], "close"), data={"seen": seen, "outcome": "Nothing came of it"})

    assert (answer.status_code, "Something came since" in answer.text) == (422, True)
    assert "Nothing came of it" in answer.text
    assert standing.closed(school_id()) == set()


def test_an_action_is_its_owners_to_do_and_nothing_else_of_the_incident(report, as_role):
    record, dsl = report("safeguarding", what_happened="Not for Tom"), as_role("dsl")
    given = {"what": "Ring Mrs Ellwood", "owner": staff_id("staff")}
    sends(dsl, page_of(record["id"], "action"), **given, **day("due", clock.today()))
    action = f"/office/actions/{ChronologyItem.get(ChronologyItem.kind == 'action.agreed').id}"
    tom = as_role("staff")
    assert action in tom.get("/office").text
    assert "Ring Mrs Ellwood" not in tom.get("/office").text
    assert action not in dsl.get("/office").text
    ChronologyItem.update(due_on=clock.today() - timedelta(days=1)).execute()
    assert "Overdue: an action after an incident" in dsl.get("/office").text
    page = tom.get(action).text
    assert ("Ring Mrs Ellwood" in page, "Overdue" in page, "Not for Tom" in page) == (True, True, False)
    assert tom.get(page_of(record["id"])).status_code == 404
    for role in ("office", "site_manager", "chair"):
        assert as_role(role).get(action).status_code == 404
        assert as_role(role).post(f"{action}/done").status_code == 404

    assert sends(tom, f"{action}/done".replace("/done", ""), words="x").status_code == 405
    hidden = tom.get(action).text.split('name="record"')[1].split('value="')[1].split('"')[0]
    for _ in range(2):
        tom.post(f"{action}/done", data={"record": hidden, "words": "She will come on Monday"})

    page = dsl.get(page_of(record["id"])).text
    assert ("done by Tom Hargreave" in page, page.count("She will come on Monday")) == (True, 1)
    assert action not in tom.get("/office").text
    assert "Overdue: an action" not in dsl.get("/office").text
    assert AuditEntry.select().where(AuditEntry.action == "action.viewed").count() >= 3


@pytest.mark.parametrize("is_on_trip", [True, False])
def test_a_slip_names_no_other_pupil_of_the_whole_school(report, as_role, phone, is_on_trip):
    record, office = report("injury"), as_role("office")
    if not is_on_trip:
        record = grazed_knee(None)
        receipts(phone.sends(phone.files(record)))
    going = TripPupil.select(TripPupil.pupil).where(TripPupil.trip == record["trip"])
    near = [name for one in Pupil.select().where(Pupil.id.in_(going)) for name in (one.first_name, one.last_name)]
    # Of those who did not go, whoever shares a name with the most who did: the one who is meant is named first.
    others = Pupil.select().where(Pupil.id.not_in(going)).order_by(Pupil.id)
    elsewhere = max(others, key=lambda one: near.count(one.first_name) + near.count(one.last_name))
    name = f"{elsewhere.first_name} {elsewhere.last_name}"
    said = {"child": "other", "child_name": "Zephyrine Quillfeather", "what_happened": f"Ran into {name.upper()}"}
    refused = sends(office, page_of(record["id"], "slips/new"), **said)
    assert (refused.status_code, f"This names {name}" in refused.text) == (422, True)
    own = sends(office, page_of(record["id"], "slips/new"), **{**said, "child_name": name})
    assert own.status_code == 302


def test_on_no_trip_a_slip_names_nobody_of_the_school_by_any_part_of_the_name(as_role, phone):
    record, office = grazed_knee(None), as_role("office")
    receipts(phone.sends(phone.files(record)))
    child, *rest = Pupil.select().order_by(Pupil.id)
    mine = {child.first_name, child.last_name}
    other = next(one for one in rest if mine.isdisjoint({one.first_name, one.last_name}))
    form = page_of(record["id"], "slips/new")
    named = {"child": "other", "child_name": f"{child.first_name} {child.last_name}"}
    for name in (other.first_name, other.last_name):
        with patch.object(type(db), "execute_sql", autospec=True, side_effect=type(db).execute_sql) as asked:
            refused = office.post(form, data={**named, "what_happened": f"Ran into {name}"})
        assert (refused.status_code, "This names" in refused.text, name in refused.text) == (422, True, True)
        assert asked.call_count <= 12
    both = f"{named['child_name']} and {other.first_name} {other.last_name}"
    assert "one child alone" in sends(office, form, child="other", child_name=both, what_happened="Fell").text
    words = f"{child.first_name} fell on a step. {child.last_name} was watched by Mrs {other.last_name}."
    assert sends(office, form, **named, what_happened=words).status_code == 302


def test_a_pupil_since_taken_off_the_trip_is_named_by_no_part_either(report, as_role, todays_trip):
    record, office = report("injury"), as_role("office")
    going = list(Pupil.select().join(TripPupil).where(TripPupil.trip == todays_trip).order_by(Pupil.id))
    firsts = [one.first_name for one in going]
    gone = next(one for one in going if firsts.count(one.first_name) == 1)
    said = {"child": "other", "child_name": "Zephyrine Quillfeather", "what_happened": f"Ran into {gone.first_name}"}
    page = f"/office/trips/{todays_trip}/set-up/pupils"
    ticked = {"seen": seen_on(office, f"{page}?class={gone.class_name}"), "class": gone.class_name, "shown": gone.id}
    assert office.post(page, data={**ticked, "why": "Went home ill"}).status_code == 302
    assert not TripPupil.select().where(TripPupil.trip == todays_trip, TripPupil.pupil == gone.id).exists()
    refused = sends(office, page_of(record["id"], "slips/new"), **said)
    assert (refused.status_code, f"This names {gone.first_name}" in refused.text) == (422, True)


def test_a_slip_names_one_child_and_is_kept_and_printed(report, as_role, todays_trip):
    record, office = report("injury", what_happened="Ran into each other"), as_role("office")
    going = list(Pupil.select().join(TripPupil).where(TripPupil.trip == todays_trip).order_by(Pupil.id).limit(40))
    child = going[0]
    other = next(
        one for one in going if {one.first_name, one.last_name}.isdisjoint({child.first_name, child.last_name})
    )
    form = page_of(record["id"], "slips/new")
    refused = sends(office, form, child=child.id, what_happened=f"Ran into {other.first_name}")
    assert (refused.status_code, f"This names {other.first_name}" in refused.text) == (422, True)
    assert f"Ran into {other.first_name}" in refused.text
    nobody = sends(office, form, what_happened="Ran into another child")
    assert (nobody.status_code, "Choose the child" in nobody.text) == (422, True)
    answer = sends(office, form, times=2, child=child.id, what_happened="Bumped into another child")
    slip = office.get(answer.location).text

    assert [words in slip for words in (child.first_name, "Bumped into another child", "Ring 999")] == [True] * 3
    assert other.last_name not in slip
    assert ChronologyItem.select().where(ChronologyItem.kind == "slip.made").count() == 1
    assert AuditEntry.select().where(AuditEntry.action == "incident.slip_viewed").count() == 1
    assert answer.location in office.get(page_of(record["id"])).text
    assert as_role("staff").get(answer.location).status_code == 404
    illness = report("illness")
    assert office.get(page_of(illness["id"], "slips/new")).status_code == 404
    assert office.get(answer.location.replace(record["id"], illness["id"])).status_code == 404


def test_what_was_said_of_a_parent_last_is_not_what_a_fast_clock_said_first(report, phone, as_role):
    record, not_yet = report(), {"told": False, "why_not": "not_yet"}
    for body, hours_ahead in ((not_yet, 72), ({"told": True, "whom": "Mother"}, 0)):
        at = clock.as_text(clock.now() + timedelta(hours=hours_ahead))
        phone.sends(phone.files(later("parent.contacted", record["id"], at, written_at=at, told_at=at, **body)))

    text = as_role("dsl").get(page_of(record["id"])).text

    assert ("Parent or carer told, " in text, "Parent or carer not told, " in text) == (True, False)


def test_a_slip_that_is_not_opened_yet_is_said_to_be_kept(report, as_role, monkeypatch):
    record, office = report(), as_role("office")
    monkeypatch.setattr(slip_pages, "file_later", lambda *_said, **_by: True)
    typed = {"child": "other", "child_name": "Zephyrine Quillfeather", "what_happened": "Bumped her head"}

    answer = sends(office, page_of(record["id"], "slips/new"), **typed)

    assert (answer.status_code, answer.location) == (302, page_of(record["id"]))
    assert "Kept; it can be printed in a moment" in office.get(answer.location).text
