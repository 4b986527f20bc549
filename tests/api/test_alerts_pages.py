"""Alerts in the office: each for those who were told of it, nothing of the headteacher's case for anybody else."""

from __future__ import annotations

import json
import uuid

import pytest

from server.accounts.actions import add_school, add_staff, give_role
from server.alerts import pages, take_up
from server.alerts.actions import raise_alert
from server.alerts.models import Alert, AlertRecipient
from server.alerts.routing_rules import Situation
from server.foundation.audit import AuditEntry
from server.policy.models import Contact
from server.shell.demo_school import PASSWORD
from tests.api.alerted import incident, school_id, told
from tests.api.own_phones import staff_id
from tests.api.policies import chosen, seconded, value_of
from tests.cast import MAILBOXES, receipts

LIST, TABLE = "/office/alerts", "/office/alerts/who-is-told"
GRAVE = Situation("incident.reported", "injury", "critical")
WORRY = Situation("incident.reported", "safeguarding", "serious")
HEADS = Situation("incident.reported", "allegation", None, "headteacher")
TIMES = {"first_minutes": "5", "then_minutes": "15", "today_by": "15.30", "quiet_from": "22:00", "quiet_until": "6:30"}


@pytest.fixture
def raised(app):
    """`raised(GRAVE)` is an alert of that situation."""

    def make(situation=GRAVE):
        with app.app_context():
            apart = situation.about_role == "headteacher"
            return raise_alert(school_id(), situation, str(uuid.uuid4()), is_apart=apart)

    return make


@pytest.fixture
def finch(app):
    """A headteacher of the school next door, signed in."""
    person = add_staff(add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    for role in ("headteacher", "chair"):
        give_role(person, role)
    client = app.test_client()
    client.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})
    return client


def page_of(alert):
    """The address of an alert's page."""
    return f"{LIST}/{alert.id}"


def test_whoever_was_told_sees_it_counted_listed_and_opened(raised, as_role):
    alert, evc = raised(), as_role("evc")
    shown = evc.get("/office").text
    assert '<span class="tabs__count">1</span>' in shown
    assert evc.get("/api/office/alerts").json["open"] == 1
    listed = evc.get(LIST).text
    assert ("Injury, critical" in listed, "Needs you now" in listed, page_of(alert) in listed) == (True, True, True)
    page = evc.get(page_of(alert)).text
    for fact in ("Whom to ring", "01632 960101", "Elin Morgan", "not opened yet", "The next person is told"):
        assert fact in page
    assert AlertRecipient.get(AlertRecipient.staff == staff_id("evc")).opened_at is not None


def test_nobody_else_finds_it(raised, as_role, finch):
    alert = raised()
    for client in (as_role("dsl"), as_role("staff"), finch):
        assert page_of(alert) not in client.get(LIST).text
        assert client.get("/api/office/alerts").json["open"] == 0
        assert client.get(page_of(alert)).status_code == 404
        for act in ("take", "hand-on", "close"):
            assert client.post(f"{page_of(alert)}/{act}", data={"words": "x", "to": "x"}).status_code == 404
    assert Alert.get_by_id(alert.id).closed_at is None


@pytest.mark.parametrize("role", sorted(set(MAILBOXES) - {"chair"}))
def test_nothing_of_the_headteachers_case_shows_to_anybody_but_the_chair(raised, as_role, role, run):
    alert, client = raised(HEADS), as_role(role)
    for page in ("/office", LIST, "/office/trips"):
        shown = client.get(page).text
        assert (alert.id in shown, "about the headteacher" in shown) == (False, False)
    assert client.get("/api/office/alerts").json == {"open": 0, "mark": "0.0"}
    assert client.get(page_of(alert)).status_code == 404
    assert run("alerts", "list", "--format", "json").output == ""


def test_the_chair_has_the_lados_number_first(raised, as_role):
    page = as_role("chair").get(page_of(raised(HEADS))).text
    assert "Only those named here know of this" in page
    assert 0 < page.index("01632 960199") < page.index("What is known")
    assert "headteacher</dd>" not in page


