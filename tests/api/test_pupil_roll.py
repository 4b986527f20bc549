"""The pupil roll: twins and namesakes told apart, in whole or not at all, again without harm, nobody taken off."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest

from server import create_app
from server.accounts.models import School
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.trips.models import Pupil, Trip, TripPupil
from tests.api.first_school import begin, carried, imports, looks_at

ROLL = """Forename,Surname,Reg,UPN,DOB
Ada,Finch,Wren,A1,01/09/2016
Bea,Finch,Wren,A2,01/09/2016
Tom,Hale,Wren,,2016-10-02
Tom,Hale,Heron,,2015-03-04
Zoë,O’Brien-Łuk,Heron,A5,
"""


@pytest.fixture
def office(tmp_path):
    app = create_app({"DATA_DIR": tmp_path / "empty", "WTF_CSRF_ENABLED": False})
    db.connect(reuse_if_open=True)
    yield begin(app)[0]
    db.close()
    db.close_idle()


def names():
    return sorted((row.first_name, row.last_name, row.class_name) for row in Pupil.select())


def test_twins_and_two_pupils_of_one_name_are_pupils_of_their_own(office):
    imports(office, "pupils", ROLL)

    assert Pupil.select().count() == 5
    assert [row.date_of_birth for row in Pupil.select().where(Pupil.last_name == "Finch")] == [date(2016, 9, 1)] * 2
    assert {row.class_name for row in Pupil.select().where(Pupil.last_name == "Hale")} == {"Wren", "Heron"}


def test_the_same_roll_again_changes_nothing(office):
    imports(office, "pupils", ROLL)
    before = sorted(map(str, Pupil.select().tuples()))
    page = looks_at(office, "pupils", ROLL)

    assert "Nothing would change" in page.text
    assert sorted(map(str, Pupil.select().tuples())) == before


def test_a_new_class_and_a_new_name_are_the_same_pupils(office):
    imports(office, "pupils", ROLL)
    ada = Pupil.get(Pupil.upn == "A1").id
    imports(office, "pupils", ROLL.replace("Ada,Finch,Wren", "Ada,Marsh,Heron"))

    kept = Pupil.get(Pupil.id == ada)
    assert (kept.last_name, kept.class_name) == ("Marsh", "Heron")
    assert Pupil.select().count() == 5


def test_a_newcomer_of_a_name_that_is_there_is_another_pupil(office):
    imports(office, "pupils", ROLL)
    imports(office, "pupils", "Forename,Surname,Reg,UPN,DOB\nAda,Finch,Plover,C9,07/07/2018\nBea,Finch,Plover,C8,\n")

    assert {(row.upn, row.class_name) for row in Pupil.select().where(Pupil.last_name == "Finch")} == {
        *(("A1", "Wren"), ("A2", "Wren")),
        *(("C9", "Plover"), ("C8", "Plover")),
    }


def test_a_name_alone_is_the_one_pupil_of_that_name_and_never_one_of_two(office):
    imports(office, "pupils", ROLL)
    imports(office, "pupils", "Forename,Surname,Reg\nAda,Finch,Kestrel\n")
    assert Pupil.get(Pupil.upn == "A1").class_name == "Kestrel"

    page = looks_at(office, "pupils", "Forename,Surname,Reg\nTom,Hale,Kestrel\n")
    assert page.status_code == 422
    assert "Several pupils have that name" in page.text


def test_one_pupil_is_typed_in_by_hand_and_nobody_else_is_spoken_of(office):
    imports(office, "pupils", ROLL)
    one = {"first_name": "Nia", "last_name": "Vale", "class_name": "Wren", "date_of_birth": "3/11/2015"}
    page = office.post("/office/pupils/import/one", data=one)
    assert "Not in the file" not in page.text

    office.post("/office/pupils/import/take-in", data=carried(page))
    assert Pupil.get(Pupil.last_name == "Vale").date_of_birth == date(2015, 11, 3)
    refused = office.post("/office/pupils/import/one", data={**one, "date_of_birth": "soon"})
    assert refused.status_code == 422
    assert "The date of birth is no day" in refused.text


def test_two_rows_of_one_name_with_nothing_to_tell_them_apart_stop_the_file(office):
    page = looks_at(office, "pupils", "First name,Last name,Class\nSam,Nash,Wren\nSam,Nash,Heron\nEve,Nash,Wren\n")

    assert page.status_code == 422
    assert "Line 3" in page.text
    assert "line 2 is the same pupil" in page.text
    assert Pupil.select().count() == 0


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Ada,,Wren,B1,", "The last name is missing"),
        ("Ada,Finch,Wren,A1,01/09/2016", "line 2 is the same pupil"),
        ("New,One,Wren,B1,32/13/2016", "The date of birth is no day"),
        ("New,One,Wren,=A2+1,", "The UPN is no number"),
        ("New,One,Wren,B1,,more", "There are more cells than headings"),
    ],
)
def test_a_row_in_error_is_listed_with_its_line_and_nothing_is_imported(office, row, words):
    page = looks_at(office, "pupils", f"{ROLL}{row}\n")

    assert page.status_code == 422
    assert "Line 7" in page.text
    assert words in page.text
    assert Pupil.select().count() == 0


def test_a_number_of_somebody_elses_stops_the_file(office):
    imports(office, "pupils", ROLL)
    page = looks_at(office, "pupils", "Forename,Surname,UPN\nGreta,Unknown,A1\n")

    assert "That number is of a pupil of another name" in page.text


def test_a_leaver_on_a_trip_is_told_of_and_never_taken_off(office):
    imports(office, "pupils", ROLL)
    school, ada = School.get(), Pupil.get(Pupil.upn == "A1")
    today = clock.today()
    for title, day in (("Tide pools", today + timedelta(days=2)), ("Long ago", today - timedelta(days=9))):
        trip = Trip.create(school=school, title=title, place="x", starts_on=day, ends_on=day, made_at=clock.now())
        TripPupil.create(trip=trip, pupil=ada, school=school)
    page = looks_at(office, "pupils", ROLL.replace("Ada,Finch,Wren,A1,01/09/2016\n", "New,One,Wren,B1,\n"))

    assert "Not in the file, and on a trip: 1" in page.text
    assert "Ada Finch, Wren: Tide pools" in page.text
    assert "Long ago" not in page.text
    office.post("/office/pupils/import/take-in", data=carried(page))
    assert Pupil.select().where(Pupil.upn == "A1").exists()
    assert TripPupil.select().count() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_file_is_read_in_whatever_way_it_was_saved(office, encoding):
    imports(office, "pupils", ROLL.encode(encoding))

    assert ("Zoë", "O’Brien-Łuk", "Heron") in names()


def test_windows_1252_and_semicolons_are_read(office):
    imports(
        office,
        "pupils",
        "Vorname;Name\n".replace("Vorname;Name", "First name;Last name;Class").encode()
        + "Zoë;O’Brien;Wren\n".encode("cp1252"),
    )

    assert names() == [("Zoë", "O’Brien", "Wren")]


def test_a_workbook_is_read(office):
    book = openpyxl.Workbook()
    for row in (("Name", "Class", "Date of birth"), ("Finch, Ada", "Wren", date(2016, 9, 1))):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    imports(office, "pupils", file.getvalue())

    assert names() == [("Ada", "Finch", "Wren")]


def test_columns_that_are_not_read_are_named_and_not_kept(office):
    page = looks_at(office, "pupils", "First name,Last name,Medical notes\nAda,Finch,Epilepsy\n")

    assert "Medical notes" in page.text
    office.post("/office/pupils/import/take-in", data=carried(page))
    assert "Epilepsy" not in str(list(Pupil.select().tuples()))


def test_no_columns_of_names_are_said_plainly(office):
    page = looks_at(office, "pupils", "Colour,Shape\nred,round\n")

    assert page.status_code == 422
    assert "No columns say who the pupils are" in page.text


def test_twenty_thousand_pupils_go_in(office):
    rows = "".join(f"Pupil{i},Name{i % 997},{i % 40},U{i:07},\n" for i in range(20_000))
    imports(office, "pupils", f"Forename,Surname,Reg,UPN,DOB\n{rows}")

    assert Pupil.select().count() == 20_000


@pytest.mark.parametrize("rows", [20_001, 100_000, 100_001])
def test_more_rows_than_any_school_has_pupils_are_refused_in_words(office, rows):
    body = "".join(f"P{i},N,{i}\n" for i in range(rows))
    page = looks_at(office, "pupils", f"Forename,Surname,UPN\n{body}")

    assert page.status_code == 422
    assert "rows" in page.text
    assert Pupil.select().count() == 0


def test_who_brought_it_in_is_in_the_audit_log_and_nobodys_name(office):
    imports(office, "pupils", ROLL)
    entry = AuditEntry.get(AuditEntry.action == "pupils.list_taken_in")

    assert '"added": 5' in entry.details
    assert "Finch" not in entry.details
