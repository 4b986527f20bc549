"""Odd input to what an incident brings with it: nothing is lost, no page fails, and nobody is believed for free."""

from __future__ import annotations

from uuid import uuid4

import pytest

from server.custody.holds import WHY, held_for_police
from server.custody.models import CustodyLink, PoliceHold
from server.foundation import clock
from server.incidents.count_models import HeadCount
from server.intake.models import Opening, Record
from server.retention.candidates import Unit
from server.retention.holds import holds_of
from server.retention.members import members_of
from tests.api.alerted import incident, school_id
from tests.api.custody import link, taken
from tests.api.later import later
from tests.api.own_phones import use
from tests.api.test_own_phone_session import signs_in
from tests.cast import Phone, grazed_knee, receipts

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


OF_ANOTHER_TYPE = {
    "pupils.counted": [
        {"counted": True},
        {"of": -1},
        {"counted": 10**30},
        {"group": 5},
        {"missing": [1, {"key": [], "name": 5}]},
    ],
    "step.taken": [{"step": ["over"]}, {"step": {"a": 1}, "undoes": [1]}, {"taken_at": 5, "step": "over"}],
    "incident.followed_up": [
        {"words": ["x"]},
        {"parent": 5},
        {"parent": {"told": "x", "told_at": 5, "why_not": ["risk"]}},
    ],
    "parent.contacted": [{"told": "x", "how": [], "why_not": {"a": 1}}],
    "agency.told": [{"agency": ["police"], "reference": 5}, {"agency": "the press"}, {"told_at": 5}],
    "item.confiscated": [{"thing": ["phone"], "bag": 5, "taken_at": []}],
    "item.released": [{"item": 5, "relation": []}],
    "search.made": [{"searched": {}, "outcome": 5, "item": []}],
}


def odd_one(kind, odd, about, trip):
    """A record of this kind about that incident, with these members in the place of its own."""
    made = {"pupils.counted": counted, "item.confiscated": lambda on: taken(T1, on)}.get(kind)
    record = made(trip) if made else later(kind, about, T1, written_at=T1)
    body = {**record["body"], "incident": about, **odd}
    return {**record, "id": str(uuid4()), "kind": kind, "v": 2 if "parent" in odd else 1, "trip": trip, "body": body}


def test_what_is_of_another_type_and_accepted_as_it_came_breaks_no_page_and_no_phones_card(
    phone, todays_trip, pages, as_role
):
    emergency = incident(todays_trip, "emergency", "critical")
    phone.sends(phone.files(emergency))
    sent = [
        odd_one(kind, odd, emergency["id"], todays_trip) for kind, several in OF_ANOTHER_TYPE.items() for odd in several
    ]
    numbers = [receipts(phone.sends(phone.files(record)))[0]["n"] for record in sent]
    assert Opening.select().where(Opening.state == "held").count() == len(sent)

    for n in numbers:
        dsl = as_role("headteacher")
        assert dsl.get(f"/office/held/{n}").status_code == 200
        dsl.post(f"/office/held/{n}", data={"answer": "accepted", "reason": "It is what we have", "after": 0})

    found = pages(next(one["id"] for one in sent if one["kind"] == "item.confiscated"), emergency["id"])
    assert {address: page.status_code for address, page in found.items() if page.status_code != 200} == {}
    assert phone.reports().status_code == 200


def test_a_count_that_names_thousands_nobody_knows_shows_them(phone, todays_trip, as_role):
    nobody = [{"key": f"{number:08x}", "name": "Kit"} for number in range(3000)]
    phone.sends(phone.files(counted(todays_trip, missing=nobody)))

    page = as_role("dsl").get(f"/office/trips/{todays_trip}/counts")

    assert (page.status_code, page.text.count("Kit")) == (200, 3000)


def odd_use(trip):
    return use(trip, why_no_school_phone=HALF)


def odd_category(trip):
    return grazed_knee(trip, category="\ud83d")


def odd_reason(trip):
    return {**later("parent.contacted", str(uuid4()), T1, written_at=T1, why_not="\ud83d"), "trip": trip}


def odd_file(trip):
    return {**grazed_knee(trip), "photos": [{"id": "\ud83d", "sha256": "0" * 64, "size": 1}]}


@pytest.mark.parametrize("odd", [odd_use, odd_category, odd_reason, odd_file])
def test_half_a_letter_in_one_record_fails_no_page_that_reads_it_among_others(phone, todays_trip, as_role, odd):
    phone.sends(phone.files(odd(todays_trip)))
    head, trip = as_role("headteacher"), f"/office/trips/{todays_trip}"
    pages = ("/office", "/office/board", "/office/held", "/office/policy/review", "/office/retention")
    trips = (trip, f"{trip}/check-off", f"{trip}/report", f"{trip}/board/held")

    assert {page: head.get(page).status_code for page in (*pages, *trips)} == dict.fromkeys((*pages, *trips), 200)


def test_half_a_letter_among_the_files_of_a_report_keeps_nothing_from_being_held_or_due(phone, todays_trip, app):
    record = odd_file(todays_trip)
    phone.sends(phone.files(record), phone.files(taken(T1, todays_trip, incident=record["id"])))
    item = CustodyLink.get(CustodyLink.incident == record["id"]).item

    with app.app_context():
        school = school_id()
        assert members_with(school, record["id"]).numbers
        PoliceHold.insert(school=school, item=item, because=record["id"], held_at=clock.now()).execute()
        assert record["id"] in held_for_police(school)
        assert members_with(school, record["id"]).held == WHY


def members_with(school, record):
    """What would go with a report that is due."""
    day = clock.today()
    return members_of(school, Unit(record, "incident.reported", "", None, day, day), holds_of(school))
