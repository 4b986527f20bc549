"""Setting up many phones from the office: a list of names, a sheet of cards, and each phone's state in words."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest

from server.accounts import actions as accounts
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.phones import actions
from server.phones.cards import qr_code
from server.phones.models import EnrolmentCode, Phone
from tests.cast import Phone as SpeakingPhone

CARD = re.compile(r'<p class="setup-card__code">(\w{4}-\w{4})</p>')


def ids_of(*names):
    return [Phone.get(Phone.name == name).id for name in names]


@pytest.fixture
def cards(as_role):
    """`cards("Phone 1", "Phone 4")` is the page with their cards, made in the office."""
    return lambda *names, **more: as_role("office").post("/office/phones/cards", data={"phone": ids_of(*names), **more})


def state_of(page, name):
    """The words of a phone's row, tags left out."""
    row = next(row for row in page.split('<tr class="govuk-table__row">') if f"{name}<" in row or f"{name}\n" in row)
    return " ".join(re.sub(r"<[^>]*>", " ", row).split())


def test_each_phone_chosen_gets_a_card_with_a_code_of_its_own(app, cards):
    page = cards("Phone 1", "Phone 4", "Year 5 iPad")
    codes = CARD.findall(page.text)
    assert (page.status_code, page.headers["Cache-Control"], len(set(codes))) == (200, "no-store", 3)
    for name, code in zip(["Phone 1", "Phone 4", "Year 5 iPad"], codes, strict=True):
        assert f"<strong>{name} is ready</strong>" in page.text
        answer = SpeakingPhone(app.test_client(), code).sets_itself_up()
        assert (answer.json["phone"]["name"], answer.json["ready"]) == (name, True)


def test_the_qr_code_is_the_address_with_the_code_after_its_hash(cards):
    page = cards("Phone 1").text
    code = CARD.search(page).group(1).replace("-", "")
    assert str(qr_code(f"http://localhost/app#/setup/{code}")) in page


def test_behind_https_the_card_says_so(app, cards):
    app.config["HTTPS"] = True
    assert "https://localhost/app" in cards("Phone 1").text


def test_a_card_lasts_a_weekend_and_no_week(app, cards, monkeypatch):
    first, second = CARD.findall(cards("Phone 1", "Phone 2").text)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=3, hours=23))
    assert SpeakingPhone(app.test_client(), first).sets_itself_up().status_code == 201
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=7))
    answer = app.test_client().post("/api/phones/enrol", json={"code": second, "nonce": "n"})
    assert (answer.status_code, answer.json["code"]) == (410, "enrolment.code_expired")


def test_cards_are_shown_once_and_the_codes_are_nowhere_in_the_database(cards, as_role):
    codes = CARD.findall(cards("Phone 1", "Phone 2").text)
    page = as_role("office").get("/office/phones").text
    kept = str(list(EnrolmentCode.select().dicts())) + str(list(AuditEntry.select().dicts()))
    for code in codes:
        for form in (code, code.replace("-", "")):
            assert form not in page
            assert form not in kept


def test_each_card_leaves_a_line_in_the_audit_log(cards, run):
    before = AuditEntry.select().where(AuditEntry.action == "phone.code_made").count()
    cards("Phone 1", "Phone 2")
    assert AuditEntry.select().where(AuditEntry.action == "phone.code_made").count() == before + 2
    assert run("audit", "verify").exit_code == 0


def test_no_code_is_written_to_a_log(cards, app, caplog):
    caplog.set_level(logging.DEBUG)
    code = CARD.search(cards("Phone 1").text).group(1).replace("-", "")
    SpeakingPhone(app.test_client(), code).sets_itself_up()
    app.test_client().post("/api/phones/enrol", json={"code": code, "nonce": "another"})
    assert code not in caplog.text


def test_made_again_the_cards_printed_before_stay_good(app, cards):
    first, again = (CARD.search(cards("Phone 1").text).group(1) for _ in range(2))
    assert first != again
    assert SpeakingPhone(app.test_client(), first).sets_itself_up().status_code == 201


def test_one_to_a_page_is_larger(cards):
    assert "setup-cards--single" in cards("Phone 1", one_to_a_page="y").text
    assert "setup-cards--single" not in cards("Phone 1").text


def test_choosing_no_phone_says_so_and_makes_nothing(as_role):
    before = EnrolmentCode.select().count()
    answer = as_role("office").post("/office/phones/cards", data={"one_to_a_page": "y"})
    assert answer.status_code == 422
    assert answer.text.count("Choose at least one phone") == 2
    assert 'href="#phone"' in answer.text
    assert 'value="y" checked' in answer.text
    assert EnrolmentCode.select().count() == before


def test_no_card_for_the_neighbours_phone_and_none_beside_it(app, as_role):
    next_door = accounts.add_school("Next Door Primary School")
    theirs = actions.add_phone(next_door, "Phone 1", "test")
    before = EnrolmentCode.select().count()
    answer = as_role("office").post("/office/phones/cards", data={"phone": [*ids_of("Phone 2"), theirs.id]})
    assert answer.status_code == 404
    assert EnrolmentCode.select().count() == before
    assert as_role("office").post("/office/phones/several", data={"names": "Phone 1"}).text.count("already there") == 1


