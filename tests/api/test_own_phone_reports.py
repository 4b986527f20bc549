"""Reports of own phones used: who is told, who takes them up and closes them, and what is about a headteacher."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from peewee import DatabaseError

from server.accounts.models import School, Staff
from server.foundation import clock
from server.personal_phone import own_phone_settings
from server.personal_phone.use_models import OwnPhoneOutcome, OwnPhoneTakeUp
from tests.api.own_phones import LIST, SAID, agree, page_of, staff_id, use
from tests.api.policies import chosen
from tests.cast import receipts

OUTCOME = "Spoke to Tom. Nothing further."


@pytest.fixture
def files(phone, todays_trip):
    """`files("staff", withheld="tried")` is a use on today's trip, sent and opened; returns its plaintext."""

    def send(role="staff", trip=todays_trip, **body):
        record = use(trip, role, **body)
        receipts(phone.sends(phone.files(record)))
        return record

    return send


@pytest.fixture
def officer(app):
    """Reports go to Maeve, the deputy DSL, as designated officer."""
    chosen(app, own_phone__told=staff_id("deputy_dsl"))


def due(client):
    """What stands under somebody's To do about own phones."""
    return client.get("/office").text


def test_the_head_takes_it_up_and_records_the_outcome_for_their_eyes_alone(files, as_role):
    record, head = files(), as_role("headteacher")
    assert "Own phone used on Castle visit" in due(head)
    assert "Take the report up. Due by the end of today." in due(head)
    head.post(f"{page_of(record)}/take-up")
    assert "Record what came of it. Due by the end of today." in due(head)
    head.post(f"{page_of(record)}/outcome", data={"words": OUTCOME, "seen": "0"})
    page = head.get(page_of(record)).text
    assert (OUTCOME in page, "Outcome recorded" in page) == (True, True)
    assert "Own phone used" not in due(head)
    office = as_role("office")
    seen = [office.get(address).text for address in (page_of(record), LIST, f"{LIST}/ledger", f"{LIST}/ledger.csv")]
    assert not [page for page in seen if OUTCOME in page or "Outcome recorded" in page]
    assert "Ruth Adeyemi took it up" in seen[0]


def test_nobody_else_takes_up_or_closes(files, as_role):
    record = files()
    for role in ("office", "slt"):
        client = as_role(role)
        assert client.post(f"{page_of(record)}/take-up").status_code == 403
        assert client.post(f"{page_of(record)}/outcome", data={"words": OUTCOME}).status_code == 403
        assert "Own phone used" not in due(client)
    assert (OwnPhoneTakeUp.select().count(), OwnPhoneOutcome.select().count()) == (0, 0)


def test_it_is_overdue_the_next_day(files, app, as_role):
    files()
    with time_machine.travel(clock.now() + timedelta(days=1)):
        head = as_role("headteacher")
        assert "Overdue: Own phone used on Castle visit" in due(head)
        assert "Overdue" in head.get(LIST).text


def test_two_who_decide_at_once_the_second_sees_the_firsts(files, as_role, officer):
    record, head, maeve = files(), as_role("headteacher"), as_role("deputy_dsl")
    maeve.post(f"{page_of(record)}/take-up")
    told = head.post(f"{page_of(record)}/take-up", follow_redirects=True).text
    assert "taken up already" in told
    assert "Maeve Donnelly, " in told
    maeve.post(f"{page_of(record)}/outcome", data={"words": OUTCOME, "seen": "0"})
    answer = head.post(f"{page_of(record)}/outcome", data={"words": "Another view.", "seen": "0"})
    assert answer.status_code == 422
    assert ("recorded an outcome since" in answer.text, OUTCOME in answer.text, "Another view." in answer.text) == (
        *(True, True, True),
    )
    assert OwnPhoneOutcome.select().count() == 1
    seen = OwnPhoneOutcome.get().n
    assert f'value="{seen}"' in answer.text
    head.post(f"{page_of(record)}/outcome", data={"words": "Another view.", "seen": str(seen)})
    assert [row.words for row in OwnPhoneOutcome.select().order_by(OwnPhoneOutcome.n)] == [OUTCOME, "Another view."]


@pytest.mark.parametrize("words", ["", "   ", "w" * 5001])
def test_an_outcome_says_something(files, as_role, words):
    record = files()
    answer = as_role("headteacher").post(f"{page_of(record)}/outcome", data={"words": words, "seen": "x"})
    assert answer.status_code == 422
    assert OwnPhoneOutcome.select().count() == 0


def test_neither_is_ever_changed(files, as_role):
    record = files()
    as_role("headteacher").post(f"{page_of(record)}/outcome", data={"words": OUTCOME, "seen": "0"})
    for table in (OwnPhoneTakeUp, OwnPhoneOutcome):
        with pytest.raises(DatabaseError):
            table.delete().execute()


def test_the_designated_officer_is_told_in_the_heads_place_and_their_own_goes_to_the_head(files, as_role, officer):
    record, own = files(), files("deputy_dsl")
    maeve, head = as_role("deputy_dsl"), as_role("headteacher")
    assert (page_of(record) in due(maeve), page_of(own) in due(maeve)) == (True, False)
    assert (page_of(record) in due(head), page_of(own) in due(head)) == (False, True)
    assert SAID in maeve.get(page_of(record)).text
    assert SAID in head.get(page_of(record)).text
    assert SAID not in maeve.get(page_of(own)).text
    assert maeve.post(f"{page_of(own)}/take-up").status_code == 403
    assert f'href="{LIST}"' in due(maeve)


