"""The main job in Chromium, Firefox and WebKit: one text, and the same outcome whatever the engine makes of a fault."""

from __future__ import annotations

from tests.browser.engines import AnyPhone
from tests.browser.office import Office
from tests.browser.phone_words import AT_SCHOOL, GRAZED_KNEE, WAITING
from tests.browser.school import School
from tests.live_server import answers

TODAY = "Today: Castle visit, 32 pupils"


def test_an_incident_logged_without_signal_reaches_the_office_once(
    any_phone: AnyPhone, school: School, office: Office
) -> None:
    phone = any_phone
    school.kill()
    assert not answers(school.port)
    phone.reloads()
    phone.is_headed(TODAY)
    phone.taps = 0
    phone.reports_a_grazed_knee()
    assert phone.taps == 3
    phone.says(WAITING)
    phone.counts_in_its_outbox(1)
    phone.is_killed()
    phone.opens_again()
    phone.is_headed(TODAY)
    phone.counts_in_its_outbox(1)
    phone.goes_to("Outbox")
    school.start()
    phone.says(AT_SCHOOL)
    office.signs_in_as("office")
    office.sees_the_trip("Castle visit", announced=1, arrived=1, missing=0)
    school.has_exactly_once(GRAZED_KNEE)
    school.proves_its_audit_log()
