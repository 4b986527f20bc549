"""When a use is out of place, which two are one call, and who is told of whose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.accounts.rules import Role
from server.personal_phone import report_rules, use_rules
from server.personal_phone.own_number_rules import LEFT_OUT, MOST_WINDOWS, without_own
from server.personal_phone.report_rules import About, Reader
from server.personal_phone.use_rules import Call
from server.trips.paper_rules import is_outside, read_time

NOON = datetime(2026, 6, 12, 12, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
OWN = "07700900123"


def call(ident="a", **more):
    """A call of Tom's to the castle."""
    facts = {
        "trip": "castle",
        "author": "tom",
        "whose": "tom",
        "role": None,
        "name": "Castle office",
        "number": "01632960450",
    }
    return Call(**{"id": ident, **facts, "began_at": NOON, **more})


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ({}, False),
        ({"author": "priya"}, True),
        ({"author": "priya", "name": "  castle  OFFICE", "number": ""}, True),
        ({"author": "priya", "name": "", "number": "01632960450"}, True),
        ({"author": "priya", "name": "Coach", "number": "01632960451"}, False),
        ({"author": "priya", "name": "", "number": ""}, False),
        ({"author": "priya", "trip": "canal"}, False),
        ({"author": "priya", "began_at": NOON + timedelta(minutes=15)}, True),
        ({"author": "priya", "began_at": NOON - timedelta(minutes=16)}, False),
        ({"author": "priya", "began_at": None}, False),
        ({"author": ""}, True),
        ({"whose": "priya"}, True),
    ],
)
def test_two_are_one_call_when_two_people_wrote_of_one_person_and_time(other, is_same):
    mine, theirs = call(), call("b", **other)
    assert use_rules.doubles_of(mine, [theirs]) == (["b"] if is_same else [])
    assert use_rules.doubles_of(theirs, [mine]) == (["a"] if is_same else [])


def test_nobody_is_their_own_double_and_two_of_nobody_known_are_linked():
    assert use_rules.doubles_of(call(), [call()]) == []
    assert use_rules.doubles_of(call(author=""), [call("b", author="")]) == ["b"]


def test_one_role_called_is_one_person():
    by_role = call(role="dsl", name="", number="")
    assert use_rules.doubles_of(by_role, [call("b", author="priya", role="dsl", name="Daniel", number="")]) == ["b"]
    assert use_rules.doubles_of(by_role, [call("b", author="priya", role="office", name="", number="")]) == []


def test_a_day_is_that_of_the_trips_own_zone():
    late = datetime(2026, 6, 12, 23, 30, tzinfo=UTC)
    days = (date(2026, 6, 12), date(2026, 6, 12))
    assert not is_outside(late, days, UTC)
    assert is_outside(late, days, LONDON)
    assert not is_outside(None, days, UTC)


def test_it_is_backwards_only_where_both_times_are_known():
    assert use_rules.is_backwards(NOON, NOON - timedelta(seconds=1))
    assert not use_rules.is_backwards(NOON, NOON)
    assert not use_rules.is_backwards(None, NOON)
    assert not use_rules.is_backwards(NOON, None)


def test_an_end_earlier_on_the_clock_is_after_midnight_for_a_call_and_no_day():
    start = datetime(2026, 6, 12, 23, 50, tzinfo=UTC)
    assert use_rules.ended_after(start, start.replace(hour=0, minute=10)) == start + timedelta(minutes=20)
    assert use_rules.ended_after(start, start - timedelta(hours=2)) == start - timedelta(hours=2)


def reader(*roles, staff="somebody", is_officer=False):
    """Somebody in these roles."""
    return Reader(staff, frozenset(roles), is_officer)


TOM, HEADS = About("tom", is_heads=False), About("ruth", is_heads=True)


def test_who_sees_that_a_use_exists():
    assert {role for role in Role if report_rules.may_see(reader(role), TOM)} == {
        *(Role.OFFICE, Role.SLT, Role.HEADTEACHER),
    }
    assert {role for role in Role if report_rules.may_see(reader(role), HEADS)} == {
        *(Role.OFFICE, Role.SLT, Role.CHAIR),
    }
    assert report_rules.may_see(reader(Role.STAFF, is_officer=True), TOM)
    assert not report_rules.may_see(reader(Role.STAFF, is_officer=True), HEADS)


def test_a_headteacher_sees_nothing_of_a_headteachers_whatever_else_they_are():
    everything = reader(*Role, is_officer=True)
    assert not report_rules.may_see(everything, HEADS)
    assert not report_rules.may_read(everything, HEADS)
    assert not report_rules.is_told(everything, HEADS, None)


def test_who_reads_what_was_said():
    assert {role for role in Role if report_rules.may_read(reader(role), TOM)} == {Role.HEADTEACHER}
    assert {role for role in Role if report_rules.may_read(reader(role), HEADS)} == {Role.CHAIR}
    assert report_rules.may_read(reader(Role.STAFF, is_officer=True), TOM)


