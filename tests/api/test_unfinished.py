"""A report sent unfinished is listed as it stands, and the finished one takes its place."""

from __future__ import annotations

import json

from server.accounts import actions
from server.incidents.models import Incident
from server.phones.models import Phone
from tests.cast import grazed_knee, receipts


def sends_unfinished(phone, knee):
    sealed = phone.seals("draft", knee["id"], json.dumps(knee).encode())
    return receipts(phone.sends(phone.labels(sealed, id=knee["id"], type="draft")))


def test_a_report_sent_unfinished_is_receipted_listed_and_said_to_be_so(phone, as_role, exported):
    knee = grazed_knee(what_happened="Half a sentence, and")

    [receipt] = sends_unfinished(phone, knee)

    assert (receipt["type"], receipt["id"]) == ("draft", knee["id"])
    page = as_role("dsl").get(f"/office/incidents/{knee['id']}").text
    assert "Half a sentence, and" in page
    assert "This came unfinished, as it stood." in page
    assert "sent unfinished" in as_role("dsl").get("/office").text
    [line] = exported()
    assert (line["type"], line["state"]) == ("draft", "opened")


def test_the_finished_report_takes_its_place_and_nothing_takes_the_finished_ones(phone, as_role):
    knee = grazed_knee(what_happened="Half a sentence, and")
    sends_unfinished(phone, knee)

    phone.sends(phone.files({**knee, "body": {**knee["body"], "what_happened": "A whole one.", "severity": "serious"}}))

    page = as_role("dsl").get(f"/office/incidents/{knee['id']}").text
    assert "A whole one." in page
    assert "unfinished" not in page
    assert Incident.get_by_id(knee["id"]).severity == "serious"
    later = {**knee, "body": {**knee["body"], "what_happened": "From another tab."}}
    sends_unfinished(phone, later)
    assert "A whole one." in as_role("dsl").get(f"/office/incidents/{knee['id']}").text
    assert Incident.select().count() == 1


def test_neither_takes_the_place_of_another_schools(phone):
    knee = grazed_knee(what_happened="Ours.")
    sends_unfinished(phone, knee)
    next_door = actions.add_school("Next door")
    Incident.update(school=next_door).where(Incident.id == knee["id"]).execute()

    phone.sends(phone.files(knee))

    row = Incident.get_by_id(knee["id"])
    assert (row.school_id, row.is_unfinished) == (next_door.id, True)


def test_both_are_kept_whatever_is_listed(phone, exported):
    knee = grazed_knee()
    sends_unfinished(phone, knee)

    phone.sends(phone.files(knee))

    assert [line["type"] for line in exported()] == ["draft", "record"]


def test_a_phone_marked_as_lost_is_told_so_until_it_is_found(phone, as_role):
    assert "phone.lost" not in phone.reports().json["notices"]
    page = f"/office/phone/{Phone.get(Phone.name == 'Phone 3').id}"

    as_role("office").post(f"{page}/lost")
    assert "phone.lost" in phone.reports().json["notices"]

    as_role("office").post(f"{page}/found")
    assert "phone.lost" not in phone.reports().json["notices"]
