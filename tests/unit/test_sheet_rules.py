"""A spreadsheet's text: read however it was saved, refused in plain words, and never taken for a formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.foundation.csv_cells import plain_cell, safe_cell
from server.phones.sheet_rules import MOST_BYTES, MOST_ROWS, NAMELESS, NotRead, read, text_of

HEADINGS = {"name": "Name", "serial_number": "Serial number", "sim": "SIM"}


def sheet(text):
    return read(text, HEADINGS, "name")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 7700 900123", "-1", "@SUM(A1)", "\x01x", "\x7fx", "＝1", "'", "'=1", "'x"]
)
def test_what_a_spreadsheet_would_compute_goes_out_with_an_apostrophe(cell):
    assert safe_cell(cell) == f"'{cell}"
    assert plain_cell(safe_cell(cell)) == cell


@pytest.mark.parametrize("cell", ["", "Phone 3", "1-2", "07700 900123", "O'Hara", "Year 5 iPad"])
def test_a_cell_that_is_harmless_goes_out_as_it_is(cell):
    assert safe_cell(cell) == cell


def test_an_apostrophe_that_somebody_typed_stays():
    assert plain_cell("'tis a phone") == "'tis a phone"


@given(st.text())
def test_every_cell_comes_back_as_it_was(cell):
    assert plain_cell(safe_cell(cell)) == cell


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_is_read_however_it_was_saved(encoding):
    assert text_of("Name\nZoë’s phone\n".encode(encoding)) == "Name\nZoë’s phone\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x14\x00", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
        (b"\x89PNG\r\n\x1a\n\x81\x8d", "not a text file"),
        (b"x" * (MOST_BYTES + 1), "larger than 1 MB"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(content, words):
    with pytest.raises(NotRead, match=words):
        text_of(content)


def test_a_workbook_by_mistake_is_told_how_to_save_it():
    with pytest.raises(NotRead, match="choose Save as, then CSV UTF-8"):
        text_of(b"PK\x03\x04")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_rows_are_read_whatever_parts_cells_and_lines(delimiter, ending):
    lines = [
        delimiter.join(row) for row in (("Name", "SIM"), ("Phone 1", '"one, two; three"'), ("", ""), ("Phone 2", ""))
    ]
    found = sheet(ending.join(lines))
    assert [(row.line, dict(row.cells)) for row in found.rows] == [
        (2, {"name": "Phone 1", "sim": "one, two; three"}),
        (4, {"name": "Phone 2", "sim": ""}),
    ]


def test_a_row_after_a_cell_of_two_lines_keeps_its_own_line():
    assert [row.line for row in sheet('Name\n"Phone\n1"\nPhone 2\n').rows] == [2, 4]


@pytest.mark.parametrize(
    "heading", ["serial number", "SERIAL  NUMBER", "Serial_number", "SerialNumber", " Serial-number "]
)
def test_headings_are_known_whatever_their_case_and_spacing(heading):
    assert sheet(f"name,{heading}\nPhone 1,R5\n").rows[0].cells == {"name": "Phone 1", "serial_number": "R5"}


def test_columns_nobody_knows_are_named():
    found = sheet("Colour,Name,,SIM,,\nred,Phone 1,x,none,,\n")
    assert found.strangers == ["Colour", NAMELESS]
    assert found.rows[0].cells == {"name": "Phone 1", "sim": "none"}


def test_cells_left_out_at_the_end_are_empty_and_more_than_headings_are_told():
    short, long = sheet("Name,SIM\nPhone 1\nPhone 2,none,more\n").rows
    assert (short.cells["sim"], short.is_too_long, long.is_too_long) == ("", False, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The file is empty"),
        ("\n ,\n\n", "The file is empty"),
        ("Name,SIM\n", "no phone below"),
        ("Phone 1,none\n", "No column is called Name.*It reads: Phone 1, none"),
        ("Name,SIM,sim\nPhone 1,,\n", "Two columns are called SIM"),
        ('Name\nPhone 1\n"Phone 2\nPhone 3\n', "Line 3 cannot be read.*quotation mark"),
        ('Name\n"Phone" 2\n', "Line 2 cannot be read"),
        ("Name\nPhone\0\n", "not a text file"),
        ("Name\n" + "Phone\n" * (MOST_ROWS + 1), "2,001 rows. At most 2,000"),
    ],
)
def test_a_file_that_is_no_list_of_phones_is_refused_in_words(text, words):
    with pytest.raises(NotRead, match=words):
        sheet(text)


@given(st.text() | st.text().map(lambda text: f"Name\n{text}"))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        found = sheet(text)
    except NotRead as refusal:
        assert str(refusal)  # noqa: PT017 - either will do
    else:
        assert found.rows


@given(st.binary())
def test_any_bytes_are_read_or_refused_in_words(content):
    try:
        text_of(content)
    except NotRead as refusal:
        assert str(refusal)  # noqa: PT017 - either will do