def test_nobody_reads_or_takes_up_their_own():
    assert not report_rules.may_read(reader(Role.HEADTEACHER, staff="tom"), TOM)
    assert not report_rules.may_read(reader(Role.STAFF, staff="tom", is_officer=True), TOM)
    assert not report_rules.may_read(reader(Role.CHAIR, staff="ruth"), HEADS)


def test_an_officer_is_told_in_the_heads_place_but_not_of_their_own():
    head, officer = reader(Role.HEADTEACHER), reader(Role.DEPUTY_DSL, staff="maeve", is_officer=True)
    own = About("maeve", is_heads=False)
    assert report_rules.is_told(head, TOM, None)
    assert (report_rules.is_told(head, TOM, "maeve"), report_rules.is_told(officer, TOM, "maeve")) == (False, True)
    assert (report_rules.is_told(head, own, "maeve"), report_rules.is_told(officer, own, "maeve")) == (True, False)
    assert report_rules.is_told(reader(Role.CHAIR), HEADS, "maeve")
    assert report_rules.is_told(head, About(None, is_heads=False), None)


def test_it_is_due_at_the_end_of_the_schools_day():
    assert report_rules.due_at(datetime(2026, 6, 12, 23, 30, tzinfo=UTC), LONDON) == datetime(
        2026, 6, 14, tzinfo=LONDON
    )
    assert report_rules.due_at(NOON, LONDON) == datetime(2026, 6, 13, tzinfo=LONDON)


@pytest.mark.parametrize(
    "written",
    [
        *("07700900123", "07700 900 123", "+44 7700 900123", "0044 7700 900123", "+44 (0)7700 900123"),
        *("(07700) 900-123", "7700900123", "14107700900123", "07700.900.123", "447700900123"),
        *(
            "07700 – 900 – 123",
            "٠٧٧٠٠٩٠٠١٢٣",
            "０７７００ ９００１２３",
            "07700 ... 900123",
            "07700_900_123",
            "07700          900123",
        ),
    ],
)
def test_an_own_number_is_found_however_it_is_spaced(written):
    for before, after in (("", ""), ("Me: ", "."), ("9 ", " 9"), ("01632 960450 ", " 01632 960451")):
        found = without_own(f"{before}{written}{after}", OWN.__eq__)
        assert LEFT_OUT in found, (before, written)
        assert OWN[5:] not in "".join(str(int(letter)) for letter in found if letter.isdecimal())


@pytest.mark.parametrize(
    "text", ["", "no figures", "07700 900124", OWN[:-1], "12", "0" * 5000, f"{OWN[:5]} {OWN[5:9]} 2"]
)
def test_what_is_no_own_number_stays_as_it_is(text):
    assert without_own(text, OWN.__eq__) == text


def test_a_book_of_figures_is_not_looked_at_for_ever():
    asked = []
    without_own("123456789 " * 20_000, lambda number: bool(asked.append(number)))
    assert len(asked) <= MOST_WINDOWS * 12


@pytest.mark.parametrize(
    ("typed", "hour_and_minute"),
    [
        *(("14:32", (14, 32)), ("1432", (14, 32)), ("14.32", (14, 32)), ("9:05", (9, 5)), (" 09 : 05", None)),
        *(("2.32 pm", (14, 32)), ("2:32PM", (14, 32)), ("12:10 am", (0, 10)), ("12 pm", (12, 0)), ("3pm", (15, 0))),
        *(("14h32", (14, 32)), ("0:00", (0, 0)), ("905", (9, 5)), ("24:00", None), ("14", None), ("14:60", None)),
        *(("13 pm", None), ("0 am", None), ("half past", None), ("14:32:10", None), ("٣:٣٠", None)),
    ],
)
def test_times_as_people_write_them(typed, hour_and_minute):
    if hour_and_minute is None:
        with pytest.raises(ValueError, match=r"^"):
            read_time(typed)
    else:
        found = read_time(typed)
        assert (found.hour, found.minute) == hour_and_minute


def test_no_time_is_none():
    assert read_time("  ") is None


@pytest.mark.parametrize(
    ("typed", "is_theirs"),
    [
        *(("Ruth Adeyemi", True), (" ruth  ADEYEMI. ", True), ("Mrs Ruth Adeyemi", True), ("Adeyemi, Ruth", True)),
        *(("R Adeyemi", True), ("R. Adeyemi (headteacher)", True), ("Mrs Adeyemi", True), ("Adeyemi", True)),
        *(("Tom Adeyemi", False), ("T Adeyemi", False), ("Ruth", False), ("Ruth Hargreave", False), ("", False)),
        *(("Mrs", False), ("Adeyemison", False), ("\x00", False)),
    ],
)
def test_a_name_that_was_typed_is_known_however_people_write_it(typed, is_theirs):
    assert use_rules.is_name_of(typed, "Ruth Adeyemi") is is_theirs
    assert not use_rules.is_name_of(typed, "")