def test_with_no_lado_on_file_the_page_still_opens(raised, as_role):
    Contact.delete().execute()
    assert "Where nobody is in danger; otherwise 999" in as_role("chair").get(page_of(raised(HEADS))).text


def test_taken_up_the_others_see_by_whom(raised, as_role):
    alert, evc, office = raised(), as_role("evc"), as_role("office")
    assert "You have it." in evc.post(f"{page_of(alert)}/take", follow_redirects=True).text
    assert "got this" not in evc.get(page_of(alert)).text
    assert "Taken up by Owen Fairley" in office.get(LIST).text
    assert office.get("/api/office/alerts").json["open"] == 0


def test_the_mark_changes_with_what_others_do(raised, as_role):
    alert, evc, office = raised(), as_role("evc"), as_role("office")
    before = office.get("/api/office/alerts").json["mark"]
    assert office.get("/api/office/alerts").json["mark"] == before
    evc.post(f"{page_of(alert)}/take")
    assert office.get("/api/office/alerts").json["mark"] != before


def test_handed_on_from_the_page(raised, as_role):
    alert, evc = raised(), as_role("evc")
    refused = evc.post(f"{page_of(alert)}/hand-on", data={"to": "", "note": "Ask <Priya>"})
    assert (refused.status_code, "Choose who is to have it" in refused.text) == (422, True)
    assert "Ask &lt;Priya&gt;" in refused.text
    evc.post(f"{page_of(alert)}/hand-on", data={"to": staff_id("staff"), "note": "Ask Priya"})
    assert "staff" in told(alert)
    page = as_role("staff").get(page_of(alert)).text
    assert ("Ask Priya" in page, "Handed on to you" in page) == (True, True)


@pytest.mark.parametrize(("field", "value"), [("to", "nobody"), ("to", "\x00"), ("note", "w" * 5000)])
def test_a_form_that_is_wrong_is_shown_again_by_its_field(raised, as_role, field, value):
    data = {"to": staff_id("staff"), "note": "", field: value}
    answer = as_role("evc").post(f"{page_of(raised())}/hand-on", data=data)
    assert (answer.status_code, "There is a problem" in answer.text) == (422, True)


def test_closed_from_the_page_with_words(raised, as_role):
    alert, evc = raised(), as_role("evc")
    refused = evc.post(f"{page_of(alert)}/close", data={"words": " "})
    assert (refused.status_code, "Write what was done" in refused.text) == (422, True)
    assert "Closed." in evc.post(f"{page_of(alert)}/close", data={"words": "At home"}, follow_redirects=True).text
    assert ("At home" in as_role("office").get(page_of(alert)).text, Alert.get_by_id(alert.id).due_at) == (True, None)


def test_one_alone_closes_a_safeguarding_alert_only_with_a_reason_that_the_chair_reads(raised, as_role):
    alert, dsl = raised(WORRY), as_role("dsl")
    refused = dsl.post(f"{page_of(alert)}/close", data={"words": "Rosa is safe"})
    assert (refused.status_code, "have a second person take it up first" in refused.text) == (422, True)
    dsl.post(f"{page_of(alert)}/close", data={"words": "Rosa is safe", "alone_because": "The deputy is on a course"})
    for governor in ("chair", "vice_chair"):
        shown = as_role(governor).get(f"{LIST}/closed-alone").text
        assert ("on a course" in shown, "Daniel Okoro" in shown, "Rosa" in shown) == (True, True, False)
    for role in ("headteacher", "dsl", "office", "network_manager"):
        assert as_role(role).get(f"{LIST}/closed-alone").status_code == 403


def test_where_the_second_person_hands_it_on_meanwhile_the_page_says_that_it_is_not_closed(raised, as_role, app):
    alert, dsl = raised(WORRY), as_role("dsl")
    really = pages.take_up.close

    def is_overtaken(*given):
        assert take_up.act(alert, staff_id("deputy_dsl"), "handed_on", to=staff_id("evc"))
        return really(*given)

    with app.app_context():
        take_up.act(alert, staff_id("deputy_dsl"), "taken")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pages.take_up, "close", is_overtaken)
        said = dsl.post(f"{page_of(alert)}/close", data={"words": "Rang home"})
    assert (said.status_code, "Closed." in said.text, "Not closed" in said.text) == (409, False, True)
    assert ("Rang home" in said.text, "Write why nobody else took it up" in said.text) == (True, True)
    assert Alert.get_by_id(alert.id).closed_at is None
    assert AlertRecipient.get(AlertRecipient.staff == staff_id("dsl")).taken_at is not None


