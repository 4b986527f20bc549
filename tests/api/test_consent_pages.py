"""The consent register in the office: answers recorded by hand, who is never photographed, and who may see what."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from server.accounts import actions as accounts
from server.consent import queries
from server.consent.models import ConsentDecision, LawfulBasis, NeverPhotograph
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.shell import demo_consent
from server.shell.demo_school import PASSWORD
from server.trips.models import Pupil, Trip
from tests.cast import MAILBOXES

KEEPERS = ("office", "headteacher", "dsl", "deputy_dsl")
REASON = "CANARY the placement is not to be found"


def numbered(i):
    """The demo school's pupil with this place on the roll."""
    return Pupil.get(Pupil.upn == f"Z9{i:011}")


def day(name, when):
    """A day as its three boxes are sent."""
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def answer(response="given", **more):
    """The form of an answer, as the office sends it."""
    fields = {"purposes": ["website"], "media": ["photo"], "response": response, "answered_by": "parent"}
    return {**fields, "respondent": "Ms Penhale", "how": "telephone", **day("decided_on", clock.today()), **more}


def ground(pupil, purpose="website", medium="photo", on=None):
    """Why the pupil may or may not be in such a picture."""
    found = queries.verdicts(pupil.school_id, [pupil.id], on or clock.today(), (medium,))
    return found[pupil.id][purpose, medium].ground


def records(client, pupil, **form):
    """Send the form of one pupil's page."""
    return client.post(f"/office/consent/pupil/{pupil.id}", data=answer(**form))


@pytest.fixture
def unasked(app):
    """A pupil whose parents nobody has asked."""
    return numbered(demo_consent.NOT_ASKED)


@pytest.mark.parametrize("role", KEEPERS)
def test_those_who_keep_consent_read_and_record(as_role, unasked, role):
    somebody = as_role(role)

    assert "Not asked" in somebody.get(f"/office/consent/pupil/{unasked.id}").text
    assert records(somebody, unasked).status_code == 302
    assert ground(unasked) == "given"
    assert AuditEntry.select().order_by(AuditEntry.n.desc()).first().action == "consent.recorded"


@pytest.mark.parametrize("role", sorted(set(MAILBOXES) - set(KEEPERS)))
def test_others_neither_read_nor_record(as_role, unasked, role):
    somebody = as_role(role)

    for address in ("", f"/pupil/{unasked.id}", "/bases", "/imports", "/import", "/never"):
        assert somebody.get(f"/office/consent{address}").status_code == 403
    assert records(somebody, unasked).status_code == 403
    assert ground(unasked) == "not_asked"


def test_another_schools_pupil_is_not_there(app, as_role):
    theirs = Pupil.create(school=accounts.add_school("Next door"), first_name="A", last_name="Finch", class_name="1")

    assert as_role("office").get(f"/office/consent/pupil/{theirs.id}").status_code == 404
    assert records(as_role("office"), theirs).status_code == 404
    assert as_role("dsl").get(f"/office/consent/never/{theirs.id}").status_code == 404
    assert as_role("office").post("/office/consent", data={"words": "Finch"}).text.count("A Finch") == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"purposes": []}, "Choose at least one"),
        ({"respondent": " "}, "Give the name of whoever answered"),
        ({"answered_by": "pupil"}, "Give the name of whoever judged the pupil able to decide"),
        ({"response": "perhaps"}, "Not a valid choice"),
        (day("decided_on", date(2999, 1, 1)), "That day is still to come"),
        ({"decided_on-day": "31", "decided_on-month": "2"}, "There is no such day"),
        (day("valid_to", date(2020, 1, 1)), "That is before the day they answered"),
        ({"small_print": "x" * 1001}, "Use at most 1000 characters"),
    ],
)
def test_a_form_that_is_wrong_is_sent_back_as_typed_and_records_nothing(as_role, unasked, wrong, words):
    sent = records(as_role("office"), unasked, **{"small_print": "only in groups", **wrong})

    assert (sent.status_code, words in sent.text) == (422, True)
    assert wrong.get("small_print", "only in groups") in sent.text
    assert ground(unasked) == "not_asked"