def test_every_line_of_a_list_is_accounted_for(as_role):
    names = f"Phone 7\n\n  phone   7 \nPhone 3\n{'P' * 61}\nPhone\u200b 8\n"
    answer = as_role("office").post("/office/phones/several", data={"names": names})
    said = " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())
    assert answer.status_code == 422
    assert "5 lines read" in said
    assert "Phone 7: added." in said
    assert "phone 7 : already there, as Phone 7." in said
    assert "Phone 3 : already there." in said
    assert "Use at most 60 characters." in said
    assert "Use letters, figures and spaces only." in said
    assert "2 of 5 could not be added" in said
    assert "P" * 61 in answer.text.split("<textarea")[1]
    assert Phone.select().where(Phone.name == "Phone 7").count() == 1


def test_a_list_without_mistakes_goes_through_and_again_changes_nothing(as_role):
    office = as_role("office")
    for expected in ("Phone 7: added.", "already there"):
        answer = office.post("/office/phones/several", data={"names": "Phone 7\r\nPhone 8"})
        assert answer.status_code == 200
        assert expected in answer.text
    assert AuditEntry.select().where(AuditEntry.action == "phone.added").count() == Phone.select().count()


@pytest.mark.parametrize("names", ["", " \n \n", "\n".join(f"Phone {n}" for n in range(201))])
def test_a_list_of_nothing_or_far_too_much_is_refused_at_the_box(as_role, names):
    before = Phone.select().count()
    answer = as_role("office").post("/office/phones/several", data={"names": names})
    assert answer.status_code == 422
    assert 'href="#names"' in answer.text
    assert Phone.select().count() == before


@pytest.mark.parametrize("typed", ["phone 3", " PHONE   3 ", "Ｐhone\u00a03"])
def test_capitals_and_spaces_make_no_other_phone(as_role, run, typed):
    before = Phone.select().count()
    assert as_role("office").post("/office/phones", data={"name": typed}).status_code == 422
    assert run("enrol-code", "--phone", typed).exit_code == 0
    assert Phone.select().count() == before


def test_the_inventory_says_how_far_each_phone_has_come(app, as_role, cards, phone, new_phone):
    phone.reports()
    half = new_phone("Phone 4")
    app.test_client().post("/api/phones/enrol", json={"code": half.code, "nonce": half.nonce})
    cards("Phone 1")
    page = as_role("staff").get("/office/phones").text
    assert re.search(r"Ready Check due .* just now", state_of(page, "Phone 3"))
    assert "Set up, not ready Its test message was not opened." in state_of(page, "Phone 4")
    assert re.search(r"Code waiting until \w{3} \d+ \w{3}, \d\d:\d\d Never", state_of(page, "Phone 1"))
    assert "Not set up Never" in state_of(page, "Phone 2")


def test_a_ready_phone_stays_ready_while_a_new_code_waits(as_role, cards, phone):
    cards("Phone 3")
    assert "Ready A new set-up code waits until" in state_of(as_role("staff").get("/office/phones").text, "Phone 3")


def test_a_code_that_ran_out_no_longer_waits(as_role, cards, monkeypatch):
    cards("Phone 1")
    later = clock.now() + timedelta(days=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Not set up" in state_of(as_role("office").get("/office/phones").text, "Phone 1")


@pytest.mark.parametrize(("choose", "ticked"), [("", 5), ("not-ready", 5), ("all", 6), ("none", 0), ("nonsense", 5)])
def test_those_that_are_not_ready_are_ticked_unless_one_asks_otherwise(as_role, phone, choose, ticked):
    page = as_role("office").get("/office/phones", query_string={"choose": choose}).text
    assert len(re.findall(r'name="phone" value="[^"]+" id="[^"]+" checked', page)) == ticked


@pytest.mark.parametrize(
    ("base", "https", "said"),
    [
        ("http://localhost:8000", False, "Other phones cannot reach this address."),
        ("http://127.0.0.1:8000", False, "Other phones cannot reach this address."),
        ("http://[::1]:8000", False, "Other phones cannot reach this address."),
        ("http://192.168.1.20:8000", False, "Phones cannot keep Lanyard from this address."),
        ("http://lanyard.wrenfield.example", False, "Phones cannot keep Lanyard from this address."),
        ("http://lanyard.wrenfield.example", True, None),
    ],
)
def test_an_address_that_phones_cannot_use_is_said_with_what_to_do(app, as_role, base, https, said):
    office = as_role("office")
    host = base.split("//")[1].removesuffix(":8000").strip("[]")
    office.set_cookie("lanyard_session", office.get_cookie("lanyard_session").value, domain=host)
    app.config["HTTPS"] = https
    chosen = {"phone": ids_of("Phone 1")}
    for page in (
        office.get("/office/phones", base_url=base),
        office.post("/office/phones/cards", data=chosen, base_url=base),
        office.post(f"/office/phones/{chosen['phone'][0]}/code", base_url=base),
    ):
        assert page.status_code == 200, page.text
        notes = [words for words in ("Other phones cannot", "Phones cannot keep") if words in page.text]
        assert [words for words in notes if said and said.startswith(words)] == notes
        assert bool(notes) == bool(said)
