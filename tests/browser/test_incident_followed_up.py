"""An incident from its report to its end, as the DSL goes through it; and the slip, which is one sheet of paper."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser import busy_day, incident_pages
from tests.browser.office import Office
from tests.browser.school import School
from tests.protocol_client import ProtocolClient

SECRET = busy_day.DISCLOSURE["what_happened"]


def test_the_dsl_follows_an_incident_to_its_end_and_who_may_only_see_reads_nothing(
    office: Office, school: School, tmp_path: Path
) -> None:
    phone: ProtocolClient = busy_day.a_phone(school, "Phone 4")
    trip = phone.card["trip"]["id"]
    for body in (busy_day.NOSEBLEED, busy_day.MISSING_PUPIL, busy_day.DISCLOSURE):
        phone.files(body, trip)
    phone.announces()
    phone.sends(phone.waiting())
    school.has_opened_everything()
    for name in incident_pages.of_an_incident(office):
        if name == "office-incident-closed":
            office.sees("Closed")
        if name == "office-slip":
            sheets = _printed(office, tmp_path / "slip.pdf")
            assert sheets == 1
    office.signs_in_as("deputy_dsl")
    office.goes_to_the_trip("Castle visit")
    office.reads_the_incident("Safeguarding concern")
    office.sees(SECRET)
    incident_pages.begins(office, "Add a follow-up")
    office.page.get_by_label("What is there to add?").fill("Only for the few who read it")
    office.presses("Add it")
    office.sees("Only for the few who read it")
    read = office.page.url.removeprefix(office.url)
    office.signs_out()
    office.signs_in_as("office")
    office.goes_to_the_trip("Castle visit")
    office.sees("Safeguarding concern")
    expect(office.page.get_by_role("link", name="Safeguarding concern")).to_have_count(0)
    office.goes_to(read)
    office.sees("Follow-up")
    office.sees_nothing_of("Only for the few who read it")
    office.sees_nothing_of(SECRET)


def _printed(office: Office, file: Path) -> int:
    """How many sheets the page takes."""
    office.page.pdf(path=str(file), prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", file.read_bytes()))
