"""A list of phones beside the inventory: added, changed, unchanged, or in error with the reason."""

from __future__ import annotations

import pytest

from server.phones.inventory_rules import COLUMNS, Kept, compare, number_problem
from server.phones.sheet_rules import read

EMPTY = dict.fromkeys(COLUMNS, "")


def kept(name, **values):
    return Kept(f"id of {name}", {**EMPTY, "name": name, "can_ring": "no", **values})


THREE = kept("Phone 3", serial_number="R3", number="07700 900303", can_ring="yes")
FOUR = kept("Phone 4", serial_number="R4")


def plan(text, *inventory):
    return compare(read(text, COLUMNS, "name"), inventory or (THREE, FOUR))


def problems(text, *inventory):
    return [(one.line, *one.problems) for one in plan(text, *inventory).wrong]


def changes(found):
    return [(one.phone, [(part.heading, part.before, part.after) for part in one.changes]) for one in found.changed]


def test_a_phone_is_known_by_its_name_whatever_its_case_and_spacing():
    found = plan("Name,SIM\nphone  3,Vodafone\n")
    assert changes(found) == [(THREE.id, [("SIM", "", "Vodafone")])]


def test_a_phone_of_another_name_is_known_by_its_serial_number():
    found = plan("Name,Serial number\nPhone 30,r3\n")
    assert changes(found)[0] == (THREE.id, [("Name", "Phone 3", "Phone 30"), ("Serial number", "R3", "r3")])
    assert found.added == []


def test_the_name_wins_over_the_serial_number():
    found = plan("Name,Serial number\nPhone 3,R4\nPhone 4,R3\n")
    assert [phone for phone, _changes in changes(found)] == [THREE.id, FOUR.id]


def test_what_is_no_phones_is_a_new_one_that_rings_when_it_has_a_number():
    five, six = plan("Name,Its own number\nPhone 5,07700 900305\nPhone 6,\n").added
    assert (five.values["can_ring"], six.values["can_ring"]) == ("yes", "no")


def test_a_column_that_is_missing_changes_nothing_and_an_empty_cell_empties():
    assert plan("Name\nPhone 3\n").changed == []
    assert changes(plan("Name,Serial number\nPhone 3,\n")) == [(THREE.id, [("Serial number", "R3", "")])]


@pytest.mark.parametrize(("typed", "rings"), [("YES", "yes"), ("y", "yes"), ("TRUE", "yes"), ("No", "no"), ("", "yes")])
def test_whether_it_can_ring_is_read_as_people_and_spreadsheets_write_it(typed, rings):
    (row,) = plan(f"Name,Can it ring?\nPhone 3,{typed}\n").outcomes
    assert (row.values["can_ring"], row.problems) == (rings, [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Name,SIM\n,none\n", (2, "The name is missing")),
        ("Name\nPhone 5\nphone 5\n", (3, "The same phone stands in line 2 already")),
        ("Name\nPhone 3\nPHONE 3\n", (3, "The same phone stands in line 2 already")),
        ("Name,Serial number\nPhone 30,R3\nPhone 30,R9\n", (3, "The same phone stands in line 2 already")),
        ("Name,Serial number\nPhone 5,R4\nPhone 4,R4\n", (2, "Another phone has that serial number")),
        ("Name,Serial number\nPhone 3,R4\n", (2, "Another phone has that serial number")),
        ("Name,Can it ring\nPhone 3,perhaps\n", (2, "Can it ring is neither yes nor no")),
        ("Name,Asset tag\nPhone 3," + "x" * 81 + "\n", (2, "Asset tag is longer than 80 characters")),
        ("Name,SIM\nPhone 3,a\x07b\n", (2, "SIM has a character that cannot be shown")),
        ("Name\n" + "x" * 61 + "\n", (2, "Use at most 60 characters")),
    ],
)
def test_a_row_in_error_is_told_by_its_line_with_the_reason(text, told):
    assert problems(text) == [told]


def test_every_problem_of_a_row_is_told():
    (row,) = plan("Name,Its own number,Can it ring\n,seven,perhaps\n").wrong
    assert len(row.problems) == 3


@pytest.mark.parametrize(
    "number", ["", "07700 900123", "+44 7700 900123", "+44 (0)20 7946 0123", "020-7946-0123", "0044 7700 900123"]
)
def test_numbers_that_can_be_rung(number):
    assert number_problem(number) == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("7700900123", "Spreadsheets drop a 0"),
        ("447700900123", "begins with 0 or +"),
        ("4.47701E+11", "shortened"),
        ("none", "no phone number"),
        ("999", "begins with 0 or +"),
        ("07700", "no phone number"),
        ("07700 900123 ext 4", "no phone number"),
        ("٠٧٧٠٠٩٠٠١٢٣", "0 or +"),
    ],
)
def test_numbers_that_cannot_are_told_apart(number, words):
    assert words in number_problem(number)


def test_what_the_inventory_has_already_is_not_judged_anew():
    odd = kept("Phone 9", number="ask the office", serial_number="R3", sim="a\x07b")
    again = "Name,Serial number,Its own number,SIM\nPhone 9,R3,ask the office,a\x07b\nPhone 3,R3,07700 900303,\n"
    found = plan(again, THREE, odd)
    assert (found.wrong, found.changed, len(found.unchanged)) == ([], [], 2)


def test_two_phones_that_were_told_apart_once_still_are():
    small, large = kept("phone 3"), kept("Phone 3")
    found = plan("Name,SIM\nPhone 3,b\nphone 3,a\n", small, large)
    assert [phone for phone, _changes in changes(found)] == [large.id, small.id]


def test_two_plans_that_do_the_same_have_one_mark_and_others_another():
    assert plan("Name,SIM\nPhone 3,a\n").mark == plan("SIM;Name\na;phone 3\n").mark
    assert plan("Name,SIM\nPhone 3,a\n").mark != plan("Name,SIM\nPhone 3,b\n").mark
    assert plan("Name\nPhone 5\n").mark != plan("Name\nPhone 6\n").mark
