"""A school whose records went back to an earlier day: what phones keep comes again, what nobody keeps is named."""

from __future__ import annotations

from tests.browser import looks, measures
from tests.browser.office import Office
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, Phone
from tests.browser.school import School


def test_what_nobody_keeps_any_more_is_named_on_the_phone_and_in_the_office(
    phone: Phone, school: School, office: Office
) -> None:
    backup = school.backs_up()
    phone.reports_a_grazed_knee()
    phone.says(AT_SCHOOL)
    phone.goes_to("Outbox")
    phone.lets_go_of_sealed_bytes()
    school.is_put_back(backup, without_its_copy=True)
    phone.taps_button("Send now")
    phone.says("The school has lost 1 report of this phone. Tell the office.")
    phone.says("this phone no longer keeps it. Tell the office its number.")
    phone.counts_in_its_outbox(0)
    assert looks.faults_in_every_light(phone.page) == []
    assert measures.faults_of_size(phone.page) == []
    office.signs_in_as("office")
    office.sees("The school's records went back to an earlier state")
    office.sees_the_trip("Castle visit", announced=1, arrived=0, missing=1)


def test_what_the_second_copy_has_is_back_before_anybody_misses_it(phone: Phone, school: School) -> None:
    backup = school.backs_up()
    phone.reports_a_grazed_knee()
    phone.says(AT_SCHOOL)
    phone.goes_to("Outbox")
    phone.lets_go_of_sealed_bytes()
    school.is_put_back(backup)
    phone.taps_button("Send now")
    phone.lists_at_school(1)
    # The phone has listed it since before: that it is back, the school itself tells.
    school.has_stored(1)
    school.has_exactly_once(GRAZED_KNEE)
    school.proves_its_audit_log()
