"""Items taken: every record is listed in whatever order it comes, what is odd is said, and nothing is refused."""

from __future__ import annotations

import json

import pytest

from server.accounts import actions
from server.custody.holds import held_for_police
from server.custody.models import CustodyItem, CustodyLink
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.intake.models import Record
from server.shell.demo_school import PASSWORD
from tests.api.alerted import incident, school_id
from tests.api.custody import link, taken
from tests.api.later import follow_up, sends
from tests.api.pins import pin_of

T1, T2, T3, T4 = (f"2026-06-12T1{hour}:00:00Z" for hour in range(4))
LIST = "/office/custody"
POLICE, GIVEN = "item.handed_to_police", "item.released"


@pytest.fixture
def files(phone):
    """`files(record, …)` sends them from Phone 3 in that order; the first one's id."""

    def send(*records):
        for record in records:
            phone.sends(phone.files(record))
        return records[0]["id"]

    return send


def page_of(item):
    return f"{LIST}/{item}"


def audited(action, subject):
    return AuditEntry.select().where(AuditEntry.action == action, AuditEntry.subject == subject).count()


def known(item):
    row = CustodyItem.get(CustodyItem.id == item)
    return row.state, row.faults


def test_what_became_of_an_item_stands_in_order_whatever_came_first(files, as_role, todays_trip):
    phone_taken = taken(T1, todays_trip, witness="Ben Osei", kept="Coach safe")
    item = phone_taken["id"]
    police = link(POLICE, T4, todays_trip, item=item, officer="PC 4411", reference="CR/1234/26", handed_at=T4)
    search = link("search.made", T2, todays_trip, item=item, by="Daniel Okoro", consent="none", outcome="stopped")
    moved = link("item.moved", T3, todays_trip, item=item, to="Daniel Okoro", kept="Safe in the office", moved_at=T3)
    files(police, moved, search, phone_taken)
    files(police)

    page = as_role("headteacher").get(page_of(item)).text

    places = [page.index(words) for words in ("Maya Brown", "Stopped: it may hold", "Safe in the office", "CR/1234/26")]
    assert places == sorted(places)
    assert page.count("CR/1234/26") == 1
    assert known(item) == ("police", "")
    assert "nothing of it may be deleted" in page
    assert audited("custody.viewed", item) == 1
    assert "Does not fit together" not in page


@pytest.mark.parametrize(
    ("came", "state", "words"),
    [
        ([(GIVEN, T1), ("item.confiscated", T2)], "released", "This says a time before it was taken."),
        ([("item.confiscated", T1), (GIVEN, T2), (GIVEN, T3)], "released", "It had been given back already."),
        ([("item.confiscated", T1), (GIVEN, T2), (POLICE, T3)], "police", "It had been given back before this."),
        ([("item.confiscated", T1), (POLICE, T2), (GIVEN, T3)], "police", "It was with the police by then."),
        ([(GIVEN, T2)], "released", "Nothing that has come says how and when it was taken."),
    ],
)
def test_what_does_not_fit_is_stored_shown_and_said(files, as_role, came, state, words):
    first = taken(T1)
    item = first["id"]
    for kind, wall in reversed(came):
        at = {"item.confiscated": "taken_at", GIVEN: "released_at", POLICE: "handed_at"}[kind]
        body = {**first["body"], at: wall} if kind == "item.confiscated" else {"item": item, at: wall}
        record = link(kind, wall, **{name: value for name, value in body.items() if name != "written_at"})
        files({**record, "id": item} if kind == "item.confiscated" else record)

    dsl = as_role("dsl")

    assert words in dsl.get(page_of(item)).text
    assert known(item)[0] == state
    assert "Does not fit together" in dsl.get(LIST).text
    assert item in dsl.get(LIST, query_string={"state": "odd"}).text
    assert CustodyLink.select().count() == len(came)


def test_a_number_on_two_bags_is_said_on_both_and_a_later_trip_may_use_it_anew(files, as_role, todays_trip):
    one, two = files(taken(T1, todays_trip)), files(taken(T2, todays_trip, bag="4K7 "))
    files(link(GIVEN, T3, item=two, released_at=T3), link(GIVEN, T3, item=one, released_at=T3))
    three = files(taken(T4, None, bag="4K7"))

    dsl = as_role("dsl")

    for item, other in ((one, two), (two, one)):
        page = dsl.get(page_of(item)).text
        assert "The number of its bag is on another item as well." in page
        assert page_of(other) in page
    assert "on another item" not in dsl.get(page_of(three)).text


