"""The drill with the phone app itself: what it let go of, and what it keeps, is at the restored school."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.office import Office
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, Phone
from tests.drill import Drill, DrilledSchool


@pytest.fixture
def school(data_folder: Path, tmp_path: Path) -> Iterator[DrilledSchool]:
    """The demo school, with its second copy and its backups elsewhere."""
    with DrilledSchool(data_folder, tmp_path) as school:
        yield school


def test_the_phone_app_and_a_restored_school_end_with_nothing_missing(
    school: DrilledSchool, phone: Phone, office: Office, new_handset: Callable[[str], Phone]
) -> None:
    paper = Drill(school).prints_and_types()
    phone.reports_a_grazed_knee()
    phone.says(AT_SCHOOL)
    backup = school.backs_up()
    phone.reports_a_grazed_knee()
    phone.says(AT_SCHOOL)
    phone.goes_to("Outbox")
    phone.lets_go_of_sealed_bytes()
    school.is_lost()
    phone.goes_to("Report")
    phone.reports_a_grazed_knee()
    phone.counts_in_its_outbox(1)
    school.is_set_up_anew(backup, paper)
    school.start()
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.lists_at_school(3)
    school.has_stored(3)
    school.is_settled()
    school.has_exactly_once(GRAZED_KNEE, GRAZED_KNEE, GRAZED_KNEE)
    assert school.misses() == []
    school.proves_its_audit_log()
    office.signs_in_as("office")
    office.sees("The school's records went back to an earlier state")
    office.sees_the_trip("Castle visit", announced=3, arrived=3, missing=0)
