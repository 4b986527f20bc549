"""Odd input to what an incident brings with it: nothing is lost, no page fails, and nobody is believed for free."""

from __future__ import annotations

import pytest

from server.incidents.count_models import HeadCount
from server.intake.models import Opening, Record
from tests.api.alerted import incident
from tests.api.custody import link, taken
from tests.api.later import later
from tests.api.test_own_phone_session import signs_in
from tests.cast import Phone, grazed_knee

T1, T2 = "2026-06-12T10:00:00Z", "2026-06-12T11:00:00Z"
# An emoji cut in half by a length limit, as a browser's text field can leave one.
HALF = "Coach \ud83d"
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>"
LONG = "ten thousand words " * 2_500


def counted(trip, **body):
    said = {"started_at": T1, "counted_at": T1, "group": "Coach 1", "counted": 31, "of": 32, "missing": [], **body}
    return {**grazed_knee(trip), "kind": "pupils.counted", "body": said}


@pytest.fixture
def pages(as_role, todays_trip):
    """`pages(id)` is every page of the office that a record of these may stand on, as the DSL has them."""

    def ask(item, report):
        dsl = as_role("dsl")
        own = (
            f"/office/custody/{item}",
            f"/office/incidents/{report}",
            f"/office/incidents/{report}/report?names=with",
        )
        lists = ("/office/custody", "/office/custody/searches", "/office", "/office/board", "/office/incidents")
        trip = f"/office/trips/{todays_trip}"
        return {one: dsl.get(one) for one in (*own, *lists, trip, f"{trip}/counts", f"{trip}/board/open")}

    return ask


@pytest.mark.parametrize(
    "words", [HALF, HTML, LONG, "\0", "\u202eevil", " "], ids=["half", "html", "long", "nul", "rtl", "blank"]
)
def test_whatever_was_typed_is_kept_and_every_page_still_shows(phone, todays_trip, pages, words):
    report = incident(todays_trip, "injury", "minor", what_happened=words, details={"first_aider": words})
    report["v"] = 3
    item = taken(T1, todays_trip, whose=words, bag=words, why=words, incident=report["id"])
    sent = [
        report,
        item,
        link("search.made", T1, todays_trip, item=item["id"], whose=words, words=words, incident=report["id"]),
        link("item.moved", T1, todays_trip, item=item["id"], to=words, signed=words, receiver_signed=words),
        counted(todays_trip, group=words, missing=[{"key": words, "name": words}], incident=report["id"]),
        later("parent.contacted", report["id"], T1, written_at=T1, told=True, whom=words, words=words),
        later("incident.followed_up", report["id"], T1, written_at=T1, words=words),
        later("step.taken", report["id"], T1, taken_at=T1, step="called_999", words=words),
    ]

    for record in sent:
        phone.sends(phone.files(record))

    assert Record.select().count() == len(sent)
    assert [row.reason for row in Opening.select() if row.state != "opened"] == []
    assert {
        address: page.status_code
        for address, page in pages(item["id"], report["id"]).items()
        if page.status_code != 200
    } == {}
    assert HeadCount.select().count() == 1
    assert not any("<script>alert" in page.text for page in pages(item["id"], report["id"]).values())


def test_an_own_phone_that_calls_itself_the_office_is_not_believed_of_an_item(app, as_role):
    own = Phone(app.test_client(), "")
    own.key = own.client.get("/app/start.json").json["keys"][0]
    assert signs_in(own.client).status_code == 200
    item = {**taken(T1, signed="Ruth Adeyemi"), "app": "office"}

    assert own.sends(own.files(item)).status_code == 200

    page = as_role("dsl").get(f"/office/custody/{item['id']}").text
    assert "Signed in to the office" not in page
    assert "“Ruth Adeyemi”, by name alone" in page
