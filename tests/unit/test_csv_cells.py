"""A table goes out as one safe CSV: UTF-8 with its mark, CR LF, a cell a line, nothing that a spreadsheet computes."""

from __future__ import annotations

import pytest

from server.foundation.csv_cells import as_csv

MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "＝1", "'x"])
def test_no_cell_is_a_formula(cell):
    assert as_csv(["A"], [[cell]]) == MARK + f"A\r\n'{cell}\r\n".encode()


@pytest.mark.parametrize("blank", ["\t=1", "\r=1", "\n=1", " =1", "\u00a0=1"])
def test_what_hides_before_a_formula_does_not_help_it(blank):
    assert as_csv(["A"], [[blank]]) == MARK + b"A\r\n'=1\r\n"


def test_a_cell_is_one_line_and_broken_text_is_no_failure():
    assert as_csv(["A", "B"], [['one\r\ntwo "x"', "\ud800"]]) == MARK + b'A,B\r\n"one two ""x""",?\r\n'