def test_parents_who_disagree_are_both_shown_and_count_as_no(as_role, unasked):
    office = as_role("office")
    records(office, unasked)
    records(office, unasked, response="refused", respondent="Mr Penhale")

    page = office.get(f"/office/consent/pupil/{unasked.id}").text
    assert ground(unasked) == "disagree"
    assert "They disagree, which counts as no" in page
    assert "Ms Penhale" in page
    assert "Mr Penhale" in page


def test_a_pupil_answers_only_where_somebody_judged_them_able_and_that_is_kept(as_role, unasked):
    records(as_role("dsl"), unasked, answered_by="pupil", response="objected", able_by="Daniel Okoro")

    row = ConsentDecision.get(ConsentDecision.pupil == unasked)
    assert (row.answered_by, row.able_by, row.respondent) == ("pupil", "Daniel Okoro", "")
    assert ground(unasked) == "objected"


def test_a_yes_on_the_day_of_a_no_is_refused_with_the_reason(as_role, unasked):
    records(as_role("office"), unasked, response="refused")

    sent = records(as_role("office"), unasked)
    assert (sent.status_code, "They said no on that day" in sent.text) == (422, True)


def test_a_parent_takes_everything_back_in_one_step(as_role):
    pupil = numbered(demo_consent.ENDING)
    assert ground(pupil) == "given"

    as_role("office").post(f"/office/consent/pupil/{pupil.id}/withdraw", data={"withdrawn_by": "Mr X"})
    assert {ground(pupil, "display", medium) for medium in ("photo", "video", "audio")} == {"withdrawn"}


def test_nothing_recorded_is_ever_changed(as_role, unasked):
    records(as_role("office"), unasked)
    records(as_role("office"), unasked, response="withdrawn")

    rows = ConsentDecision.select().where(ConsentDecision.pupil == unasked).order_by(ConsentDecision.n)
    assert [row.response for row in rows] == ["given", "withdrawn"]
    assert as_role("office").get(f"/office/consent/pupil/{unasked.id}").text.count("Recorded by Elin Morgan") == 2


@pytest.mark.parametrize("role", ["dsl", "deputy_dsl"])
def test_why_somebody_is_never_photographed_is_read_by_few_and_each_time_is_noted(as_role, unasked, role):
    records(as_role("office"), unasked)
    somebody = as_role(role)
    sent = somebody.post(f"/office/consent/never/{unasked.id}/begin", data={"reason": REASON})

    assert (sent.status_code, ground(unasked)) == (302, "never")
    assert REASON not in somebody.get("/office/consent/never").text
    before = AuditEntry.select().where(AuditEntry.action == "consent.never_reason_read").count()
    assert REASON in somebody.get(f"/office/consent/never/{unasked.id}").text
    read = AuditEntry.select().where(AuditEntry.action == "consent.never_reason_read")
    assert (read.count(), read.order_by(AuditEntry.n.desc()).first().subject) == (before + 1, unasked.id)
    assert not [entry for entry in AuditEntry.select() if "CANARY" in entry.details]


@pytest.mark.parametrize("role", ["office", "headteacher", "slt", "staff"])
def test_nobody_else_reads_why(as_role, role):
    pupil = numbered(demo_consent.NEVER)
    reason = NeverPhotograph.get(NeverPhotograph.pupil == pupil).reason
    somebody = as_role(role)

    assert somebody.get(f"/office/consent/never/{pupil.id}").status_code == 403
    assert somebody.post(f"/office/consent/never/{pupil.id}/end", data={"reason": "x"}).status_code == 403
    page = somebody.get(f"/office/consent/pupil/{pupil.id}")
    assert reason not in page.text
    assert page.status_code == 403 or "Never to be photographed" in page.text


def test_never_ends_with_a_reason_and_answers_count_again(as_role):
    pupil, dsl = numbered(demo_consent.NEVER), as_role("dsl")

    assert dsl.post(f"/office/consent/never/{pupil.id}/end", data={"reason": ""}).status_code == 422
    assert dsl.post(f"/office/consent/never/{pupil.id}/end", data={"reason": "Adopted"}).status_code == 302
    assert ground(pupil) != "never"
    assert dsl.post(f"/office/consent/never/{pupil.id}/end", data={"reason": "again"}).status_code == 400


