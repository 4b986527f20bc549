"""What is dialled for what somebody wrote: laws that hold for every text, and the answers that `phonenumbers` gives."""

from __future__ import annotations

import random
import re
from string import digits

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from server.personal_phone.dial_rules import CHILDLINE, dial, is_refused, spaced, worldwide
from server.personal_phone.dial_words import WHY
from server.personal_phone.numbering_plan import may_exist

HELPLINES = ("101", "111", "105", "119", "18000", "116000", "116123", CHILDLINE)
NEVER_PREFIXED = ("999", "112", *HELPLINES)
IN_FRONT = ("", "141", "141 ", "#31#", "*67 ", "1470 ", "+44", "+44 (0)", "0044 ", "44", "tel:", "Dial ", "(", "1-4-1 ")
SEPARATORS = st.sampled_from(
    ("", " ", "-", ".", "/", "\N{NO-BREAK SPACE}", "\N{EN DASH}", " (", ") ", "\N{ZERO WIDTH SPACE}")
)
UK_FORMS = (
    PhoneNumberFormat.E164,
    PhoneNumberFormat.INTERNATIONAL,
    PhoneNumberFormat.NATIONAL,
    PhoneNumberFormat.RFC3966,
)
NUMBERS_A_TYPE, NUMBERS_A_COUNTRY = 400, 12


@settings(max_examples=1000)
@given(st.text() | st.text(digits + "+#*-() xet/,;", max_size=40))
def test_every_text_gets_an_answer_that_holds_together(asked):
    found = dial(asked)

    assert found.asked == asked
    assert found.why in WHY
    if is_refused(found):
        assert (found.dial, found.number, found.extension) == (None, None, None)
        return
    assert re.fullmatch(r"[0-9]+", found.dial)
    assert found.dial == ("" if found.verdict == "plain" else "141") + found.number
    assert found.number.startswith("00") is (found.verdict == "abroad") or found.why == "emergency_elsewhere"
    assert not found.number.startswith("141")
    assert spaced(found.dial).replace(" ", "") == found.dial


@settings(max_examples=1000)
@given(st.text(digits + "+#*-() ext/,;", max_size=40))
def test_what_is_dialled_is_made_of_the_figures_that_were_asked_for_and_never_prefixed_twice(asked):
    found = dial(asked)

    if not is_refused(found):
        # "(0)" is dialled within the country alone.
        figures = [re.sub("[^0-9]", "", text) for text in (asked, re.sub(r"\( ?0 ?\)", "", asked))]
        assert any(found.number.lstrip("0") in written for written in figures)
        assert dial(found.dial).dial == found.dial


@settings(max_examples=1000)
@given(st.sampled_from(NEVER_PREFIXED), st.lists(st.sampled_from(IN_FRONT), max_size=3), st.data())
def test_an_emergency_number_or_a_helpline_is_rung_plain_whatever_stands_round_it(number, in_front, data):
    figures = "".join(figure + data.draw(SEPARATORS) for figure in number)
    behind = data.draw(st.sampled_from(("", "!", "#", " please", ")", " now!")))
    # After 44 or 0044 a second country's code means nothing.
    in_front = [front for at, front in enumerate(in_front) if "44" not in front or at == len(in_front) - 1]

    found = dial("".join(in_front) + figures + behind)

    assert (found.dial, found.verdict) == (number, "plain")


@given(
    st.sampled_from(("999", "112")),
    st.text(st.characters(exclude_categories=["N"]), max_size=30),
    st.text("abc .!?'", max_size=30),
)
def test_words_do_not_hide_an_emergency_number(number, before, behind):
    assert dial(f"{before} {number} {behind}").dial == number


@given(st.integers(0, 999), st.sampled_from(("", "141", "141 ", "#31#")), st.data())
def test_a_number_is_read_through_whatever_stands_between_its_figures(last, in_front, data):
    number = f"07700900{last:03}"
    written = in_front + "".join(figure + data.draw(SEPARATORS) for figure in number[:-2]) + number[-2:]

    assert dial(written).dial == f"141{number}"


def numbers_of(region: str, kinds: list[int], most: int) -> list[phonenumbers.PhoneNumber]:
    """Numbers that the library finds valid, near its own examples, the same ones each time."""
    luck = random.Random(region)
    found = []
    for kind in kinds:
        example = phonenumbers.example_number_for_type(region, kind)
        for _ in range(most if example else 0):
            figures = list(phonenumbers.national_significant_number(example))
            for at in luck.sample(range(len(figures)), min(len(figures), luck.randint(0, 6))):
                figures[at] = luck.choice(digits)
            near = phonenumbers.parse(f"+{example.country_code}{''.join(figures)}")
            found += [near] if phonenumbers.is_valid_number(near) else []
    return found


UK_KINDS = [
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.VOIP,
    phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
    phonenumbers.PhoneNumberType.UAN,
]


def test_the_library_agrees_on_thousands_of_numbers_in_the_uk():
    numbers = {
        phonenumbers.format_number(one, PhoneNumberFormat.E164): one
        for one in numbers_of("GB", UK_KINDS, NUMBERS_A_TYPE)
    }

    for known, number in numbers.items():
        national = f"0{phonenumbers.national_significant_number(number)}"
        expected = CHILDLINE if national == CHILDLINE else f"141{national}"
        for form in UK_FORMS:
            written = phonenumbers.format_number(number, form)
            assert dial(written).dial == expected, written
        assert dial(phonenumbers.format_out_of_country_calling_number(number, "FR")).dial == expected
        assert national == CHILDLINE or worldwide(national) == known
    assert len(numbers) > 1000


def test_the_library_agrees_on_thousands_of_numbers_abroad():
    regions = sorted(set(phonenumbers.SUPPORTED_REGIONS) - {"GB", "GG", "JE", "IM"})
    kinds = [phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE]
    numbers = [one for region in regions for one in numbers_of(region, kinds, NUMBERS_A_COUNTRY)]

    for number in numbers:
        figures = phonenumbers.format_number(number, PhoneNumberFormat.E164)[1:]
        for written in (
            f"+{figures}",
            phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
            phonenumbers.format_out_of_country_calling_number(number, "GB"),
        ):
            found = dial(written)
            assert (found.dial, found.verdict) == (f"14100{figures}", "abroad"), written
        assert worldwide(found.number) == f"+{figures}"
    assert len(numbers) > 3000


@given(st.from_regex(r"\A(?:\+44|0)\d{7,11}\Z"))
def test_no_uk_number_is_taken_that_the_library_finds_impossible(asked):
    found = dial(asked)

    if found.verdict == "withheld":
        assert may_exist(found.number)


@pytest.mark.parametrize(
    ("number", "may"),
    [
        ("07700900123", True),
        ("01414960123", True),
        ("0033199001234", True),
        ("00331990012345678", False),
        ("009991234567", False),
        ("999", True),
        (CHILDLINE, True),
    ],
)
def test_a_number_that_no_country_uses_is_worth_a_second_look(number, may):
    assert may_exist(number) is may
