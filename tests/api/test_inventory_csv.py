"""The inventory out as CSV and in again: a round trip changes nothing, and a file goes in whole or not at all."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from server.accounts import actions as accounts
from server.accounts.models import School, Staff
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.phones import actions, inventory
from server.phones.models import Phone, PhoneLoan
from server.trips.models import Trip
from tests.cast import address_of

LIST = "/office/phones/list.csv"
IMPORT = "/office/phones/import"
AWKWARD = ("=1+1", "+44 7700 900399", "-1", "@SUM(A1)", "'tis", "''", 'a,b;"c"', "\x01", "Zoë’s", "Öl;1,5")


def sends(office, address, **fields):
    """Send a form with a file or a long text in it, as a browser does."""
    boundary, body = encode_multipart(fields)
    return office.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def looks_at(office, content, **more):
    """Choose a file and see what it would change."""
    content = content.encode() if isinstance(content, str) else content
    return sends(office, IMPORT, file=FileStorage(io.BytesIO(content), "phones.csv"), **more)


def carried_on(page):
    """What the preview carries to the second step."""
    fields = re.findall(r'<input type="hidden" name="(mark|text)" value="([^"]*)">', page.text, re.DOTALL)
    return {name: html.unescape(value) for name, value in fields}


def imports(office, content):
    """Look at a file, then do it."""
    page = looks_at(office, content)
    assert page.status_code == 200, page.text
    return office.post(f"{IMPORT}/confirm", data=carried_on(page))


def everything():
    """Every phone of the inventory, as it is kept."""
    return sorted(Phone.select().tuples())


def table(answer):
    """The rows of a downloaded file, by heading."""
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


@pytest.fixture
def office(as_role):
    """The office, signed in."""
    return as_role("office")


@pytest.fixture
def awkward(app):
    """Phones whose values a spreadsheet would compute, part or lose."""
    with app.app_context():
        school = School.get()
        for i, value in enumerate(
            ("=1+1", "+44 7700 900399", "-1", "@SUM(A1)", "'tis", "''", 'a,b;"c"', "\x01", "Zoë’s")
        ):
            phone = actions.add_phone(school, f"Odd {i}", "test", sim=value, asset_tag=value)
            Phone.update(make_and_model=value, serial_number=value).where(Phone.id == phone.id).execute()
        actions.add_phone(school, "=HYPERLINK(1)", "test", number="ask the office")


def test_the_list_says_who_has_each_phone_for_which_trip_and_who_confirmed_its_passcode(app, office, as_role):
    three = Phone.get(Phone.name == "Phone 3")
    trip = Trip.get(Trip.title == "Castle visit")
    as_role("network_manager").post(f"/office/phone/{three.id}/custody")
    tom = Staff.get(Staff.email == address_of("staff"))
    office.post(f"/office/phone/{three.id}/out", data={"staff": tom.id, "trip": trip.id})
    answer = office.get(LIST)
    row = next(row for row in table(answer) if row["Name"] == "Phone 3")
    assert (row["Its own number"], row["Can it ring"], row["State"]) == ("07700 900303", "yes", "Not set up")
    assert (row["Who has it"], row["For which trip"]) == ("Tom Hargreave", "Castle visit")
    assert (row["Confirmed by"], row["Passcode confirmed"][:10]) == ("Callum Reid", clock.today().isoformat())
    assert row["Since"][:10] == clock.today().isoformat()


def test_the_list_is_read_by_excel_and_its_name_tells_of_nobody(office):
    answer = office.get(LIST)
    assert answer.data.startswith(b"\xef\xbb\xbfName,")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert re.fullmatch(r'attachment; filename="phones-\d{4}-\d\d-\d\d\.csv"', answer.headers["Content-Disposition"])


def test_no_cell_of_the_list_is_a_formula(awkward, office):
    cells = [cell for row in table(office.get(LIST)) for cell in row.values()]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@")) or (cell[:1] < " " and cell)]


def test_out_and_in_again_changes_nothing(awkward, office):
    before = everything()
    page = looks_at(office, office.get(LIST).data)
    assert (page.status_code, "Nothing would change." in page.text) == (200, True)
    assert (
        office.post(f"{IMPORT}/confirm", data={"text": office.get(LIST).data.decode(), "mark": ""}).status_code == 302
    )
    assert everything() == before


def test_looking_at_a_file_changes_nothing_and_says_what_it_would(office):
    before = everything()
    page = looks_at(office, "Name,SIM,Colour,State\nPhone 3,Vodafone,red,Ready\nPhone 4,,,\nPhone 7,,,\n").text
    assert everything() == before
    for words in (
        "To add: 1",
        "To change: 1",
        "Unchanged: 1",
        "Columns that are ignored",
        "Colour",
        "Import: add 1, change 1",
    ):
        assert words in page
    assert "Not taken over, since only Lanyard itself changes it: State." in page


def test_a_file_is_taken_over_once_and_the_same_again_changes_nothing(office):
    text = (
        "Name;Make and model;Its own number;Can it ring\nphone 3;Samsung A15;07700 900333;yes\nPhone 7;Fairphone;;no\n"
    )
    assert imports(office, text).status_code == 302
    three, seven = Phone.get(Phone.name == "Phone 3"), Phone.get(Phone.name == "Phone 7")
    assert (three.make_and_model, three.number, three.can_ring) == ("Samsung A15", "07700 900333", True)
    assert (seven.make_and_model, seven.number, seven.can_ring) == ("Fairphone", "", False)
    after = everything()
    assert "Nothing would change." in looks_at(office, text).text
    assert everything() == after


def test_a_number_with_its_country_goes_in_without_the_apostrophe(office):
    imports(office, "Name,Its own number\nPhone 3,'+44 7700 900333\n")
    assert Phone.get(Phone.name == "Phone 3").number == "+44 7700 900333"


def test_each_phone_leaves_an_audit_line_without_what_was_typed(office):
    imports(office, "Name,SIM\nPhone 3,Vodafone\nPhone 7,\n")
    office.get(LIST)
    entries = list(AuditEntry.select().order_by(AuditEntry.n.desc()).limit(4))
    assert [entry.action for entry in reversed(entries)] == [
        *("phone.added", "phone.details_changed", "phones.taken_in_from_csv", "phones.listed_as_csv")
    ]
    assert "Vodafone" not in "".join(entry.details for entry in entries)


def test_with_a_row_in_error_nothing_is_taken_over(office):
    before = everything()
    text = "Name,Its own number\nPhone 7,07700 900307\nPhone 3,seven\n,07700 900308\n"
    page = looks_at(office, text)
    assert page.status_code == 422
    assert "Nothing is imported: 2 rows in error" in page.text
    assert "<strong>Line 3</strong>" in page.text
    assert "The name is missing" in page.text
    assert carried_on(page) == {}
    _text, plan = inventory.plan(School.get().id, text)
    assert office.post(f"{IMPORT}/confirm", data={"text": text, "mark": plan.mark}).status_code == 422
    assert everything() == before


def test_what_has_changed_since_somebody_looked_is_shown_before_anything_is_done(office):
    page = looks_at(office, "Name,SIM\nPhone 3,Vodafone\n")
    Phone.update(sim="Three").where(Phone.name == "Phone 3").execute()
    answer = office.post(f"{IMPORT}/confirm", data=carried_on(page))
    assert (answer.status_code, "the inventory has changed since you looked" in answer.text) == (409, True)
    assert Phone.get(Phone.name == "Phone 3").sim == "Three"
    assert office.post(f"{IMPORT}/confirm", data=carried_on(answer)).status_code == 302
    assert Phone.get(Phone.name == "Phone 3").sim == "Vodafone"


def test_a_file_never_touches_set_up_custody_or_loans_and_removes_no_phone(phone, office, as_role):
    three = Phone.get(Phone.name == "Phone 3")
    as_role("network_manager").post(f"/office/phone/{three.id}/custody")
    tom = Staff.get(Staff.email == address_of("staff"))
    office.post(f"/office/phone/{three.id}/out", data={"staff": tom.id})
    before = Phone.get_by_id(three.id)
    number = Phone.select().count()
    row = "Phone 3,Lost or taken out of use,Nobody,,never,Nobody,x\n"
    imports(office, f"Name,State,Who has it,For which trip,Passcode confirmed,Confirmed by,SIM\n{row}")
    after = Phone.get_by_id(three.id)
    assert after.sim == "x"
    for field in ("set_up_at", "ready_at", "revoked_at", "custody_confirmed_at", "custody_confirmed_by", "added_at"):
        assert getattr(after, field) == getattr(before, field)
    assert PhoneLoan.get().back_at is None
    assert Phone.select().count() == number


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04\x14\x00\x06\x00", "choose Save as, then CSV UTF-8"),
        (b"\x00\x01\x02", "not a text file"),
        (b"Phone 3;none\n", "No column is called Name"),
        (b"Name\n" + b"Phone\n" * 2001, "At most 2,000 are read"),
        (b"Name\n" + b"x" * 1_000_000, "larger than 1 MB"),
        ("Name\nPhone 3\n".encode("utf-16"), "not a text file"),
    ],
)
def test_what_cannot_be_read_is_said_by_the_field(office, content, words):
    answer = looks_at(office, content)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert 'id="file-error"' in answer.text


@pytest.mark.parametrize("sent", [{}, {"file": "Name"}, {"file": (io.BytesIO(b""), "")}])
def test_no_file_chosen_is_said_by_the_field(office, sent):
    answer = office.post(IMPORT, data=sent)
    assert (answer.status_code, "Choose a file" in answer.text) == (422, True)


@pytest.mark.parametrize("sent", [{}, {"text": "Name\nPhone\0"}, {"text": "Name"}, {"text": "Name\nPhone 7\n"}])
def test_a_second_step_made_up_by_somebody_does_nothing(office, sent):
    before = everything()
    assert office.post(f"{IMPORT}/confirm", data=sent).status_code in {409, 422}
    assert everything() == before


def test_the_largest_file_goes_through_both_steps_with_its_token(app, office):
    app.config["WTF_CSRF_ENABLED"] = True
    rows = [f"Phone {i},{'é' * 79},R{i},{'€' * 79},{'é' * 79},{'é' * 79}\n" for i in range(100, 2100)]
    content = ("Name,Make and model,Serial number,Asset tag,SIM,Note\n" + "".join(rows)).encode("cp1252")
    token = re.search(r'name="csrf_token" value="([^"]+)"', office.get(IMPORT).text).group(1)
    page = looks_at(office, content, csrf_token=token)
    assert page.status_code == 200
    assert 500_000 < len(content) < 1_000_000
    assert sends(office, f"{IMPORT}/confirm", **carried_on(page)).status_code == 400
    assert sends(office, f"{IMPORT}/confirm", csrf_token=token, **carried_on(page)).status_code == 302
    assert Phone.select().count() == 2006


@pytest.mark.parametrize("role", ["staff", "dsl", "trip_leader", "site_manager"])
def test_others_neither_take_the_list_nor_import(as_role, role):
    somebody = as_role(role)
    assert somebody.get(LIST).status_code == 403
    assert looks_at(somebody, "Name\nPhone 7\n").status_code == 403
    assert somebody.post(f"{IMPORT}/confirm", data={"text": "Name\nPhone 7\n"}).status_code == 403
    assert "Import from CSV" not in somebody.get("/office/phones").text


@pytest.mark.parametrize("role", ["office", "network_manager", "evc", "headteacher"])
def test_those_who_keep_the_phones_do_both(as_role, role):
    somebody = as_role(role)
    assert somebody.get(LIST).status_code == 200
    assert imports(somebody, "Name\nPhone 7\n").status_code == 302


def test_a_neighbours_phones_are_neither_listed_nor_changed(app, office):
    with app.app_context():
        neighbour = accounts.add_school("Next door")
        theirs = actions.add_phone(neighbour, "Finch 1", "test", number="07700 900399")
        Phone.update(serial_number="F1").where(Phone.id == theirs.id).execute()
    assert "Finch 1" not in office.get(LIST).text
    assert imports(office, "Name,Serial number\nFinch 1,\nPhone 8,F1\n").status_code == 302
    assert Phone.get_by_id(theirs.id).serial_number == "F1"
    assert Phone.select().where(Phone.name == "Finch 1").count() == 2