def test_a_pin_given_for_it_is_told_from_a_name_that_was_only_typed(phone, as_role):
    priya = pin_of(phone)
    signed = taken(T1, signed="P Shah", signed_with="pin")
    signed["actor"] = {"staff": priya.person["staff"], "how": "pin"}
    phone.sends(priya.files(signed))
    claimed = taken(T1, bag="5A1", signed="P Shah", signed_with="pin")
    phone.sends(phone.files(claimed))

    pages = [as_role("dsl").get(page_of(one["id"])).text for one in (signed, claimed)]

    assert "“P Shah”, with the PIN of Priya Shah" in pages[0]
    assert "“P Shah”, by name alone" in pages[1]


def test_lists_name_nobody_and_each_look_is_noted(files, as_role):
    item = files(taken(T1, bag="Maya’s own", kept="Miss Shah’s rucksack"))
    found = as_role("office").get(LIST).text
    assert "Phone, no bag number" in found
    assert not [words for words in ("Maya", "rucksack", "film") if words in found]
    assert audited("custody.list_viewed", school_id()) == 1
    assert "Maya Brown" in as_role("office").get(page_of(item)).text


def test_whoever_has_no_business_with_it_is_refused_and_the_trips_leader_is_not(app, files, as_role, todays_trip):
    item, stray = files(taken(T1, todays_trip)), files(taken(T2))
    search = files(link("search.made", T2, todays_trip, item=item, whose="Maya Brown"))
    for address in (LIST, page_of(item), f"{LIST}/searches", f"{LIST}/searches/{search}"):
        assert as_role("network_manager").get(address).status_code in (403, 404)
        # Sana leads another trip, and sees that one's.
        assert item not in as_role("staff").get(address).text
        assert as_role("trip_leader").get(address).status_code == 200
    assert as_role("trip_leader").get(page_of(stray)).status_code == 404
    assert as_role("office").get(f"{LIST}/searches/{search}").status_code == 404
    assert "Maya Brown" in as_role("slt").get(f"{LIST}/searches/{search}").text
    finch = actions.add_staff(actions.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    actions.give_role(finch, "headteacher")
    next_door = app.test_client()
    next_door.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})
    assert [next_door.get(page_of(item)).status_code, page_of(item) in next_door.get(LIST).text] == [404, False]
    assert next_door.post(f"{page_of(item)}/released", data={"to": "me"}).status_code == 404


@pytest.mark.parametrize(
    ("category", "readers"),
    [
        ("nude_image", {"dsl", "headteacher"}),
        ("allegation", {"headteacher"}),
        ("behaviour", {"dsl", "headteacher", "office", "trip_leader"}),
        (None, {"dsl"}),
    ],
)
def test_what_belongs_to_a_report_is_read_by_whoever_reads_the_report(files, as_role, todays_trip, category, readers):
    report = incident(todays_trip, category, "serious")
    item = files(taken(T1, todays_trip, incident=report["id"]))
    if category:
        files(report)

    for role in ("dsl", "headteacher", "office", "trip_leader"):
        answer = as_role(role).get(page_of(item))
        assert answer.status_code == 200
        assert ("Maya Brown" in answer.text) == (role in readers), role
        form = as_role(role).get(f"{page_of(item)}/released").status_code
        assert form == (200 if role in readers else 403), role


@pytest.mark.parametrize(
    ("category", "readers"),
    [("nude_image", {"dsl", "headteacher"}), ("behaviour", {"dsl", "headteacher", "office", "trip_leader", "evc"})],
)
def test_an_incidents_page_shows_what_was_taken_because_of_it_to_whoever_reads_it(
    files, as_role, todays_trip, category, readers
):
    report = incident(todays_trip, category, "serious")
    item = files(taken(T1, todays_trip, incident=report["id"]))
    search = link("search.made", T2, todays_trip, item=item, incident=report["id"], searched="bag", outcome="found")
    files(taken(T1, todays_trip, bag="9B2"), search, report)
    files(link(POLICE, T3, todays_trip, item=item))
    found = {}
    for role in ("dsl", "headteacher", "office", "trip_leader", "evc"):
        found[role] = as_role(role).get(f"/office/incidents/{report['id']}").text

    assert {role for role, page in found.items() if "Phone, bag 4K7" in page} == readers
    for role, page in found.items():
        assert page.count(page_of(item)) == (role in readers), role
        # A search is neither the office's nor the EVC's.
        assert (f"{LIST}/searches/{search['id']}" in page) == (role in readers - {"office", "evc"}), role
        assert ("bag 9B2" in page, "Maya Brown" in page) == (False, False), role
    assert "With the police" in found["dsl"]
    assert "Something was found and taken" in found["dsl"]


