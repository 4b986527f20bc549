"""A mark of one's own number: kept without the number, and by it a log leaves the number out (R54)."""

from __future__ import annotations

import pytest

from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.personal_phone.use_models import OwnNumberMark, OwnPhoneUse
from tests.api.own_phones import LIST, page_of, staff_id, use
from tests.cast import receipts

PAGE = "/office/you/own-number"
OWN = "07700 900123"
FIGURES = ("7700900123", "7700 900123", "7700-900-123")


@pytest.fixture
def marked(as_role):
    """Tom has left a mark of his own number."""
    client = as_role("staff")
    assert client.post(PAGE, data={"number": OWN}).status_code == 302
    return client


@pytest.fixture
def files(phone, todays_trip):
    """`files(called_number=…)` is a use of Tom's, sent and opened."""

    def send(**body):
        record = use(todays_trip, "staff", **body)
        receipts(phone.sends(phone.files(record)))
        return record

    return send


def shown_to_the_head(as_role, record):
    """Everything of a use that a headteacher can look at."""
    head = as_role("headteacher")
    pages = (LIST, page_of(record), f"{LIST}/ledger", f"{LIST}/ledger/print", f"{LIST}/ledger.csv")
    return "".join(head.get(address).text for address in pages)


def test_the_number_itself_is_kept_nowhere(marked, app):
    assert OwnNumberMark.get().staff_id == staff_id("staff")
    written = ""
    tables = [row[0] for row in db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        written += repr(db.execute_sql(f'SELECT * FROM "{table}"').fetchall())
    assert not [figures for figures in FIGURES if figures in written]
    assert "A mark of your number is kept" in marked.get(PAGE).text
    assert [row.action for row in AuditEntry.select() if row.action.startswith("own_number")] == ["own_number.marked"]


def test_two_people_with_one_number_have_different_marks(marked, as_role):
    as_role("office").post(PAGE, data={"number": "+44 7700 900123"})
    assert len({row.mark for row in OwnNumberMark.select()}) == 2


@pytest.mark.parametrize("written", [OWN, "+447700900123", "141 07700900123", "0044 (0) 7700 900 123"])
def test_a_log_that_holds_it_is_listed_without_it_and_says_so(marked, files, as_role, written, exported):
    record = files(called_number=written, called_name=f"Me, on {written}", what_was_said=f"My number is {written}.")
    shown = shown_to_the_head(as_role, record)
    assert not [figures for figures in FIGURES if figures in shown]
    assert "own number left out" in shown.lower()
    assert "own_number" in OwnPhoneUse.get_by_id(record["id"]).flags
    [line] = [line for line in exported() if line["id"] == record["id"]]
    assert line["body"]["called_number"] == written, "the record stays as it came"


def test_a_number_of_somebody_else_stays(marked, files, as_role):
    record = files(called_number="07700 900124")
    assert "07700 900124" in shown_to_the_head(as_role, record)
    assert "own_number" not in OwnPhoneUse.get_by_id(record["id"]).flags


def test_a_mark_left_later_takes_it_out_of_what_is_listed(files, as_role):
    record = files(called_number=OWN)
    assert "07700 900123" in shown_to_the_head(as_role, record)
    as_role("staff").post(PAGE, data={"number": OWN})
    assert not [figures for figures in FIGURES if figures in shown_to_the_head(as_role, record)]
    assert "own_number" in OwnPhoneUse.get_by_id(record["id"]).flags


def test_the_mark_is_taken_away(marked):
    marked.post(f"{PAGE}/forget")
    marked.post(f"{PAGE}/forget")
    assert OwnNumberMark.select().count() == 0
    acts = [row.action for row in AuditEntry.select() if row.action.startswith("own_number")]
    assert acts == ["own_number.marked", "own_number.mark_removed"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Give your own number"),
        ("mine", "without letters"),
        ("07700 900123 / 07700 900124", "more than one number"),
        ("999", "nobody’s own number"),
        ("1471", "no number to ring here"),
        ("0" * 61, "too long"),
        ("\x00", "There is a problem"),
    ],
)
def test_what_is_no_own_number_is_refused_by_the_field(as_role, typed, words):
    answer = as_role("staff").post(PAGE, data={"number": typed})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert OwnNumberMark.select().count() == 0


def test_it_is_found_from_ones_own_page_by_all_staff(as_role):
    assert f'href="{PAGE}"' in as_role("staff").get("/office/you").text


def test_a_new_number_of_theirs_does_not_show_the_one_before(marked, files, as_role):
    record = files(what_was_said=f"My number is {OWN}.")
    marked.post(PAGE, data={"number": "07700 900125"})
    assert OWN not in shown_to_the_head(as_role, record)
    later = files(what_was_said=f"It was {OWN}, now it is 07700 900125.")
    shown = shown_to_the_head(as_role, later)
    assert (OWN in shown, "07700 900125" in shown) == (False, False)
    marked.post(PAGE, data={"number": OWN})
    assert len(OwnNumberMark.get().mark.split()) == 2, "the same again is no further mark"


def test_whoever_takes_the_mark_away_reads_that_words_show_it_again(marked, files, as_role):
    record = files(called_number=OWN, what_was_said=f"My number is {OWN}.")
    assert "can be read again" in marked.get(PAGE).text
    assert "can be read again" in marked.post(f"{PAGE}/forget", follow_redirects=True).text
    assert OwnPhoneUse.get_by_id(record["id"]).called_number == ""
