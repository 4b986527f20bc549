"""That somebody outside the school was told of an incident: the LADO, the police, CEOP (R64, R65, R68)."""

from __future__ import annotations

import pytest

from server.foundation import clock
from server.incidents import agency_rules
from server.incidents.chronology_models import ChronologyItem
from tests.api.alerted import incident
from tests.api.later import later, page_of, sends
from tests.api.test_incident_follow_ups import day

LADO, CONTENT = agency_rules.ASK_LADO, agency_rules.ASK_OF_CONTENT
REFERENCE = "CR/20931/26"


@pytest.fixture
def reports(phone, todays_trip):
    """`reports("injury", **body)` is sent from Phone 3; the address of its page."""

    def send(category, **body):
        record = incident(todays_trip, category, "serious", **body)
        # Of a kind's own answers only the third version has any.
        version = {"v": 3} if "details" in body else {}
        phone.sends(phone.files({**record, **version}))
        return page_of(record["id"])

    return send


def test_who_was_told_stands_in_the_chronology_for_whoever_reads_the_incident(reports, as_role):
    page, office = reports("injury"), as_role("office")
    at = clock.now().astimezone(clock.SCHOOL_TIME)
    said = {"agency": "hse", "told_by": "Elin Morgan", "reference": REFERENCE, "words": "They ring back on Monday"}
    answer = sends(office, f"{page}/agency", times=2, **said, at=f"{at:%H:%M}", **day("on", at.date()))

    assert answer.status_code == 302
    read = office.get(page).text
    assert read.count(f"Reference: {REFERENCE}") == 1
    for words in ("Health and Safety Executive told", "by Elin Morgan", "They ring back on Monday"):
        assert words in read


def test_nothing_is_kept_of_a_form_that_names_nobody_and_what_was_typed_stays(reports, as_role):
    page = reports("injury")
    answer = sends(as_role("dsl"), f"{page}/agency", reference=REFERENCE, at="quarter past")

    assert answer.status_code == 422
    for words in ("Choose who was told", "Give a time such as 14:32", REFERENCE):
        assert words in answer.text
    assert not ChronologyItem.select().where(ChronologyItem.kind == "agency.told").exists()


def test_a_concern_about_staff_asks_for_the_lado_until_somebody_wrote_that_they_were_told(reports, as_role):
    page, head = reports("allegation", details={"level": "harm"}), as_role("headteacher")
    assert LADO in head.get(page).text
    sends(head, f"{page}/agency", agency="police")
    assert LADO in head.get(page).text
    sends(head, f"{page}/agency", agency="lado")
    assert LADO not in head.get(page).text
    assert LADO not in head.get(reports("allegation", details={"level": "low"})).text
    assert sends(as_role("dsl"), f"{page}/agency", agency="lado").status_code in (403, 404)


@pytest.mark.parametrize("told", ["police", "ceop", "iwf"])
def test_what_may_be_illegal_asks_for_the_police_ceop_or_the_internet_watch_foundation(reports, as_role, told):
    dsl = as_role("dsl")
    image, site = reports("nude_image"), reports("online_safety", details={"illegal": True})
    for page in (image, site):
        assert CONTENT in dsl.get(page).text
        sends(dsl, f"{page}/agency", agency="childrens_services")
        assert CONTENT in dsl.get(page).text
        sends(dsl, f"{page}/agency", agency=told)
        assert CONTENT not in dsl.get(page).text
    assert CONTENT not in dsl.get(reports("online_safety", details={"illegal": False})).text
    closed = reports("nude_image")
    sends(dsl, f"{closed}/close", outcome="It was no image")
    assert CONTENT not in dsl.get(closed).text


def test_whoever_does_not_read_the_incident_is_not_asked(reports, as_role):
    assert CONTENT not in as_role("office").get(reports("nude_image")).text


def test_a_phone_may_say_so_as_well(phone, todays_trip, as_role):
    record = incident(todays_trip, "nude_image", "serious")
    wall = "2026-06-12T10:00:00Z"
    told = later("agency.told", record["id"], wall, written_at=wall, agency="ceop", told_at=wall, reference=REFERENCE)
    phone.sends(phone.files(record), phone.files(told))

    page = as_role("dsl").get(page_of(record["id"])).text
    assert ("CEOP told" in page, REFERENCE in page, CONTENT in page) == (True, True, False)