def test_a_name_is_searched_without_standing_in_an_address(as_role):
    pupil = numbered(95)
    office = as_role("office")

    found = office.post("/office/consent", data={"words": f"{pupil.last_name} {pupil.first_name.lower()}"})
    assert pupil.id in found.text
    assert pupil.id in office.post("/office/consent", data={"words": pupil.upn.lower()}).text
    assert "No pupil found" in office.post("/office/consent", data={"words": "nobody of that name"}).text
    assert office.post("/office/consent", data={"words": "x" * 101}).status_code == 422


def test_the_register_goes_by_class_and_by_page(as_role):
    office = as_role("office")

    assert "240 pupils" in office.get("/office/consent").text
    assert "30 pupils" in office.get("/office/consent?class=Heron").text
    assert "Page 5 of 5" in office.get("/office/consent?page=5").text
    for odd in ("page=0", "page=x", "page=99999999999999999999", "class=None", "page=-3"):
        assert office.get(f"/office/consent?{odd}").status_code == 200


def test_a_lawful_basis_stands_apart_from_the_answers(as_role, unasked):
    office = as_role("office")
    office.post("/office/consent/bases/display", data={"basis": "legitimate_interests"})

    school = unasked.school_id
    assert queries.bases_of(school)["display"].basis == "legitimate_interests"
    assert LawfulBasis.select().where(LawfulBasis.purpose == "display").count() == 2
    assert ground(unasked, "display") == "not_asked"
    assert office.post("/office/consent/bases/display", data={"basis": "whim"}).status_code == 422
    assert office.post("/office/consent/bases/nothing", data={"basis": "consent"}).status_code == 404
    assert office.get("/office/consent/bases").status_code == 200


def test_a_yes_lasts_as_long_as_the_school_says(as_role, unasked):
    office = as_role("office")
    records(office, unasked)
    office.post("/office/consent/lasting", data={"days": "365"})
    assert 'value="365"' in office.get("/office/consent/bases").text

    last = clock.today() + timedelta(days=365)
    assert (ground(unasked, on=last), ground(unasked, on=last + timedelta(days=1))) == ("given", "expired")
    office.post("/office/consent/lasting", data={"days": ""})
    assert ground(unasked, on=last + timedelta(days=1)) == "given"
    for wrong in ("0", "-1", "a year", "999999999", "1.5"):
        assert office.post("/office/consent/lasting", data={"days": wrong}).status_code == 422


def test_a_yes_that_the_schools_own_rule_ended_says_why(as_role, unasked):
    office, page = as_role("office"), f"/office/consent/pupil/{unasked.id}"
    office.post("/office/consent/lasting", data={"days": "2"})
    assert 'data-setting="consent.lasts_days"' not in office.get(page).text
    records(office, unasked, **day("decided_on", clock.today() - timedelta(days=9)))
    assert ground(unasked) == "expired"
    assert 'data-setting="consent.lasts_days"' in office.get(page).text


def test_before_a_trip_the_office_sees_whom_to_ask(as_role):
    trip = Trip.get(Trip.title == "Castle visit")
    office = as_role("office")

    page = office.get(f"/office/trips/{trip.id}/consent").text
    assert numbered(demo_consent.NOT_ASKED).id in page
    assert "Nothing that holds for any purpose" in page
    assert numbered(demo_consent.ENDING).id in page
    assert numbered(demo_consent.NEVER).id not in page
    assert "Consent to ask for: " in office.get(f"/office/trips/{trip.id}").text
    assert "Consent to ask for" not in as_role("staff").get(f"/office/trips/{trip.id}").text
    assert office.get("/office/trips/none-such/consent").status_code == 404
    assert as_role("staff").get(f"/office/trips/{trip.id}/consent").status_code == 403


def test_the_castle_visit_has_some_of_everything(app, run):
    trip = Trip.get(Trip.title == "Castle visit")
    said = run("consent", "verdict", "--trip", trip.id, "--purpose", "social_media", "--format", "json").output
    grounds = [json.loads(line)["ground"] for line in said.splitlines()]

    assert len(grounds) == 32
    assert {"given", "refused", "withdrawn", "not_asked", "never", "disagree"} <= set(grounds)
    assert grounds.count("given") > 16


def test_finch_next_door_sees_an_empty_register(app):
    person = accounts.add_staff(accounts.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    accounts.give_role(person, "office")
    client = app.test_client()
    client.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})

    assert "No pupils here" in client.get("/office/consent").text
