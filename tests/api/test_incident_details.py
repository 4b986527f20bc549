"""The details of a kind on every page that shows a report; what does not fit is kept, and the rest of it shown."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

import pytest

from server.alerts.models import Alert
from server.incidents.models import Incident
from server.intake.models import Opening, Record
from server.trips.models import Pupil, TripPupil
from tests.api.alerted import alert_of, told
from tests.api.flask_wire import comes, protocol_client
from tests.api.test_held_decisions import decides
from tests.cast import grazed_knee

INJURY = {
    "hurt": "pupil",
    "body_part": ["head", "knee"],
    "head_bumped": True,
    "first_aider": "Rosa Ellwood and Tom Reed",
    "to_hospital": False,
}
SHOWN = ["Who was hurt?", "A pupil", "Head, Knee", "Was the head bumped?", "Who gave first aid?"]


@pytest.fixture
def files(phone, todays_trip):
    """`files("injury", {...})` sends a report of version 3 with these details and returns its id."""

    def send(category, given, version=3, by=phone, **body):
        record = {**grazed_knee(todays_trip, category=category, details=given, **body), "v": version}
        by.sends(by.files(record))
        return record["id"]

    return send


def text_of(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.text)))


def n_of(record):
    return Record.get(Record.id == record).envelope_id


def test_the_office_reads_the_details_by_their_labels(files, as_role):
    page = text_of(as_role("office").get(f"/office/incidents/{files('injury', INJURY, what_happened='Fell')}"))

    assert [words for words in [*SHOWN, "Taken from there to hospital? No"] if words not in page] == []
    assert "RIDDOR" not in page


def test_taken_to_hospital_asks_for_the_responsible_person_and_decides_nothing(files, as_role):
    page = text_of(as_role("office").get(f"/office/incidents/{files('injury', {'to_hospital': True})}"))

    assert "This may be reportable under RIDDOR: ask the responsible person. It says “hospital”." in page


def test_a_report_without_names_names_nobody_of_its_details_either(files, as_role):
    record, reader = files("injury", INJURY, what_happened="Rosa fell"), as_role("dsl")

    shown = {
        names: text_of(reader.get(f"/office/incidents/{record}/report?names={names}")) for names in ("with", "without")
    }

    assert [words for words in SHOWN if words not in shown["with"] or words not in shown["without"]] == []
    assert "Rosa Ellwood and Tom Reed" in shown["with"]
    assert "Ellwood" not in shown["without"]
    assert "Who gave first aid? Pupil A" in shown["without"]


def test_a_name_that_is_a_word_too_is_one_where_the_question_asks_for_a_name(files, as_role, todays_trip):
    going = TripPupil.select(TripPupil.pupil).where(TripPupil.trip == todays_trip)
    away = Pupil.select().where(Pupil.id.not_in(going)).first()
    Pupil.update(first_name="Grace", last_name="Okafor").where(Pupil.id == away.id).execute()
    record = files("injury", {"first_aider": "Grace"}, what_happened="Grace was said.")

    page = text_of(as_role("dsl").get(f"/office/incidents/{record}/report?names=without"))

    assert "Who gave first aid? Pupil" in page
    assert "Grace was said." in page


def test_two_reports_side_by_side_have_their_details_side_by_side(files, new_phone, as_role):
    four = new_phone("Phone 4")
    four.sets_itself_up()
    both = sorted([files("injury", {"hurt": "pupil"}), files("injury", {"hurt": "adult"}, by=four)])

    page = text_of(
        as_role("office").get(
            f"/office/incidents/doubles?{urlencode(dict(zip(('first', 'second'), both, strict=True)))}"
        )
    )

    assert re.search("Who was hurt\\? Differs (A pupil|Staff or helper) (A pupil|Staff or helper)", page)


def test_details_of_another_kind_hold_it_and_once_accepted_what_fits_is_shown(files, as_role):
    record = files(
        "injury", {"hurt": "pupil", "wearing": "CANARY coat", "head_bumped": "perhaps"}, what_happened="Fell"
    )
    n, head = n_of(record), as_role("headteacher")
    assert (Opening.get_by_id(n).state, Opening.get_by_id(n).reason) == ("held", "body.invalid")

    decides(head, n, "accepted")

    page = text_of(head.get(f"/office/incidents/{record}"))
    assert "Who was hurt? A pupil" in page
    assert "Fell" in page
    assert "CANARY" not in page
    assert "CANARY coat" in Record.get(Record.id == record).body


def test_the_versions_before_are_taken_as_ever(files):
    record = grazed_knee(what_happened="A graze")
    assert (record["v"], "details" in record["body"]) == (1, False)
    Incident.get_by_id(files("injury", None))


def test_what_the_school_is_sent_of_the_new_kinds_is_told_to_those_who_read_it(files, as_role):
    tells = {
        "bullying": {"online_safety_lead", "dsl", "deputy_dsl"},
        "visitor_breach": {"dsl", "deputy_dsl", "headteacher"},
        "welfare_call": {"dsl", "deputy_dsl"},
    }
    for category, roles in tells.items():
        record = files(category, None, severity="minor", what_happened=f"CANARY {category}")
        assert told(alert_of({"id": record})) == roles
        assert "CANARY" in as_role("dsl").get(f"/office/incidents/{record}").text
        is_everyday = category == "welfare_call"
        assert ("CANARY" in as_role("evc").get(f"/office/incidents/{record}").text) == is_everyday
    agreed = files("device_exception", {"in_writing": True}, severity="minor")
    assert not Alert.select().where(Alert.subject == agreed).exists()
    assert "Was it agreed in writing first? Yes" in text_of(as_role("evc").get(f"/office/incidents/{agreed}"))


def test_the_chair_reads_the_details_about_the_headteacher(app, run, as_role):
    client = protocol_client(app, run("enrol-code", "--phone", "Phone 3").output.strip())
    comes(
        client,
        client.files_about_the_headteacher(
            {"what_happened": "Shouted", "details": {"level": "low", "there": "CANARY"}}
        ),
    )
    chair = as_role("chair")
    [address] = re.findall(r'href="(/office/chair/[^"/]+)"', chair.get("/office/chair").text)

    page = text_of(chair.get(address))

    assert "How grave may it be? Low-level: less, but not right" in page
    assert "CANARY" in page