def test_a_headteachers_own_goes_to_the_chair_and_no_headteacher_sees_it(files, as_role, todays_trip):
    files("staff")
    record = files("headteacher", photographs_taken=True)
    agree(todays_trip, "headteacher")
    head, chair = as_role("headteacher"), as_role("chair")
    for address in ("/office", LIST, f"{LIST}/ledger", f"{LIST}/ledger.csv", f"{LIST}/ledger/print"):
        assert "Castle office" in head.get(address).text or address == "/office"
        assert page_of(record) not in head.get(address).text
        assert head.get(address).text.count("Ruth Adeyemi") <= 1, address
    assert "Calls with own phones: 1<" in head.get(f"/office/trips/{todays_trip}").text
    assert head.get(page_of(record)).status_code == 404
    assert head.post(f"{page_of(record)}/take-up").status_code == 404
    assert page_of(record) in due(chair)
    assert "Photographs were taken" in due(chair)
    assert "Photographs were taken" not in due(head)
    page = chair.get(page_of(record)).text
    assert SAID in page
    assert "Tom Hargreave" not in chair.get(LIST).text
    assert chair.post(f"{page_of(record)}/take-up").status_code == 302
    assert "Ruth Adeyemi" in chair.get(f"{LIST}/ledger.csv").text
    assert "Tom Hargreave" not in chair.get(f"{LIST}/ledger.csv").text


@pytest.mark.parametrize("typed", [" ruth  ADEYEMI ", "Mrs R. Adeyemi, headteacher"])
def test_the_heads_name_typed_by_nobody_signed_in_goes_to_the_chair_too(phone, todays_trip, as_role, typed):
    record = use(todays_trip, None)
    record["actor"]["typed_name"] = typed
    receipts(phone.sends(phone.files(record)))
    assert as_role("headteacher").get(page_of(record)).status_code == 404
    assert SAID in as_role("chair").get(page_of(record)).text


def test_a_double_of_the_heads_is_linked_for_those_alone_who_may_see_it(files, as_role):
    one, heads = files("staff"), files("headteacher")
    assert page_of(heads) not in as_role("headteacher").get(page_of(one)).text
    assert page_of(heads) in as_role("office").get(page_of(one)).text


def test_a_heads_held_one_is_not_the_heads_to_see_and_the_chair_finds_it(phone, todays_trip, as_role):
    for role in ("headteacher", "staff"):
        receipts(phone.sends(phone.files(use(todays_trip, role, unknown=1))))
    head, chair = as_role("headteacher"), as_role("chair")
    pages = {somebody: somebody.get("/office/held").text for somebody in (head, chair)}
    seen = {somebody: [f"Number {n} from" in page for n in (1, 2)] for somebody, page in pages.items()}
    assert seen == {head: [False, True], chair: [True, False]}
    assert [somebody.get("/office/held/1").status_code for somebody in (head, chair)] == [404, 200]
    assert SAID in chair.get("/office/held/1").text
    assert "number 1 from" in due(chair)
    assert as_role("staff").get("/office/held").status_code == 403


def test_photographs_taken_ask_whether_they_were_allowed_and_tell_the_head(files, as_role):
    record, head = files(photographs_taken=True, photographs_about="The gatehouse"), as_role("headteacher")
    assert "Photographs were taken with an own phone on Castle visit" in due(head)
    assert [role for role in ("office", "slt", "chair") if "Photographs were" in due(as_role(role))] == []
    page = head.get(page_of(record)).text
    assert ("Was that allowed?" in page, "No authorisation" in page, "The gatehouse" in page) == (True, True, True)
    today = clock.today()
    boxes = {f"{name}-{part}": getattr(today, part) for name in ("from_on", "until_on") for part in ("day", "month")}
    years = {"from_on-year": today.year, "until_on-year": today.year}
    asked = {"kind": "own_device", "what": "The banner", "who": "Tom", "trip": "school", "why": "The camera broke"}
    head.post("/office/consent/authorisations/new", data={**asked, **boxes, **years})
    assert "No authorisation" in head.get(page_of(record)).text, "nothing is allowed afterwards"
    later = files(photographs_taken=True, began_at=clock.as_text(clock.now()))
    page = head.get(page_of(later)).text
    assert ("Authorisation 1" in page, "The banner" in page) == (True, True)
    for one in (record, later):
        head.post(f"{page_of(one)}/outcome", data={"words": OUTCOME, "seen": "0"})
    assert "Photographs were taken" not in due(head)


def test_an_officer_whose_time_at_the_school_is_over_keeps_no_report_from_the_head(files, as_role, officer):
    record, school = files(), School.get(School.is_demo).id
    Staff.update(ends_at=clock.now() - timedelta(hours=1)).where(Staff.id == staff_id("deputy_dsl")).execute()
    assert page_of(record) in due(as_role("headteacher"))
    assert own_phone_settings.told(school) == "the headteacher"


def test_what_comes_finished_after_the_outcome_is_to_be_looked_at_again(phone, todays_trip, as_role):
    record, head = use(todays_trip), as_role("headteacher")
    sealed = phone.seals("draft", record["id"], json.dumps(record).encode())
    receipts(phone.sends(phone.labels(sealed, id=record["id"], type="draft", trip=todays_trip)))
    head.post(f"{page_of(record)}/outcome", data={"words": OUTCOME, "seen": "0"})
    assert page_of(record) not in due(head)
    receipts(phone.sends(phone.files({**record, "body": {**record["body"], "photographs_taken": True}})))
    assert "Record what came of it" in due(head)
    assert "Photographs were taken" in due(head)
    seen = OwnPhoneOutcome.get().n
    head.post(f"{page_of(record)}/outcome", data={"words": "No photographs are left.", "seen": str(seen)})
    assert page_of(record) not in due(head)
