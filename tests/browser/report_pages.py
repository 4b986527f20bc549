"""Every report after a busy day: the list, monitoring, governors, a trip, an incident, the rules; an access request."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser import access_pages
from tests.browser.office import Office

REPORTS = "/office/reports"


def of_reports(office: Office) -> Iterator[str]:
    """What the headteacher makes of it."""
    office.signs_in_as("headteacher")
    office.page.get_by_role("navigation").get_by_role("link", name="Reports").click()
    office.is_headed("Reports")
    yield "office-reports"
    office.page.get_by_role("link", name="Monitoring report").click()
    office.sees("Incidents by week")
    yield "office-report-monitoring"
    office.page.get_by_label("Term", exact=True).select_option(label="The days below")
    office.presses("Show")
    office.sees("Give the first day")
    yield "office-report-monitoring-refused"
    office.goes_to(REPORTS)
    office.page.get_by_role("link", name="Governors’ pack").first.click()
    office.sees("fewer than 5")
    yield "office-report-governors"
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Report of this trip").click()
    office.page.get_by_role("link", name="The same with the pupils’ names").click()
    office.sees("The pupils, by name")
    yield "office-report-trip"
    office.goes_to_the_trip("Castle visit")
    office.reads_the_incident("Missing pupil")
    office.page.get_by_role("link", name="Report to print").click()
    office.sees("Pupil B")
    yield "office-report-incident"
    office.page.get_by_role("link", name="The same with names").click()
    office.sees("Idris Farrant")
    yield "office-report-incident-with-names"
    office.goes_to(REPORTS)
    office.page.get_by_role("link", name="Coverage of the rules").click()
    office.is_headed("Coverage of the rules")
    yield "office-policy-coverage"
    office.page.get_by_role("link", name="Not covered: ").click()
    office.sees("No rule has this status")
    yield "office-policy-coverage-not-covered"
    office.signs_out()
    yield from access_pages.of_access_requests(office)
