"""Storage that is gone or damaged is never passed over: the phone says it, and the school names what it misses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import storage_damage
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import GRAZED_KNEE, Phone
from tests.browser.school import School

SENT, TOLD, AFTER = "It came in time.", "The school was told of it.", "Written after the loss."
ALARM = "This phone has lost what was saved on it."
NOT_READ = "This phone cannot read its own copy. Tell the office which number it is."
DAMAGED = "This phone's storage is not answering."


@pytest.fixture
def phone_with_two(proxied_phone: Phone, proxy: FaultyProxy) -> Phone:
    """Phone 3, whose first report came and whose second the school was told of; its browser is closed."""
    phone = proxied_phone
    phone.reports_a_grazed_knee(SENT)
    phone.lists_at_school(1)
    proxy.breaks("/api/outbox/envelopes", "refuse")
    phone.goes_to("Today")
    phone.reports_a_grazed_knee(TOLD)
    phone.says("No answer from the school")
    phone.handset.closes()
    proxy.mends()
    return phone


def rots(phone: Phone) -> None:
    """The disk fails, and the browser throws away what it can no longer read."""
    storage_damage.rots(phone)
    phone.starts_the_browser()


def is_let_go(phone: Phone) -> None:
    """The browser lets go of the databases by itself."""
    phone.starts_the_browser()
    storage_damage.is_let_go(phone)


@pytest.mark.parametrize("befalls", [rots, is_let_go])
def test_a_phone_whose_storage_is_gone_says_so_and_the_office_is_told_which_report_is_missing(
    phone_with_two: Phone, office: Office, school: School, befalls: Callable[[Phone], None]
) -> None:
    phone = phone_with_two
    befalls(phone)
    phone.goes_to_the_app()
    expect(phone.page.get_by_role("alert")).to_contain_text(ALARM)
    phone.says_nothing_of("not set up")
    phone.reports_a_grazed_knee(AFTER)
    phone.lists_at_school(1)
    office.signs_in_as("office")
    office.sees("Phone 3 has lost what it kept")
    office.sees("Not arrived: number 2.")
    office.sees_the_trip("Castle visit", announced=3, arrived=2, missing=1)
    office.sees("Phone 3 has lost what it kept: 1 item not arrived.")
    school.has_exactly_once(SENT, AFTER)


def test_a_storage_that_cannot_be_opened_is_said_aloud_and_nothing_is_called_saved(
    phone_with_two: Phone, school: School, office: Office
) -> None:
    phone = phone_with_two
    storage_damage.loses_its_index(phone)
    phone.starts_the_browser()
    phone.page.goto(phone.url + "/app")
    phone.says(DAMAGED)
    phone.says("take the phone to the office, and delete nothing on it")
    phone.begins_a_report(GRAZED_KNEE)
    phone.taps_button("Save report")
    phone.says("NOT saved.")
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)
    # Nothing is tidied away: what lies on the disk is there for whoever can still read it.
    phone.handset.closes()
    assert any(file.stat().st_size > 0 for file in storage_damage.database_folder(phone).glob("*.log"))
    office.signs_in_as("office")
    office.sees_the_trip("Castle visit", announced=2, arrived=1, missing=1)
    school.has_exactly_once(SENT)


def test_one_report_that_cannot_be_read_holds_up_no_other_and_is_missed_by_its_number(
    proxied_phone: Phone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    phone = proxied_phone
    proxy.breaks("/api/outbox/", "refuse")
    for text in ("The first of three.", "The second of three.", "The third of three."):
        phone.goes_to("Today")
        phone.reports_a_grazed_knee(text)
    assert phone.asks(storage_damage.FORGET_A_BODY, 2)
    proxy.mends()
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.counts_in_its_outbox(1)
    phone.says("Report 2")
    phone.says(NOT_READ)
    office.signs_in_as("office")
    office.sees_the_trip("Castle visit", announced=3, arrived=2, missing=1)
    office.sees("report number 2")
    school.has_exactly_once("The first of three.", "The third of three.")
