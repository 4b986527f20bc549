"""The office's page of backups: clean with none and with some, and the same without JavaScript."""

from __future__ import annotations

from tests.browser import looks
from tests.browser.office import Office
from tests.browser.school import School


def test_with_none_it_says_what_to_do_next_and_with_one_how_far_it_goes(school: School, office: Office) -> None:
    office.signs_in_as("network_manager")
    office.sees("No backup was ever made")
    office.goes_to("/office/backups")
    office.sees("flask --app server backup-key")
    assert looks.faults_in_every_light(office.page) == []

    school.flask("backup-key")
    school.flask("backup", "--to", str(school.folder.with_name("backups")))

    office.goes_to("/office/backups")
    office.sees("Backup: everything up to number 0, each backup read back to its last byte before it counts.")
    assert office.page.get_by_role("row").count() == 2
    assert looks.faults_in_every_light(office.page) == []
    office.goes_to("/office")
    assert office.page.get_by_text("No backup was ever made").count() == 0
    assert office.complaints == []