def test_whoever_closes_what_is_closed_hears_that_their_words_are_not_kept(raised, as_role):
    alert = raised()
    as_role("evc").post(f"{page_of(alert)}/close", data={"words": "Rang them"})
    said = as_role("office").post(f"{page_of(alert)}/close", data={"words": "Rang"}, follow_redirects=True).text
    assert ("It was closed already" in said, "Closed." in said) == (True, False)


def test_a_case_about_the_head_closed_alone_shows_to_those_who_were_told(raised, as_role):
    alert, chair = raised(HEADS), as_role("chair")
    chair.post(f"{page_of(alert)}/close", data={"words": "Rang the LADO", "alone_because": "Idris was abroad"})
    assert "Idris was abroad" in chair.get(f"{LIST}/closed-alone").text
    assert "Idris was abroad" not in as_role("vice_chair").get(f"{LIST}/closed-alone").text


def test_every_look_is_in_the_audit_log(raised, as_role):
    alert, evc = raised(), as_role("evc")
    evc.get(LIST)
    evc.get(page_of(alert))
    as_role("headteacher").get(TABLE)
    seen = [(row.actor, row.action) for row in AuditEntry.select() if "viewed" in row.action]
    assert seen == [
        (staff_id("evc"), "alerts.list_viewed"),
        (staff_id("evc"), "alert.viewed"),
        (staff_id("headteacher"), "alert_table.viewed"),
    ]


def test_the_page_leads_to_what_was_sent_where_its_reader_may_open_that(phone, todays_trip, as_role):
    record = incident(todays_trip, "lost_phone", "minor")
    receipts(phone.sends(phone.files(record)))
    alert = Alert.get(Alert.subject == record["id"])
    there = f'href="/office/incidents/{record["id"]}"'
    assert there in as_role("office").get(page_of(alert)).text
    assert there not in as_role("network_manager").get(page_of(alert)).text


def added(app):
    """Whom the school added to the table."""
    return value_of(app, "alerts.added")


@pytest.mark.parametrize("role", ["headteacher", "network_manager"])
def test_who_is_added_to_the_table_and_taken_off_it_counts_once_a_second_person_agrees(raised, as_role, app, role):
    head = as_role(role)
    for who in ("role:slt", f"person:{staff_id('staff')}"):
        sent = {"row": "serious", "who": who}
        assert "waits for a second person" in head.post(f"{TABLE}/add", data=sent, follow_redirects=True).text
        assert not {"slt", "staff"} & told(raised()) or who != "role:slt"
        assert seconded(app) == 1
    again = head.post(f"{TABLE}/add", data={"row": "serious", "who": "role:slt"}, follow_redirects=True).text
    assert "told of that already" in again
    assert {"slt", "staff"} <= told(raised())
    for one in added(app):
        head.post(f"{TABLE}/{one['number']}/take-off")
        assert seconded(app) == 1
    assert not {"slt", "staff"} & told(raised())


@pytest.mark.parametrize(
    "data",
    [
        {"row": "heads_conduct", "who": "role:slt"},
        {"row": "no such row", "who": "role:slt"},
        {"row": "serious", "who": ""},
        {"row": "serious", "who": "person:nobody"},
        {},
    ],
)
def test_what_cannot_be_added_is_refused_by_its_field(as_role, app, data):
    answer = as_role("headteacher").post(f"{TABLE}/add", data=data)
    assert (answer.status_code, "There is a problem" in answer.text) == (422, True)
    assert (added(app), seconded(app)) == ([], 0)


