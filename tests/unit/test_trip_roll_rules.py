"""A list of who goes: each row is a pupil, or says why it is none; two of one name are never told apart by guessing."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from server.phones.sheet_rules import NotRead
from server.trips.match_rules import Known
from server.trips.roll_rules import Here, plan
from server.trips.workbook import grid_of

ADA = Known("ada", "Ada", "Abbott", "A000000000001", "00101", date(2016, 1, 1))
MAYA_H = Known("maya-h", "Maya", "Barlow", "A000000000002", "00102", date(2016, 2, 2))
MAYA_R = Known("maya-r", "Maya", "Barlow", None, None, None)
ZOE = Known("zoe", "Zoë", "O'Neill", "A000000000004", "00104", None)
SCHOOL = [(ADA, "Heron"), (MAYA_H, "Heron"), (MAYA_R, "Robin"), (ZOE, "Robin")]


def read(text, going=(), chosen=None):
    content = text if isinstance(text, bytes) else text.encode()
    found = plan(grid_of(content), Here(SCHOOL, {"Millbridge City Council": "millbridge"}), going, chosen or {})
    return [(one.line, one.kind, one.pupil) for one in found.outcomes], found


@pytest.mark.parametrize(
    "text",
    [
        "Name\nAda Abbott\n",
        "Name\nABBOTT ada\n",
        'Pupil\n"Abbott, Ada"\n',
        "First name,Last name\nAda,Abbott\n",
        "UPN\nA000000000001\n",
        "Adm No,Name\n101,Ada Abbott\n",
        "Year,UPN,Notes\n4,a000000000001,packed lunch\n",
        "Castle visit,,\nName;Class\nAda Abbott;Heron\n".replace(",", ";"),
    ],
)
def test_a_pupil_is_known_by_number_or_name_however_the_list_is_laid_out(text):
    rows, _found = read(text)
    assert [(kind, pupil) for _line, kind, pupil in rows] == [("new", "ada")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_letters_are_read_in_whatever_encoding_the_list_was_saved(encoding):
    rows, _found = read("Name\nZoë O’Neill\n".encode(encoding))
    assert [pupil for _line, _kind, pupil in rows] == ["zoe"]


def test_a_column_without_a_heading_is_a_list_its_first_line_too():
    rows, _found = read("Ada Abbott\nZoe O'Neill\n")
    assert rows == [(1, "new", "ada"), (2, "new", "zoe")]
    rows, _found = read("00101\nA000000000004\n")
    assert rows == [(1, "new", "ada"), (2, "new", "zoe")]


def test_every_row_is_accounted_for_with_its_line_and_reason():
    text = "UPN,Name\nA000000000001,Ada Abbott\nA000000000001,Ada Abbott\nA999999999999,Leo Leaver\n,Nobody Known\n"
    rows, found = read(f"{text}A000000000001,Zoe O'Neill\n=1+1,Ada Abbott\n\nA000000000004,\n", going={"zoe"})
    assert [kind for _line, kind, _pupil in rows] == ["new", "twice", "nobody", "nobody", "wrong", "wrong", "there"]
    assert [line for line, _kind, _pupil in rows] == [2, 3, 4, 5, 6, 7, 9]
    reasons = [one.reason for one in found.outcomes]
    assert "line 2" in reasons[1]
    assert "another name" in reasons[4]
    assert "formula" in reasons[5]
    assert found.pupils == ["ada"]


def test_a_leaver_whose_name_another_pupil_has_is_not_taken_for_that_one():
    rows, _found = read("UPN,Name\nA999999999999,Ada Abbott\n")
    assert rows == [(2, "nobody", None)]


def test_two_of_one_name_are_asked_about_unless_the_class_tells():
    rows, found = read("Name\nMaya Barlow\n")
    assert rows == [(2, "several", None)]
    assert found.outcomes[0].candidates == ["maya-h", "maya-r"]
    assert read("Name,Class\nMaya Barlow,robin\n")[0] == [(2, "new", "maya-r")]
    assert read("Name\nMaya Barlow\n", chosen={2: "maya-h"})[0] == [(2, "new", "maya-h")]
    assert read("Name\nMaya Barlow\n", chosen={2: "ada"})[0] == [(2, "several", None)]


def test_what_was_looked_at_is_told_from_anything_else():
    _rows, first = read("Name\nMaya Barlow\nAda Abbott\n")
    _rows, again = read("Name\nMaya Barlow\nAda Abbott\n")
    _rows, other = read("Name\nMaya Barlow\nAda Abbott\n", going={"ada"})
    assert first.mark == again.mark != other.mark


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Colour,Size\nred,4\n", "No column says who goes"),
        (b"First name,Class\nAda,Heron\n", "No column says who goes"),
        (b"", "empty"),
        (b"\xff\xfe\x00\xd8\x00", "not a text file"),
        (b"Name\n" + b"Ada Abbott\n" * 5001, "at most 5,000"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(content, said):
    with pytest.raises(NotRead, match=said):
        read(content)


def test_five_thousand_rows_and_a_workbook_are_read(tmp_path):
    rows, found = read("Name\n" + "Ada Abbott\n" * 5000)
    assert (len(rows), found.pupils) == (5000, ["ada"])
    book = openpyxl.Workbook()
    book.active.append(["Admission number"])
    book.active.append([104])
    book.save(tmp_path / "list.xlsx")
    assert read((tmp_path / "list.xlsx").read_bytes())[0] == [(2, "new", "zoe")]
