"""Lists of answers as schools' systems write them: cells, headings, encodings, workbooks, and whose row it is."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.consent.answer_rules import UNCLEAR, read_answer, read_day, read_targets
from server.consent.layout_rules import guess, layout_of, problems_of
from server.consent.row_rules import read_rows
from server.phones.sheet_rules import NotRead
from server.trips.grid_rules import MOST_COLUMNS, MOST_ROWS
from server.trips.identity_rules import Identity
from server.trips.match_rules import Known, Roll
from server.trips.workbook import grid_of

TODAY = date(2026, 11, 26)


def book(*rows, merge=(), **cells):
    """A workbook with these rows, as bytes."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cell, value in cells.items():
        made.active[cell] = value
    for cells_merged in merge:
        made.active.merge_cells(cells_merged)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("cells", "response"),
    [
        ("yes|Yes|y|Y|TRUE|1|given|Consent given|✓|agreed|Yes.|t", "given"),
        ("no|N|FALSE|0|refused|Not given|does not consent|✗", "refused"),
        ("withdrawn|Consent withdrawn", "withdrawn"),
        ("objected|Objection", "objected"),
        ("| |-|n/a|N/A|no response|Not asked|?|unknown", "not_asked"),
        ("see notes|yes but not Facebook|yes?|x|maybe|yes, in groups|2|=TRUE()|yes/no|Yes*|ticked", UNCLEAR),
    ],
)
def test_an_answer_is_clear_or_it_is_not(cells, response):
    assert {cell: read_answer(cell) for cell in cells.split("|")} == dict.fromkeys(cells.split("|"), response)


@given(st.text(max_size=30))
def test_only_a_word_that_means_yes_is_a_yes(text):
    if read_answer(text) == "given":
        assert "".join(letter for letter in text.casefold() if letter.isalnum() or letter in "✓✔☑✅")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-11-03", date(2026, 11, 3)),
        ("03/11/2026", date(2026, 11, 3)),
        ("3.11.2026", date(2026, 11, 3)),
        ("3 Nov 2026", date(2026, 11, 3)),
        ("03-Nov-26", date(2026, 11, 3)),
        ("2026-11-03T09:15:00", date(2026, 11, 3)),
        ("03/11/2026 09:15", date(2026, 11, 3)),
        ("01/02/98", date(1998, 2, 1)),
        ("31/02/2026", None),
        ("11/26/2026", None),
        ("soon", None),
        ("45234", None),
        ("0001-01-01", None),
    ],
)
def test_a_day_is_read_with_the_day_before_the_month(cell, day):
    assert read_day(cell, TODAY) == day


@pytest.mark.parametrize(
    ("heading", "targets"),
    [
        ("Website", [("website", "photo")]),
        ("Photo - website", [("website", "photo")]),
        ("Photographs & video: School prospectus", [("website", "photo"), ("website", "video")]),
        ("Social media", [("social_media", "photo")]),
        ("Press / local newspaper", [("press", "photo")]),
        ("Local media", [("press", "photo")]),
        ("Display in school", [("display", "photo")]),
        ("Learning journal", [("learning_record", "photo")]),
        ("High-profile use of one image", [("high_profile", "photo")]),
        ("First name beside photo", [("first_name", "photo")]),
        ("Voice recordings on the website", [("website", "audio")]),
        ("Website and social media", []),
        ("Paracetamol", []),
        ("Local visits", []),
        ("Photo consent", []),
    ],
)
def test_a_heading_is_known_by_its_words_or_left_to_somebody(heading, targets):
    assert read_targets(heading) == targets


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_is_read_in_whatever_way_it_was_saved(encoding, delimiter):
    rows = ["UPN|Surname|Website", "A1|Zoë O'Brien-Müller|yes", "", "A2|José|no"]
    content = "\r\n".join(rows).replace("|", delimiter).encode(encoding)

    grid = grid_of(content)
    assert (list(grid.headings), [list(cells) for _line, cells in grid.rows]) == (
        ["UPN", "Surname", "Website"],
        [["A1", "Zoë O'Brien-Müller", "yes"], ["A2", "José", "no"]],
    )
    assert [line for line, _cells in grid.rows] == [2, 4]


