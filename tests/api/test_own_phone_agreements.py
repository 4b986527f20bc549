"""Own-phone agreements: SLT or the headteacher agrees, nobody to their own; each ends with its trip or is revoked."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from peewee import DatabaseError

from server.accounts.actions import add_school, add_staff
from server.accounts.models import School, Staff
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.problems import Problem
from server.personal_phone import agreements
from server.personal_phone.agreement_models import OwnPhoneAgreement, OwnPhoneAgreementRevoked
from server.trips.models import Trip
from tests.cast import address_of

PAGE = "/office/own-phones/agreements"
NEW = f"{PAGE}/new"
WHY = "Both phones went with the other coach"


def staff_in(role):
    """The id of the demo school's person in a role."""
    return Staff.get(Staff.email == address_of(role)).id


@pytest.fixture
def wanted(todays_trip):
    """`wanted(…)` is what the form sends: Priya, today's trip, calls."""

    def make(**more):
        given = {"kind": "own_phone", "trip": todays_trip, "staff": staff_in("trip_leader"), "reason": WHY}
        return {**given, "risk_assessment": "", **more}

    return make


@pytest.fixture
def slt(as_role):
    return as_role("slt")


@pytest.fixture
def gives(slt, wanted):
    """`gives(kind=…)` gives one as SLT; returns its page's address."""

    def give(**more):
        answer = slt.post(NEW, data=wanted(**more))
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    return give


