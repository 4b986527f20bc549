"""Image authorisations: the headteacher alone gives and revokes; phones, checks and the register go by them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from peewee import DatabaseError

from server.accounts.actions import add_school
from server.accounts.models import School
from server.consent import authorisations, queries
from server.consent.authorisation_models import ImageAuthorisation, ImageAuthorisationRevoked
from server.consent.check_models import ConsentCheck
from server.consent.rules import PURPOSE_NAMES, Verdict
from server.foundation import clock, crypto
from server.foundation.audit import AuditEntry
from server.foundation.problems import Problem
from server.phones.models import Phone
from server.trips.models import Pupil, Trip, TripPhone, TripPupil
from tests.api.photographer import Photographer
from tests.api.pins import pin_of
from tests.cast import CLIENT, grazed_knee, receipts

PAGE = "/office/consent/authorisations"
NEW = f"{PAGE}/new"
STOPPED = {"name": "Gymnastics", "kind": "stop", "line": "No photos."}


def boxes(name, day):
    """A day as the form sends it."""
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def wanted(**more):
    """Vaults for coaching, today, on the whole school's trips."""
    today = clock.today()
    given = {
        "kind": "activity:Gymnastics",
        "what": "Photos of vaults",
        "who": "Miss Ellis",
        **boxes("from_on", today),
        **boxes("until_on", today + timedelta(days=2)),
        "trip": "school",
        "why": "The coach corrects the run-up",
        "conditions": "Vaults alone.",
    }
    return {**given, **more}


def canal_on(day):
    """Another trip of the school."""
    school = School.get(School.is_demo)
    return Trip.create(school=school, title="Canal", place="Canal", starts_on=day, ends_on=day, made_at=clock.now())


@pytest.fixture
def head(as_role):
    """The headteacher, at a school whose phones stop at gymnastics."""
    browser = as_role("headteacher")
    assert browser.post("/office/photo-rules/activities", data=STOPPED).status_code == 302
    return browser


@pytest.fixture
def gives(head):
    """`gives(trip=…)` gives an authorisation; returns its page's address."""

    def give(**more):
        answer = head.post(NEW, data=wanted(**more))
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    return give