def test_the_rows_always_told_cannot_be_taken_off(as_role):
    head = as_role("headteacher")
    assert head.post(f"{TABLE}/1/take-off").status_code == 404
    shown = head.get(TABLE).text
    assert "Told: DSL, Deputy DSL" in shown
    assert "Nobody is added" in shown


def test_the_times_are_chosen_and_go_onto_the_school_card(phone, as_role):
    head = as_role("headteacher")
    assert phone.reports().json["card"]["alerts"] == {"today_by": "17:00"}
    assert "Saved." in head.post(f"{TABLE}/times", data=TIMES, follow_redirects=True).text
    assert phone.reports().json["card"]["alerts"] == {"today_by": "15:30"}
    assert "At 15:30" in as_role("dsl").get(TABLE).text


def test_whoever_had_older_times_open_is_shown_the_others_before_they_save(as_role, app):
    head = as_role("headteacher")
    assert 'name="seen" value="0"' in head.get(TABLE).text
    chosen(app, alerts__first_minutes=30)
    again = head.post(f"{TABLE}/times", data=TIMES)
    assert (again.status_code, "somebody else changed this" in again.text) == (409, True)
    assert 'name="seen" value="1"' in again.text
    assert f'href="{TABLE}">open the page anew' in again.text
    assert 'value="15.30"' in again.text
    assert (value_of(app, "alerts.first_minutes"), value_of(app, "alerts.today_by")) == (30, "17:00")
    assert head.post(f"{TABLE}/times", data={**TIMES, "seen": "1"}).status_code == 302
    assert (value_of(app, "alerts.first_minutes"), value_of(app, "alerts.today_by")) == (5, "15:30")


def test_what_was_changed_of_something_else_meanwhile_stops_nobody(as_role, app):
    chosen(app, phones__lock_minutes=5)
    assert as_role("headteacher").post(f"{TABLE}/times", data=TIMES).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("first_minutes", "0"),
        ("first_minutes", "soon"),
        ("then_minutes", "99999999999999999999"),
        ("today_by", "25:00"),
        ("today_by", "noon"),
        ("quiet_from", ""),
        ("quiet_until", "7"),
        ("quiet_until", "٧:٣٠"),
    ],
)
def test_a_time_that_is_none_is_refused_by_its_field_and_kept_as_typed(as_role, field, typed):
    answer = as_role("headteacher").post(f"{TABLE}/times", data={**TIMES, field: typed})
    assert (answer.status_code, "There is a problem" in answer.text) == (422, True)
    assert not typed or f'value="{typed}"' in answer.text


@pytest.mark.parametrize("role", ["office", "staff", "chair", "evc"])
def test_another_role_opens_no_table(as_role, role):
    client = as_role(role)
    assert client.get(TABLE).status_code == 403
    assert f'href="{TABLE}"' not in client.get(LIST).text


def test_dsl_and_deputy_read_the_table_and_change_nothing(as_role, finch, app):
    kept = [{"number": 7, "row": "serious", "role": "slt", "staff": None}]
    chosen(app, alerts__added=kept)
    for role in ("dsl", "deputy_dsl"):
        client = as_role(role)
        assert "The headteacher chooses these" in client.get(TABLE).text
        for page in ("add", "times", "7/take-off"):
            assert client.post(f"{TABLE}/{page}").status_code == 403
    assert finch.post(f"{TABLE}/7/take-off").status_code == 404
    assert "Added: SLT" not in finch.get(TABLE).text
    assert (added(app), seconded(app)) == (kept, 0)


def test_the_command_lists_each_alert_with_who_was_told_and_when(raised, run, as_role):
    alert = raised()
    as_role("evc").post(f"{page_of(alert)}/take")
    [line] = run("alerts", "list", "--format", "json").output.splitlines()
    found = json.loads(line)
    assert set(found) == {
        *("id", "kind", "subject", "trip", "urgency", "step", "raised_at", "due_at", "closed_at"),
        *("recipients", "deliveries"),
    }
    assert {one["role"] for one in found["recipients"]} == {"evc", "base_contact"}
    assert [bool(one["taken_at"]) for one in found["recipients"] if one["role"] == "evc"] == [True]
    assert "taken up" in run("alerts", "list").output