@pytest.fixture
def revokes(slt):
    """`revokes(page)` revokes one, with the second tap."""

    def revoke(page):
        answer = slt.post(f"{page}/revoke", data={"reason": "Phone 2 came", "sure": "yes"}, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    return revoke


@pytest.fixture
def rules(as_role):
    """`rules(agrees=…)` lets the headteacher choose the school's rules."""

    def choose(**more):
        chosen = {"agrees": "slt", "assessment": "no", "reports_to": "headteacher", "officer": "", **more}
        answer = as_role("headteacher").post("/office/own-phones/rules", data=chosen)
        assert answer.status_code == 302, answer.text

    return choose


def held(trip, staff, at=None):
    """The number of the agreement in force, if any."""
    found = agreements.in_force(School.get(School.is_demo).id, staff, trip, at or clock.now())
    return found.number if found else None


def test_slt_gives_one_and_the_register_has_it_for_good(gives, as_role, todays_trip):
    page = gives()
    row = OwnPhoneAgreement.get()
    assert (row.number, row.kind, row.trip_id, row.given_by) == (1, "own_phone", todays_trip, staff_in("slt"))
    for role in ("office", "headteacher", "dsl", "deputy_dsl", "evc", "slt"):
        browser = as_role(role)
        listed, shown = browser.get(PAGE).text, browser.get(page).text
        assert ("Agreement 1" in listed, "Priya Shah" in listed, "In force" in listed) == (True, True, True)
        assert (WHY in shown, "No photograph" in shown, "141 goes before" in shown) == (True, True, True)
        assert ("Revoke it" in shown) is (role in ("headteacher", "slt"))
        assert ("Agree the use of an own phone" in listed) is (role in ("headteacher", "slt"))
    gives(staff=staff_in("staff"))
    assert [one.row.number for one in agreements.of_school(row.school_id)] == [2, 1]
    for change in (OwnPhoneAgreement.update(reason="Anything"), OwnPhoneAgreement.delete()):
        with pytest.raises(DatabaseError):
            change.execute()


@pytest.mark.parametrize("role", ["staff", "trip_leader", "office", "dsl", "evc", "network_manager", "chair"])
def test_nobody_else_gives_or_revokes(gives, wanted, as_role, role):
    page, browser = gives(), as_role(role)
    assert browser.get(NEW).status_code == 403
    assert browser.post(NEW, data=wanted()).status_code == 403
    assert browser.post(f"{page}/revoke", data={"reason": "So", "sure": "yes"}).status_code == 403
    assert (OwnPhoneAgreement.select().count(), OwnPhoneAgreementRevoked.select().count()) == (1, 0)


@pytest.mark.parametrize("role", ["staff", "network_manager", "site_manager", "chair"])
def test_others_do_not_read_the_register(gives, as_role, role):
    page, browser = gives(), as_role(role)
    assert browser.get(PAGE).status_code == 403
    assert browser.get(page).status_code == 403


def test_where_the_headteacher_alone_agrees_slt_does_not(rules, wanted, as_role, slt):
    rules(agrees="headteacher")
    assert slt.get(NEW).status_code == 403
    assert slt.post(NEW, data=wanted()).status_code == 403
    assert NEW not in slt.get(PAGE).text
    assert "headteacher may agree" in slt.get(PAGE).text
    assert OwnPhoneAgreement.select().count() == 0
    assert as_role("headteacher").post(NEW, data=wanted()).status_code == 302


@pytest.mark.parametrize("role", ["slt", "headteacher"])
def test_nobody_agrees_to_their_own(wanted, as_role, role):
    answer = as_role(role).post(NEW, data=wanted(staff=staff_in(role)))
    assert (answer.status_code, "Nobody agrees to the use of their own phone" in answer.text) == (422, True)
    own = agreements.Wanted("own_phone", staff_in(role), wanted()["trip"], WHY, "")
    with pytest.raises(Problem):
        agreements.give(School.get(School.is_demo).id, own, by=staff_in(role))
    assert OwnPhoneAgreement.select().count() == 0


WRONG = [
    ({"kind": ""}, "Choose one"),
    ({"kind": "camera"}, "There is a problem"),
    ({"trip": ""}, "Choose a trip"),
    ({"trip": "none such"}, "There is a problem"),
    ({"staff": ""}, "Choose whose phone it is"),
    ({"staff": "\0"}, "There is a problem"),
    ({"reason": " \n "}, "Say why"),
    ({"reason": "x" * 501}, "Use at most 500 characters"),
    ({"risk_assessment": "x" * 2001}, "Use at most 2000 characters"),
]


@pytest.mark.parametrize(("part", "said"), WRONG)
def test_what_is_wrong_is_said_by_the_field_and_kept_as_typed(slt, wanted, part, said):
    answer = slt.post(NEW, data=wanted(**part))
    assert (answer.status_code, said in answer.text) == (422, True)
    assert WHY in answer.text or "reason" in part
    assert OwnPhoneAgreement.select().count() == 0


def test_an_empty_form_is_answered_by_its_fields(slt):
    assert slt.post(NEW, data={}).status_code == 422


def test_a_risk_assessment_is_asked_for_where_the_rules_ask(rules, slt, wanted):
    rules(assessment="yes")
    answer = slt.post(NEW, data=wanted(risk_assessment="  "))
    assert (answer.status_code, "Write the risk assessment" in answer.text) == (422, True)
    assert slt.post(NEW, data=wanted(risk_assessment="Coach stays with the group")).status_code == 302
    assert OwnPhoneAgreement.get().risk_assessment == "Coach stays with the group"


def test_the_same_person_has_one_of_a_kind_at_a_time(gives, revokes, slt, wanted):
    page = gives()
    again = slt.post(NEW, data=wanted())
    assert (again.status_code, "such an agreement for this trip already" in again.text) == (422, True)
    gives(kind="internet")
    revokes(page)
    gives()
    assert OwnPhoneAgreement.select().count() == 3


def test_it_is_of_a_trip_that_is_not_long_over_and_of_staff_who_are_here(slt, wanted):
    school, today = School.get(School.is_demo), clock.today()
    over = Trip.get(Trip.school == school, Trip.ends_on < today)
    Trip.update(starts_on=today - timedelta(days=29), ends_on=today - timedelta(days=29)).where(
        Trip.id == over
    ).execute()
    assert slt.post(NEW, data=wanted(trip=over.id)).status_code == 422
    Staff.update(is_active=False).where(Staff.id == staff_in("staff")).execute()
    assert slt.post(NEW, data=wanted(staff=staff_in("staff"))).status_code == 422
    assert OwnPhoneAgreement.select().count() == 0


def test_it_ends_with_its_trip_and_not_before(gives, todays_trip, as_role, time_machine_at):
    page, priya = gives(), staff_in("trip_leader")
    assert held(todays_trip, priya) == 1
    time_machine_at(hours=11.9)
    assert held(todays_trip, priya) == 1
    time_machine_at(hours=12.1)
    assert held(todays_trip, priya) is None
    shown = as_role("slt").get(page).text
    assert ("Ended" in shown, "Revoke it" in shown) == (True, False)
    answer = as_role("slt").post(f"{page}/revoke", data={"reason": "So", "sure": "yes"}, follow_redirects=True)
    assert "There is nothing left to revoke." in answer.text


@pytest.fixture
def time_machine_at(monkeypatch):
    """`time_machine_at(hours=…)` sets the clock to so many hours after the end of today."""
    end_of_today = clock.now().astimezone(clock.SCHOOL_TIME).replace(hour=0, minute=0, second=0, microsecond=0)
    end_of_today += timedelta(days=1)

    def go(hours):
        monkeypatch.setattr(clock, "now", lambda: end_of_today + timedelta(hours=hours))

    return go


def test_it_covers_its_person_its_trip_and_calls_alone(gives, todays_trip):
    gives(kind="internet")
    assert held(todays_trip, staff_in("trip_leader")) is None
    gives()
    other = Trip.get(Trip.school == School.get(School.is_demo), Trip.starts_on > clock.today())
    assert held(todays_trip, staff_in("trip_leader")) == 2
    assert held(todays_trip, staff_in("staff")) is None
    assert held(other.id, staff_in("trip_leader")) is None
    assert held(todays_trip, staff_in("trip_leader"), clock.now() - timedelta(hours=1)) is None


def test_revoking_asks_twice_says_why_and_ends_it_at_once(gives, revokes, slt, todays_trip):
    page = gives()
    assert slt.post(f"{page}/revoke", data={"reason": " ", "sure": "yes"}).status_code == 422
    asked = slt.post(f"{page}/revoke", data={"reason": "Phone 2 came"}).text
    assert ("Yes, revoke it" in asked, "No phone tells them" in asked) == (True, True)
    assert held(todays_trip, staff_in("trip_leader")) == 1
    before = clock.now()
    told = revokes(page)
    assert ("Revoked" in told, "Phone 2 came" in told) == (True, True)
    assert held(todays_trip, staff_in("trip_leader")) is None
    assert held(todays_trip, staff_in("trip_leader"), before) == 1
    assert "There is nothing left to revoke." in revokes(page)
    assert OwnPhoneAgreementRevoked.select().count() == 1
    for change in (OwnPhoneAgreementRevoked.update(why="Anything"), OwnPhoneAgreementRevoked.delete()):
        with pytest.raises(DatabaseError):
            change.execute()


def test_the_next_schools_is_not_found_and_each_school_counts_its_own(gives, slt, wanted):
    gives()
    other, today = add_school("Next door"), clock.today()
    theirs = add_staff(other, "Mr Finch", "finch@nextdoor.example", "next-door-castle")
    trip = Trip.create(school=other, title="Zoo", place="Zoo", starts_on=today, ends_on=today, made_at=clock.now())
    row = agreements.give(other.id, agreements.Wanted("own_phone", theirs.id, trip.id, "No phones", ""), by="ruth")
    assert row.number == 1
    assert slt.get(f"{PAGE}/{row.id}").status_code == 404
    assert slt.post(f"{PAGE}/{row.id}/revoke", data={"reason": "So", "sure": "yes"}).status_code == 404
    assert "Mr Finch" not in slt.get(PAGE).text
    assert slt.post(NEW, data=wanted(trip=trip.id)).status_code == 422
    assert slt.post(NEW, data=wanted(staff=theirs.id)).status_code == 422
    assert slt.get(f"/office/trips/{trip.id}/pocket-card").status_code == 404
    assert agreements.in_force(School.get(School.is_demo).id, theirs.id, trip.id, clock.now()) is None


def test_giving_and_revoking_are_in_the_audit_log_without_words(gives, revokes, run, todays_trip):
    revokes(gives())
    rows = [row for row in AuditEntry.select() if row.action.startswith("own_phone.agreement_")]
    assert [row.action for row in rows] == ["own_phone.agreement_given", "own_phone.agreement_revoked"]
    given = {"number": 1, "kind": "own_phone", "staff": staff_in("trip_leader"), "trip": todays_trip}
    assert json.loads(rows[0].details) == given
    assert "Phone 2" not in rows[1].details
    assert run("audit", "verify").exit_code == 0


def test_everybody_reads_what_was_agreed_about_their_own_phone_and_nobody_elses(gives, as_role):
    gives()
    priya, tom = as_role("trip_leader"), as_role("staff")
    assert "/office/you/own-phone" in priya.get("/office/you").text
    mine = priya.get("/office/you/own-phone").text
    assert ("Agreement 1" in mine, "No photograph" in mine, WHY in mine) == (True, True, True)
    assert "Agreement 1" not in tom.get("/office/you/own-phone").text
    assert "Nothing is agreed" in tom.get("/office/you/own-phone").text


def test_the_form_is_opened_with_the_trip_filled_in_and_its_staff_first(slt, todays_trip):
    shown = slt.get(f"{NEW}?trip={todays_trip}").text
    assert f'<option value="{todays_trip}" selected>' in shown
    assert shown.index("Priya Shah, on this trip") < shown.rindex("Beatriz Costa")
    assert slt.get(f"{NEW}?trip=another").status_code == 200


def test_the_register_is_found_from_the_trips_and_from_the_authorisations(as_role):
    assert PAGE in as_role("slt").get("/office/trips").text
    assert PAGE in as_role("dsl").get("/office/consent/authorisations").text
    assert PAGE not in as_role("staff").get("/office/trips").text