@pytest.fixture
def revokes(head):
    """`revokes(page)` revokes one, with the second tap."""

    def revoke(page):
        answer = head.post(f"{page}/revoke", data={"reason": "The coach left", "sure": "yes"}, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    return revoke


@pytest.fixture
def checks(phone, todays_trip, monkeypatch):
    """`checks(checked_at)` hands in a check for gymnastics that said go; returns what it should have stopped at."""

    def verdicts_for(_school, pupils, _medium, _on):
        return {pupil: dict.fromkeys(PURPOSE_NAMES, Verdict(True, "given")) for pupil in pupils}

    monkeypatch.setattr(queries, "verdicts_for", verdicts_for)
    key = Pupil.select().join(TripPupil).where(TripPupil.trip == todays_trip).first().id[:8]

    def send(at=None):
        at = at or clock.now()
        body = {"purpose": "website", "place": "Outdoors", "activity": "Gymnastics", "medium": "photo"}
        body |= {"list_as_at": clock.as_text(at - timedelta(minutes=1)), "pupils": [key], "out": [], "outcome": "go"}
        body |= {"told": True, "way": "camera", "checked_at": clock.as_text(at)}
        receipts(phone.sends(phone.files({**grazed_knee(todays_trip), "kind": "consent.checked", "body": body})))
        return json.loads(ConsentCheck.select().order_by(ConsentCheck.n.desc()).get().flags)

    return send


def list_of(holder):
    """The activities on somebody's list of today."""
    answer = holder.phone.client.get(f"/api/packs/{holder.person['unlock']}", headers=CLIENT)
    framed = crypto.SUITE.decrypt(answer.data, holder.seal, info=crypto.info("pack", holder.person["unlock"]))
    return json.loads(crypto.unframe(framed))["photos"]["activities"]


def checks_page(as_role, trip):
    return as_role("dsl").get(f"/office/trips/{trip}/photo-checks").text


def test_the_headteacher_gives_one_and_the_register_has_it_for_good(gives, as_role, app):
    page = gives()
    row = ImageAuthorisation.get()
    assert (row.number, row.kind, row.activity, row.trip_id) == (1, "activity", "Gymnastics", None)
    for role in ("office", "slt", "dsl", "deputy_dsl", "evc"):
        browser = as_role(role)
        listed, shown = browser.get(PAGE).text, browser.get(page).text
        assert ("Authorisation 1" in listed, "Running" in listed) == (True, True)
        assert "Give an authorisation" not in listed
        assert ("Vaults alone." in shown, "Revoke it" in shown) == (True, False)
    gives(kind="photographer", what="The press at the gate")
    assert [one.row.number for one in authorisations.of_school(row.school_id)] == [2, 1]
    for change in (ImageAuthorisation.update(what="Anything"), ImageAuthorisation.delete()):
        with pytest.raises(DatabaseError):
            change.execute()


@pytest.mark.parametrize("role", ["slt", "office", "dsl", "evc", "staff", "network_manager", "chair"])
def test_nobody_but_the_headteacher_gives_or_revokes(gives, as_role, role):
    page, browser = gives(), as_role(role)
    assert browser.get(NEW).status_code == 403
    assert browser.post(NEW, data=wanted()).status_code == 403
    assert browser.post(f"{page}/revoke", data={"reason": "So", "sure": "yes"}).status_code == 403
    assert (ImageAuthorisation.select().count(), ImageAuthorisationRevoked.select().count()) == (1, 0)


@pytest.mark.parametrize("role", ["staff", "network_manager", "site_manager", "chair"])
def test_others_do_not_read_the_register(gives, as_role, role):
    page, browser = gives(), as_role(role)
    assert browser.get(PAGE).status_code == 403
    assert browser.get(page).status_code == 403


def test_the_next_schools_is_not_found_and_each_school_counts_its_own(gives, head):
    gives()
    other = add_school("Next door")
    today = clock.today()
    theirs = authorisations.Wanted("other", None, "Film", "The band", None, today, today, "The show", "")
    row = authorisations.give(other.id, theirs, by="ruth next door")
    assert row.number == 1
    assert head.get(f"{PAGE}/{row.id}").status_code == 404
    assert head.post(f"{PAGE}/{row.id}/revoke", data={"reason": "So", "sure": "yes"}).status_code == 404
    assert "The band" not in head.get(PAGE).text
    trip = Trip.create(school=other, title="Zoo", place="Zoo", starts_on=today, ends_on=today, made_at=clock.now())
    assert head.post(NEW, data=wanted(trip=trip.id)).status_code == 422


WRONG = [
    ({"kind": ""}, "Choose one"),
    ({"kind": "activity:Toilets"}, "There is a problem"),
    ({"kind": "activity:Swimming"}, "There is a problem"),
    ({"kind": "activity"}, "There is a problem"),
    ({"what": " "}, "Say what is allowed"),
    ({"what": "Photos in the changing rooms"}, "nothing can allow it"),
    ({"what": "x" * 201}, "Use at most 200 characters"),
    ({"who": ""}, "Say who may do it"),
    ({"why": ""}, "Say why"),
    ({"conditions": "x" * 301}, "Use at most 300 characters"),
    ({"trip": ""}, "Choose a trip, or the whole school"),
    ({"trip": "none such"}, "There is a problem"),
    ({"until_on-day": "", "until_on-month": "", "until_on-year": ""}, "it ends at some time"),
    ({"until_on-month": "13"}, "no such day"),
    ({"from_on-day": "soon"}, "as numbers"),
    ({"from_on-year": "9999"}, "within a year from now"),
    ({"from_on-year": "2020"}, "cannot begin before today"),
]


@pytest.mark.parametrize(("part", "said"), WRONG)
def test_what_is_wrong_is_said_by_the_field_and_kept_as_typed(head, part, said):
    answer = head.post(NEW, data=wanted(**part))
    assert (answer.status_code, said in answer.text) == (422, True)
    assert all(str(typed) in answer.text for name, typed in part.items() if name not in ("kind", "trip"))
    assert "The coach corrects the run-up" in answer.text or "why" in part
    assert ImageAuthorisation.select().count() == 0


def test_it_is_of_a_year_at_most_and_of_days_of_its_trip(head):
    today = clock.today()
    over = wanted(**boxes("until_on", today + timedelta(days=366)))
    assert "At most a year" in head.post(NEW, data=over).text
    before = wanted(**boxes("from_on", today + timedelta(days=1)), **boxes("until_on", today))
    assert "cannot end before it begins" in head.post(NEW, data=before).text
    later = today + timedelta(days=30)
    trip = canal_on(later)
    assert "give days that include one of its own" in head.post(NEW, data=wanted(trip=trip.id)).text
    assert head.post(NEW, data=wanted(trip=trip.id, **boxes("until_on", later))).status_code == 302


def test_where_nobody_is_ever_photographed_can_be_allowed_by_no_way(app):
    school, today = School.get(School.is_demo).id, clock.today()
    never = authorisations.Wanted("activity", "changing ROOMS", "So", "We", None, today, today, "Why", "")
    with pytest.raises(Problem):
        authorisations.give(school, never, by="ruth")
    assert ImageAuthorisation.select().count() == 0


def test_todays_list_names_it_with_its_days_and_the_next_trips_list_does_not(gives, phone, todays_trip):
    priya = pin_of(phone)
    assert list_of(priya)[-1] == ["Gymnastics", "stop", "No photos."]
    gives(trip=todays_trip)
    today, until = clock.today(), clock.today() + timedelta(days=2)
    year = "" if until.year == today.year else f" {until.year}"
    line = f"Allowed by the headteacher: authorisation 1, until {until.day} {until:%B}{year}. Vaults alone."
    usual, allowed = list_of(priya)[-2:]
    assert usual == ["Gymnastics", "stop", "No photos."]
    assert allowed == ["Gymnastics", "warn", line, today.isoformat(), until.isoformat()]
    other = canal_on(today)
    sent = authorisations.activities_on(other.school_id, other.id, (today, until), clock.now())
    assert all(len(one) == 3 for one in sent)


def test_one_that_changes_nothing_on_a_phone_changes_nothing_on_a_phone(gives, phone, head):
    priya = pin_of(phone)
    before = list_of(priya)
    shown = head.get(gives(kind="own_device", what="Own camera at the show")).text
    assert list_of(priya) == before
    assert "somebody’s own phone or camera" in shown


def test_a_check_under_it_is_no_fault_and_stands_by_its_number(gives, checks, as_role, todays_trip):
    assert checks() == {"activity": []}
    gives()
    before = clock.now() - timedelta(minutes=30)
    assert checks(before) == {"activity": []}, "nothing is allowed afterwards"
    assert checks() == {}
    shown = checks_page(as_role, todays_trip)
    assert shown.count("Allowed by the headteacher") == 1
    assert "Photos of vaults" in shown


def test_one_of_another_trip_or_day_covers_no_check(gives, checks, todays_trip):
    gives(trip=canal_on(clock.today()).id)
    tomorrow = clock.today() + timedelta(days=1)
    gives(**boxes("from_on", tomorrow))
    assert checks() == {"activity": []}


def test_once_revoked_it_covers_nothing_and_the_phones_that_are_out_are_named(
    gives, revokes, checks, as_role, todays_trip, phone, head
):
    page = gives(trip=todays_trip)
    assert checks() == {}
    priya = pin_of(phone)
    asked = head.post(f"{page}/revoke", data={"reason": "The coach left"}).text
    assert ("Yes, revoke it" in asked, "Phone 3" in asked) == (True, True)
    assert ImageAuthorisationRevoked.select().count() == 0
    told = revokes(page)
    names = [one.phone.name for one in TripPhone.select().join(Phone).where(TripPhone.trip == todays_trip)]
    assert names
    assert all(name in told for name in names)
    assert "with their next list" in told
    assert "Ring them" in told
    assert list_of(priya)[-1] == ["Gymnastics", "stop", "No photos."]
    assert checks() == {"activity": []}
    shown = checks_page(as_role, todays_trip)
    assert "had been revoked by then" in shown
    assert shown.count("Allowed by the headteacher") == 1
    assert "Revoked" in head.get(PAGE).text
    assert "There is nothing left to revoke." in revokes(page)
    assert ImageAuthorisationRevoked.select().count() == 1


def test_revoking_says_why(gives, head):
    page = gives()
    answer = head.post(f"{page}/revoke", data={"reason": " ", "sure": "yes"})
    assert (answer.status_code, "Say why" in answer.text) == (422, True)
    assert ImageAuthorisationRevoked.select().count() == 0


def test_the_trips_page_shows_it_to_all_its_staff_and_links_where_it_may_be_read(gives, revokes, as_role, todays_trip):
    page = gives(trip=todays_trip)
    for role, links in (("staff", False), ("evc", True)):
        shown = as_role(role).get(f"/office/trips/{todays_trip}").text
        assert ("Authorisation 1" in shown, "Photos of vaults" in shown, page in shown) == (True, True, links)
    revokes(page)
    shown = as_role("staff").get(f"/office/trips/{todays_trip}").text
    assert "revoked" in shown


def test_a_photo_taken_under_it_says_so(gives, phone, todays_trip, as_role):
    page = gives()
    taken_at = clock.as_text(clock.now())
    photographer = Photographer(phone, todays_trip)
    under = photographer.takes(activity="Gymnastics", taken_at=taken_at)
    without = photographer.takes(taken_at=taken_at)
    office = as_role("office")
    shown = office.get(f"/office/photos/photo/{under}").text
    assert ("Allowed by the headteacher" in shown, page in shown) == (True, True)
    assert "Allowed by the headteacher" not in office.get(f"/office/photos/photo/{without}").text
    leaders = as_role("trip_leader").get(f"/office/photos/photo/{under}").text
    assert ("Authorisation 1" in leaders, page in leaders) == (True, False)


def test_giving_and_revoking_are_in_the_audit_log_without_words(gives, revokes, run):
    revokes(gives())
    rows = [row for row in AuditEntry.select() if row.action.startswith("consent.authorisation_")]
    assert [row.action for row in rows] == ["consent.authorisation_given", "consent.authorisation_revoked"]
    assert not [row for row in rows if "Ellis" in row.details or "coach" in row.details.lower()]
    assert run("audit", "verify").exit_code == 0


def test_the_register_is_found_from_consent_and_from_the_rules(as_role):
    def links(role, page):
        shown = as_role(role).get(page).text
        return PAGE in shown, "/office/photo-rules" in shown

    assert links("headteacher", "/office/consent") == (True, True)
    assert links("dsl", "/office/consent") == (True, False)
    assert PAGE in as_role("slt").get("/office/photo-rules").text
    assert PAGE not in as_role("network_manager").get("/office/photo-rules").text
