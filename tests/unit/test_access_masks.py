"""Names in what goes out to a parent: the child's own stay, everybody else's go, and so does what is unknown of one."""

from __future__ import annotations

import pytest

from server.access_requests.name_rules import Child
from server.reconciliation.known_name_rules import PUPIL, Known
from server.reconciliation.masking_rules import marked

PEOPLE = [
    Child(PUPIL, "Adaeze", "Brown", is_on_trip=True),
    Known(PUPIL, "Tom", "Brown", is_on_trip=True),
    Known(PUPIL, "Adaeze", "Khan", is_on_trip=False),
    Known(PUPIL, "Kofi", "Mensah", is_on_trip=True),
    Known("Staff", "Ruth", "Adeyemi", is_on_trip=False),
]


def mark(who, words, has_title):
    """X in the place of everybody but the child."""
    return words if any(isinstance(one, Child) for one in who) and not has_title else "X"


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        ("Adaeze and Tom Brown ran", "Adaeze and X ran"),
        ("Adaeze Brown, Adaeze Khan", "Adaeze Brown, X"),
        ("Adaeze K. ran", "X ran"),
        ("Mrs Brown rang", "X rang"),
        ("Then Ben Adeyemi came", "Then X came"),
        ("It was Kofi Bennett-Shaw again", "It was X again"),
        ("Kofi I saw, and kofi's bag", "X I saw, and X's bag"),
        ("Kofi Adaeze", "X Adaeze"),
        ("Adaeze Adeyemi", "Adaeze X"),
        ("K\u200bofi", "X"),
        ("Ring 07700 900123 or a@example.org on 3/11/2026", "Ring [number] or [e-mail address] on 3/11/2026"),
    ],
)
def test_others_go_and_the_childs_own_names_stay(said, goes):
    assert marked([said], PEOPLE, mark) == [goes]
