"""The main job: an incident logged without signal is in the office, once, whatever was killed in between."""

from __future__ import annotations

from tests.browser.engines import AnyPhone
from tests.browser.office import Office
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, WAITING, Phone
from tests.browser.school import School
from tests.live_server import answers

# The promise: five seconds from the moment the school answers again.
WITHIN_MS = 5000


def test_an_incident_logged_without_signal_reaches_the_office_once(
    any_phone: AnyPhone, school: School, office: Office
) -> None:
    phone = any_phone
    phone.is_headed("Today: Castle visit, 32 pupils")
    school.kill()
    assert not answers(school.port)
    phone.reloads()
    phone.is_headed("Today: Castle visit, 32 pupils")
    phone.taps = 0
    phone.reports_a_grazed_knee()
    assert phone.taps == 3
    phone.says(WAITING)
    phone.counts_in_its_outbox(1)
    phone.is_killed()
    phone.opens_again()
    phone.is_headed("Today: Castle visit, 32 pupils")
    phone.counts_in_its_outbox(1)
    phone.goes_to("Outbox")
    school.start()
    phone.says(AT_SCHOOL, within_ms=WITHIN_MS)
    office.signs_in_as("office")
    office.sees_the_trip("Castle visit", announced=1, arrived=1, missing=0)
    school.has_exactly_once(GRAZED_KNEE)
    school.proves_its_audit_log()


def test_the_dsl_reads_what_was_typed_and_who_typed_it(phone: Phone, school: School, office: Office) -> None:
    phone.signs_in_as("trip_leader")
    phone.reports_a_grazed_knee()
    phone.says(AT_SCHOOL)
    office.signs_in_as("dsl")
    office.sees_the_trip("Castle visit", announced=1, arrived=1, missing=0)
    office.reads_the_incident("Injury")
    office.sees(GRAZED_KNEE)
    office.sees("Priya Shah, signed in on Phone 3")


def test_filing_before_the_phone_is_set_up_keeps_the_report_and_sends_it_after(school: School, new_handset) -> None:
    phone = new_handset(school.url)
    phone.reports_a_grazed_knee()
    phone.says("It goes to the school once this phone is set up.")
    phone.counts_in_its_outbox(1)
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    phone.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)
