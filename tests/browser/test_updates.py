"""A new version of the app waits for a tap, and never costs anybody what they are writing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import GRAZED_KNEE, Phone
from tests.browser.school import School

# Who the page's worker is: a new one replaces the object, so a mark on the old one is gone.
MARK_WORKER = "navigator.serviceWorker.controller.marked = true"
IS_MARKED = "navigator.serviceWorker.controller.marked === true"


@pytest.fixture
def phone_with_news(proxied_phone: Phone, proxy: FaultyProxy) -> Phone:
    """Phone 3 in the middle of a report, with a newer version of the app come and waiting."""
    phone = proxied_phone
    phone.begins_a_report(GRAZED_KNEE)
    phone.waits_until_kept(GRAZED_KNEE)
    proxy.additions["/worker.js"] = b"\n// A newer version."
    phone.reloads()
    phone.hears("A new version is ready.")
    phone.asks(MARK_WORKER)
    return phone


def test_a_new_version_waits_while_a_report_is_written(phone_with_news: Phone, school: School) -> None:
    phone = phone_with_news
    phone.taps_button("Update")
    phone.hears("You are writing a report.")
    phone.taps_button("Later")
    assert phone.asks(IS_MARKED)
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)
    phone.taps_button("Save report")
    phone.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)


def test_an_update_in_the_middle_of_a_report_brings_the_report_along(phone_with_news: Phone, school: School) -> None:
    phone = phone_with_news
    phone.taps_button("Update")
    with phone.page.expect_navigation():
        phone.taps_button("Update now")
    phone.is_headed("Report an incident")
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)
    assert not phone.asks(IS_MARKED)
    expect(phone.page.get_by_text("A new version is ready.")).to_have_count(0)
    phone.taps_button("Save report")
    phone.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)
