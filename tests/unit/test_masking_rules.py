"""Names are taken out of what leaves the school: each that the school knows, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from server.reconciliation.known_name_rules import Known, folded, letters_of, of_whole_name
from server.reconciliation.masking_rules import masked

MAYA = Known("Pupil", "Maya", "Barlow", is_on_trip=True)
MAY = Known("Pupil", "May", "Hill", is_on_trip=True)
GRACE = Known("Pupil", "Grace", "Green", is_on_trip=False)
ANNE = Known("Pupil", "Anne-Marie", "Smith-Jones", is_on_trip=True)
ZOE = Known("Pupil", "Zoë", "O’Brien", is_on_trip=True)
SANA = of_whole_name("Staff", "Sana Malik", is_on_trip=True)
MOTHER = of_whole_name("Parent or carer", "Mrs Akande", is_on_trip=True)


def of(text, *known, lists=()):
    [found] = masked([text], known, lists)
    return found


@pytest.mark.parametrize(
    "name",
    [
        *("Maya", "Maya Barlow", "maya barlow", "MAYA", "Máya", "Maya B.", "Maya B", "Maya Ba.", "maya b", "Barlow"),
        *(
            "Barlow, Maya",
            "Maya\nBarlow",
            "Maya-Barlow",
            "MayaB",
            "mayabarlow",
            "Ma\u00adya",
            "Ｍａｙａ",
            "Maya_Barlow",
        ),
    ],
)
def test_a_pupil_is_masked_however_they_are_written(name):
    assert of(f"Then {name} fell.", MAYA) == "Then Pupil A fell."


def test_what_somebody_has_stays_theirs():
    assert of("Maya's knee, Maya’s coat, Mayas bag, the Barlows' car", MAYA) == (
        "Pupil A's knee, Pupil A’s coat, Pupil A’s bag, the Pupil A’s' car"
    )


def test_what_is_hers_is_not_of_another_whose_last_name_begins_with_s():
    sadler = Known("Pupil", "Maya", "Sadler", is_on_trip=True)
    assert (
        of("Maya B. fell. Maya's knee. MAYA’S coat.", MAYA, sadler) == "Pupil A fell. Pupil A's knee. Pupil A’S coat."
    )


def test_one_person_is_one_letter_in_all_texts_and_letters_go_by_who_is_named_first():
    assert masked(["Zoe and Maya", "MAYA B. and OBrien", "Sana"], [MAYA, ZOE, SANA]) == [
        "Pupil A and Pupil B",
        "Pupil B and Pupil A",
        "Staff C",
    ]


def test_a_title_goes_with_the_name_and_a_parent_of_a_pupils_name_is_no_pupil():
    assert of("Miss Malik rang Mrs Akande. Mr. Barlow came.", MAYA, SANA, MOTHER) == (
        "Staff A rang Parent or carer B. Adult C came."
    )


@pytest.mark.parametrize(
    "name", ["Anne Marie", "anne-marie", "AnneMarie", "Anne", "Marie Smith", "Smith Jones", "Jones"]
)
def test_a_double_barrelled_name_is_masked_by_each_of_its_parts(name):
    assert of(f"saw {name} there", ANNE) == "saw Pupil A there"


@pytest.mark.parametrize("name", ["Zoë", "Zoe", "ZOE", "O'Brien", "O’Brien", "OBrien", "Zoe O Brien"])
def test_accents_and_apostrophes_part_nobody_from_their_name(name):
    assert of(f"saw {name} there", ZOE) == "saw Pupil A there"


def test_an_ordinary_word_is_a_name_with_a_capital_and_not_where_a_sentence_begins():
    text = "Grace was late. Then Grace fell. She had the grace to wait. Grace Green wept. Grace G. too."
    assert of(text, GRACE) == "Grace was late. Then Pupil A fell. She had the grace to wait. Pupil A wept. Pupil A too."


def test_of_somebody_on_the_trip_it_is_always_one_where_it_has_a_capital():
    assert (
        of("May fell. It may rain. MAY sat. On 3 May.", MAY) == "Pupil A fell. It may rain. Pupil A sat. On 3 Pupil A."
    )


def test_a_month_beside_a_figure_is_no_pupil_who_stayed_at_school():
    april = Known("Pupil", "April", "Osei", is_on_trip=False)
    assert (
        of("On 3 April, the 4th April or April 5 with April", april)
        == "On 3 April, the 4th April or April 5 with Pupil A"
    )


def test_in_a_list_of_names_a_beginning_says_nothing():
    assert of("Grace, Maya", GRACE, MAYA, lists=(0,)) == "Pupil A, Pupil B"


def test_mr_with_a_full_stop_begins_no_sentence():
    assert of("I told Mr. Hill.", of_whole_name("Staff", "Paul Hill", is_on_trip=False)) == "I told Staff A."


def test_the_trips_pupil_is_meant_before_one_at_school_and_a_pupil_before_staff():
    others = [Known("Pupil", "Maya", "Osei", is_on_trip=False), of_whole_name("Staff", "Maya King", is_on_trip=True)]
    assert masked(["Maya Osei, Maya King", "Maya", "Maya Barlow"], [*others, MAYA]) == [
        "Pupil A, Staff B",
        "Pupil C",
        "Pupil C",
    ]


def test_a_first_name_of_two_is_theirs_who_is_named_in_full_and_otherwise_nobodys():
    two = [MAYA, Known("Pupil", "Maya", "Osei", is_on_trip=True)]
    assert masked(["Maya O. fell", "Maya wept"], two) == ["Pupil A fell", "Pupil A wept"]
    assert masked(["Maya fell", "Maya O. and Maya B. wept"], two) == ["Pupil A fell", "Pupil B and Pupil C wept"]


def test_an_initial_is_no_word_that_comes_next():
    bevan = Known("Pupil", "Maya", "Bevan", is_on_trip=True)
    assert of("I told Maya be careful. Maya Be. did.", bevan) == "I told Pupil A be careful. Pupil A did."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Rang 07700 900123 at 14:32", "Rang [number] at 14:32"),
        ("Rang +44 7700 900123.", "Rang [number]."),
        ("Rang (01632) 960101", "Rang [number]"),
        ("Ring 960101", "Ring [number]"),
        ("UPN A123456789012", "UPN A[number]"),
        ("To maya.b@school.example now", "To [e-mail address] now"),
        ("On 2026-06-12, 12/06/2026 at 09:10, 30 m, 999", "On 2026-06-12, 12/06/2026 at 09:10, 30 m, 999"),
    ],
)
def test_numbers_and_addresses_are_masked_and_times_are_not(text, left):
    assert of(text) == left


def test_the_twenty_seventh_person_has_two_letters():
    names = [f"Zz{chr(97 + n // 26)}{chr(97 + n % 26)}q" for n in range(28)]
    found = of(" ".join(names), *[Known("Pupil", name, "", is_on_trip=True) for name in names])
    assert found.endswith("Pupil Z Pupil AA Pupil AB")


NAMES = st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ÿĀ-ſ]{2,9}([-' ][A-Za-zÀ-öø-ÿ]{2,9})?", fullmatch=True)
LABELS = frozenset(["pupil", "staff", "adult", "number", "mail", "address"])
WAYS = st.sampled_from(
    [
        str,
        str.upper,
        str.title,
        lambda name: f"{name}'s",
        lambda name: name.replace("-", " "),
        lambda name: f"x. {name}",
    ]
)


def words_of(text):
    return [folded(text[start:end]) for start, end in letters_of(text)]


@given(
    st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=6),
    st.lists(st.tuples(st.text(max_size=9), WAYS), max_size=9),
)
def test_no_full_name_and_no_first_name_of_anybody_on_the_trip_is_left(names, parts):
    pupils = [Known("Pupil", first, last, is_on_trip=True) for first, last in names]
    known = {word for first, last in names for word in words_of(f"{first} {last}")}
    assume(not known & (LABELS | set("abcdefghij")))
    # With a small letter an ordinary word is one.
    written = [
        f"{between} {way(name[:1].upper() + name[1:])} "
        for place, (between, way) in enumerate(parts)
        for name in (names[place % len(names)][0], " ".join(names[place % len(names)]))
    ]

    [left] = masked(["".join(written)], pupils)

    said = words_of(left)
    for first, _last in names:
        alone = words_of(first)
        assert not any(said[at : at + len(alone)] == alone for at in range(len(said))), (first, left)
