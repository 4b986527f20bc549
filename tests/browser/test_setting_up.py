"""Setting a phone up: what is wrong is said at the field, what was typed stays, and a lost answer costs nothing."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import GRAZED_KNEE, Phone
from tests.browser.school import School

NewHandset = Callable[[str], Phone]


def refused_at_the_field(phone: Phone, words: str, typed: str) -> None:
    """See why beside the field, which keeps what was typed and has the focus."""
    field = phone.field("Set-up code")
    expect(field).to_have_accessible_description(f"Eight letters and numbers from the office, like ABCD-2345. {words}")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value(typed)
    expect(field).to_be_focused()


def set_up_whose_answer_is_lost(phone: Phone, proxy: FaultyProxy, code: str) -> None:
    """Type a code that the school takes, and never hear that it did; after that the line is whole again."""
    proxy.breaks("/api/phones/enrol", "lost reply")
    phone.types_code(code)
    refused_at_the_field(phone, "No answer from the school: no signal, or its server is off.", code)
    proxy.mends()


def test_a_wrong_code_is_told_at_the_field(school: School, new_handset: NewHandset) -> None:
    phone = new_handset(school.url)
    phone.types_code("abcd-2345")
    refused_at_the_field(phone, "That code is not one of ours. Check each letter with the office.", "abcd-2345")


def test_a_code_cut_short_is_told_without_asking_the_school(school: School, new_handset: NewHandset) -> None:
    phone = new_handset(school.url)
    phone.types_code("ABC")
    refused_at_the_field(phone, "The code has 8 letters and numbers; this has 3.", "ABC")


def test_a_code_used_on_another_phone_is_told_at_the_field(
    phone: Phone, school: School, new_handset: NewHandset
) -> None:
    code = school.makes_a_code_for("Phone 4")
    phone.types_code(code)
    phone.is_headed("Phone 4 is ready")
    other = new_handset(school.url)
    other.types_code(code)
    refused_at_the_field(other, "That code has been used on another phone. Ask the office for a new one.", code)


def test_an_expired_code_is_told_at_the_field(school: School, new_handset: NewHandset) -> None:
    phone = new_handset(school.url)
    code = school.makes_a_code_for("Phone 3")
    school.lets_every_code_expire()
    phone.types_code(code)
    refused_at_the_field(phone, "That code is too old. Ask the office for a new one.", code)


def test_without_an_answer_the_code_stays_and_works_later(school: School, new_handset: NewHandset) -> None:
    phone = new_handset(school.url)
    code = school.makes_a_code_for("Phone 3")
    school.kill()
    phone.types_code(code)
    refused_at_the_field(phone, "No answer from the school: no signal, or its server is off.", code)
    school.start()
    phone.taps_button("Set up this phone")
    phone.is_headed("Phone 3 is ready")


def test_a_lost_answer_lets_the_same_code_work_again(
    school: School, proxy: FaultyProxy, new_handset: NewHandset
) -> None:
    phone = new_handset(proxy.url)
    code = school.makes_a_code_for("Phone 3")
    set_up_whose_answer_is_lost(phone, proxy, code)
    phone.taps_button("Set up this phone")
    phone.is_headed("Phone 3 is ready")


def test_a_lost_answer_and_a_kill_let_the_same_code_work_again(
    school: School, proxy: FaultyProxy, new_handset: NewHandset
) -> None:
    phone = new_handset(proxy.url)
    code = school.makes_a_code_for("Phone 3")
    set_up_whose_answer_is_lost(phone, proxy, code)
    phone.is_killed()
    phone.opens_again()
    phone.is_set_up_with(code)
    phone.reports_a_grazed_knee()
    phone.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)


def test_a_code_made_in_the_office_sets_a_phone_up(school: School, office: Office, new_handset: NewHandset) -> None:
    office.signs_in_as("office")
    code = office.makes_a_code_for("Year 5 iPad")
    phone = new_handset(school.url)
    phone.types_code(code.lower().replace("-", " "))
    phone.is_headed("Year 5 iPad is ready")


def test_a_phone_that_forgot_who_it_is_asks_before_it_is_set_up_again(phone: Phone) -> None:
    phone.page.goto("about:blank")
    phone.page.goto(f"{phone.url}/healthz")
    phone.asks("""new Promise((onsuccess, onerror) => {
      Object.assign(indexedDB.deleteDatabase("local"), { onsuccess, onerror });
    })""")
    phone.goes_to_the_app()
    phone.says_nothing_of("This phone is not set up yet.")
    phone.goes_to_set_up()
    phone.says("This is Phone 3.")