def test_a_title_above_the_headings_is_no_row_and_a_row_keeps_its_line():
    grid = grid_of(b"Consent report\nPrinted 26/11/2026\n\nUPN,Surname,Website\n" + b'="00A1",Shah,yes\n')

    assert (grid.above, list(grid.rows)) == (2, [(5, ["00A1", "Shah", "yes"])])


def test_two_headings_alike_are_told_apart_and_asked_about():
    grid = grid_of(b"UPN,Website,website\nA1,yes,no\n")

    assert list(grid.headings) == ["UPN", "Website", "website (2)"]
    assert problems_of(guess(grid.headings), grid.headings) == [
        "Columns “Website” and “website (2)” say the same. Leave one of them out."
    ]
    chosen = layout_of({"UPN": "upn", "website (2)": "website"})
    assert problems_of(chosen, grid.headings) == []


def test_a_workbook_is_read_with_its_dates_and_yes_and_no():
    grid = grid_of(
        book(
            ["Consent report"],
            ["UPN", "DOB", "Website", "Press"],
            ["A1", datetime.fromisoformat("2016-02-03T00:00"), True, 1],
            ["A2", date(2016, 2, 4), False, "=1+1"],
            merge=["A1:D1"],
        )
    )

    assert list(grid.rows) == [(3, ["A1", "2016-02-03", "TRUE", "1"]), (4, ["A2", "2016-02-04", "FALSE", "=1+1"])]


def packed(name, content):
    """A workbook whose first sheet is replaced by this."""
    written = io.BytesIO()
    whole = io.BytesIO(book(["UPN", "Website"], ["A1", "yes"]))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return written.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b"<worksheet><sheetData>" + b" " * 40_000_000 + b"</sheetData></worksheet>"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>'
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: b"", "The file is empty"),
        (lambda: b"UPN,Website\n", "no pupil below them"),
        (lambda: b"\0\1\2\3" * 50, "not a text file"),
        (lambda: b'UPN,Website\nA1,"yes\n', "quotation mark"),
        (lambda: b"x" * 8_000_001, "larger than 8 MB"),
        (lambda: b"UPN,Website\n" + b"A,y\n" * (MOST_ROWS + 1), "more than 100,000 rows"),
        (lambda: b",".join([b"a"] * (MOST_COLUMNS + 1)) + b"\n" + b"1,2\n", "201 columns"),
        (lambda: book(["UPN", "Website"], ["A1", "yes"], ["A2", None], merge=["B2:B3"]), "Cells are merged: B2:B3"),
        (lambda: OLD + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        (lambda: OLD, "an old kind"),
        (lambda: b"PK\x03\x04 and nothing", "is damaged"),
        (lambda: book(["UPN", "Website"], ["A1", "yes"])[:-40], "is damaged"),
        (lambda: packed(SHEET, BOMB), "unpacks to far more"),
        (lambda: packed(SHEET, ENTITIES), "is damaged"),
        (lambda: packed(SHEET, b"<worksheet>"), "is damaged"),
        (lambda: packed("xl/workbook.xml", b"not xml"), "is damaged"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(content, words):
    with pytest.raises(NotRead, match=words):
        grid_of(content())


def test_a_workbook_with_two_full_sheets_is_not_guessed_at():
    made = openpyxl.Workbook()
    made.active.append(["UPN", "Website"])
    made.create_sheet("Year 4").append(["UPN", "Website"])
    written = io.BytesIO()
    made.save(written)

    with pytest.raises(NotRead, match="several sheets"):
        grid_of(written.getvalue())


@pytest.mark.parametrize(
    ("given_mapping", "words"),
    [
        ([], "JSON object"),
        ({"columns": {"UPN": "nothing"}}, "no code"),
        ({"UPN": 1}, "one code"),
        ({"UPN": "website/photo+smell"}, "no code"),
    ],
)
def test_a_mapping_that_is_none_is_said_in_words(given_mapping, words):
    with pytest.raises(NotRead, match=words):
        layout_of(given_mapping)


def test_a_mapping_may_name_the_field_first():
    layout = layout_of({"upn": "Pupil number", "Web": "website/photo+video"})

    assert dict(layout.columns) == {"Pupil number": "upn", "Web": "website/photo+video"}


def test_a_mapping_may_use_words_and_a_column_of_first_names_is_no_purpose():
    layout = layout_of({"Forename": "first_name", "Born": "Date of birth", "Q1": "Website and prospectus"})

    assert dict(layout.columns) == {"Forename": "forename", "Born": "date_of_birth", "Q1": "website/photo"}
    assert layout_of({"Q2": "first_name"}).columns["Q2"] == "first_name"


def rows_of(text):
    """The rows of a CSV, read by the guess."""
    grid = grid_of(text.encode())
    return list(read_rows(grid, guess(grid.headings), TODAY))


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("A1,yes,31/02/2026,Ms A", "is no day"),
        ("A1,yes,2999-01-01,Ms A", "still to come"),
        (f"A1,yes,2026-01-01,{'x' * 101}", "longer than 100"),
        ("=A1,yes,2026-01-01,Ms A", "is a formula"),
        ("A1,yes,2026-01-01,Ms A,more", "more cells than headings"),
    ],
)
def test_a_row_that_cannot_be_read_says_why_with_its_line(row, problem):
    found = rows_of(f"UPN,Website,Date,By\nA2,no,2026-01-01,Ms A\n{row}\n")

    assert (found[0].problem, found[1].line, problem in found[1].problem) == ("", 3, True)