def test_what_was_taken_because_of_a_concern_about_staff_tells_nobody_else_that_there_is_one(
    files, as_role, todays_trip
):
    item = files(taken(T1, todays_trip, incident=(report := incident(todays_trip, "allegation", "serious"))["id"]))
    files(report)

    for role in ("dsl", "office", "trip_leader"):
        page = as_role(role).get(page_of(item)).text
        assert "Your role does not open what was written" in page
        assert ("report" in page.split("<main")[1].lower(), report["id"] in page) == (False, False), role
    assert report["id"] in as_role("headteacher").get(page_of(item)).text


def test_a_page_with_all_of_an_incident_asks_the_database_a_dozen_times_at_most(files, as_role, todays_trip, asked):
    report = incident(todays_trip, "injury", "serious", what_happened="A broken arm, and hospital")
    files(
        report,
        incident(todays_trip, "injury", "serious", what_happened="A broken arm"),
        taken(T1, incident=report["id"]),
    )
    trip_leader = as_role("trip_leader")

    assert len(asked(lambda: trip_leader.get(f"/office/incidents/{report['id']}"))) <= 12


def test_the_office_writes_what_became_of_it_once_as_a_record_of_its_own(files, as_role, exported):
    item, office = files(taken(T1)), as_role("office")
    given = {"to": "Mrs Brown", "relation": "parent", "receiver_signed": "J Brown"}
    answer = sends(office, f"{page_of(item)}/released", times=2, **given)
    page = office.get(page_of(item)).text
    assert (answer.status_code, page.count("Mrs Brown")) == (302, 1)
    assert "A parent or carer" in page
    assert "Signed in to the office" in page
    assert known(item)[0] == "released"
    (line,) = [one for one in exported() if one["kind"] == GIVEN]
    assert (line["body"]["item"], line["state"]) == (item, "opened")
    assert audited("record.filed_in_office", line["id"]) == 1
    wrong = sends(office, f"{page_of(item)}/police", at="quarter past")
    assert (wrong.status_code, "Give a time such as 14:32" in wrong.text) == (422, True)


def test_nothing_of_what_the_police_have_may_be_deleted_what_comes_later_included(files, in_app, todays_trip):
    report = incident(todays_trip, "nude_image", "serious")
    first, other = taken(T1, todays_trip, incident=report["id"]), taken(T1, todays_trip, bag="9B2")
    files(first, other, report)
    assert held_for_police(school_id()) == frozenset()
    police = link(POLICE, T2, item=first["id"])
    files(police)
    files(police)
    later, search = follow_up(report["id"], T3, "They came"), link("search.made", T3, item=first["id"])
    picture = {"id": "0b9c3f0e-0000-4000-8000-000000000001", "sha256": "0" * 64, "size": 3}
    files({**later, "photos": [picture]}, search)

    held = held_for_police(school_id())

    assert held == {first["id"], police["id"], report["id"], later["id"], search["id"], picture["id"]}
    assert {row.id for row in Record.select()} >= held - {picture["id"]}
    assert audited("item.held_for_police", first["id"]) == 1


def test_another_phone_hears_of_what_is_kept_by_its_bag_and_of_nobodys_name(files, new_phone, todays_trip):
    item = files(taken(clock.as_text(clock.now()), todays_trip))
    other = new_phone("Phone 4")

    other.sets_itself_up()

    card = other.reports().json["card"]

    (told,) = card["items"]
    assert told == {"id": item, "bag": "4K7", "thing": "phone", "since": told["since"], "is_kept": True}
    assert "Maya" not in str(card)
    files(link(GIVEN, clock.as_text(clock.now()), item=item))
    assert [one["is_kept"] for one in other.reports().json["card"]["items"]] == [False]


def test_what_came_unfinished_is_shown_as_that_until_the_finished_one_takes_its_place(files, phone, as_role):
    item = files(taken(T1))
    police = link(POLICE, T2, item=item, officer="PC 4411")
    draft = phone.seals("draft", police["id"], json.dumps(police).encode())
    phone.sends(phone.labels(draft, id=police["id"], type="draft"))
    page = as_role("dsl").get(page_of(item)).text
    assert ("This came unfinished" in page, known(item)[0]) == (True, "police")

    police["body"]["reference"] = "CR/20931/26"
    files(police)

    page = as_role("dsl").get(page_of(item)).text
    assert ("This came unfinished" in page, page.count("PC 4411"), page.count("CR/20931/26")) == (False, 1, 1)
    assert audited("item.held_for_police", item) == 1
