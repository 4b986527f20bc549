"""Cookies are the browser's to lose: filing goes on without them, and setting up again goes on where it was."""

from __future__ import annotations

from tests.browser.phone import AT_SCHOOL, Phone
from tests.browser.school import School

BEFORE, BETWEEN, AFTER = "Before the cookies went.", "While they were gone.", "After setting up again."


def test_a_phone_without_cookies_files_on_and_is_set_up_again(phone: Phone, school: School) -> None:
    phone.reports_a_grazed_knee(BEFORE)
    phone.says(AT_SCHOOL)
    school.lets_every_code_expire()
    # An answer still under way would bring the cookie back; once the phone has found the line cut, none is.
    phone.context.set_offline(True)
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.says("No answer from the school")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.goes_to("Today")
    phone.reports_a_grazed_knee(BETWEEN)
    phone.says("This phone needs setting up again. Nothing is lost.")
    phone.counts_in_its_outbox(1)
    phone.taps_link("Back to today")
    phone.says("You can go on reporting; it is sent after.")
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    phone.reports_a_grazed_knee(AFTER)
    phone.lists_at_school(3)
    lines = school.has_exactly_once(BEFORE, BETWEEN, AFTER)
    assert [line["seq"] for line in lines] == [1, 2, 3]
    assert len({line["chain"] for line in lines}) == 1


def test_a_cookie_lost_on_the_first_day_comes_back_by_itself(phone: Phone, school: School) -> None:
    phone.context.clear_cookies()
    phone.reports_a_grazed_knee(BETWEEN)
    phone.lists_at_school(1)
    phone.says_nothing_of("needs setting up again")
    school.has_exactly_once(BETWEEN)