ROLL = Roll(
    [
        Known("maya", "Maya", "O'Brien", "A123456789012", "004711", date(2016, 2, 3)),
        Known("zoe", "Zoë", "Müller", None, "4712", date(2016, 2, 4)),
        Known("one", "Adam", "Shah", None, None, date(2016, 3, 1)),
        Known("two", "Adam", "Shah", None, None, date(2016, 3, 1)),
        Known("rtl", "מאיה", "כהן", None, None, date(2016, 5, 5)),
        Known("long", "W" * 200, "X", None, None, date(2016, 6, 6)),
        Known("short", "A", "B", None, None, date(2016, 7, 7)),
        Known("undated", "Noor", "Gill", None, None, None),
    ]
)


@pytest.mark.parametrize(
    ("who", "pupil"),
    [
        (Identity(upn=" a123456789012 "), "maya"),
        (Identity(admission_number="4711"), "maya"),
        (Identity(upn="X9", admission_number="004712"), "zoe"),
        (Identity(upn="A123456789012", forename="May", surname="OBRIEN"), "maya"),
    ],
)
def test_a_number_finds_its_pupil(who, pupil):
    assert ROLL.match(who).pupil == pupil


@pytest.mark.parametrize(
    ("name", "born", "candidate"),
    [
        ("ZOE MULLER", date(2016, 2, 4), "zoe"),
        ("Müller, Zoë", date(2016, 2, 4), "zoe"),
        ("Maya O’Brien", date(2016, 2, 3), "maya"),
        ("\u200fמאיה כהן", date(2016, 5, 5), "rtl"),
        (f"{'w' * 200} x", date(2016, 6, 6), "long"),
        ("A B", date(2016, 7, 7), "short"),
        ("Maya O'Brien", date(2016, 2, 4), None),
        ("Adam Shah", date(2016, 3, 1), None),
        ("Noor Gill", None, None),
        ("Maya O'Brien", None, None),
    ],
)
def test_a_name_with_a_date_of_birth_finds_a_candidate_and_never_guesses(name, born, candidate):
    match = ROLL.match(Identity(full_name=name, date_of_birth=born))

    assert (match.pupil, match.candidate, bool(match.reason)) == (None, candidate, True)


@pytest.mark.parametrize(
    "who",
    [
        Identity(upn="A123456789012", forename="Zoë", surname="Müller"),
        Identity(upn="A123456789012", admission_number="4712"),
        Identity(upn="B999999999999", admission_number="4711"),
    ],
)
def test_numbers_that_contradict_each_other_or_the_name_are_an_error(who):
    assert ROLL.match(who).is_wrong
