"""Whatever answers in the school's place, the phone keeps the report, says plainly why, and sends it once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.chromium import Handset
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import AT_SCHOOL, Phone
from tests.browser.school import School

NO_ANSWER = "No answer from the school: no signal, or its server is off."
NOT_OURS = "Something else answered in the school's place."
SET_UP = "This phone needs setting up again. Nothing is lost."
REFUSED = "The school's server would not take it yet. It is kept here and tried again."
BUSY = "The school's server is busy and asked us to wait."
TROUBLE = "The school's server has a fault. It is kept here and tried again."
FAULTS = [
    ("refuse", NO_ANSWER),
    ("redirect", NO_ANSWER),
    ("portal", NOT_OURS),
    ("hollow", NOT_OURS),
    (400, REFUSED),
    (401, SET_UP),
    (403, REFUSED),
    (404, REFUSED),
    (409, REFUSED),
    (410, REFUSED),
    (413, REFUSED),
    (415, REFUSED),
    (422, REFUSED),
    (429, BUSY),
    (500, TROUBLE),
    (502, TROUBLE),
    (503, TROUBLE),
    (504, TROUBLE),
]
everywhere_and_at_the_records = pytest.mark.parametrize("below", ["/api/outbox/", "/api/outbox/envelopes"])


@pytest.fixture(scope="module")
def way(playwright: Playwright, copy_of_the_demo: Callable[[], Path]) -> Iterator[tuple[Phone, FaultyProxy, School]]:
    """One phone behind one proxy for the whole table; each row files a report of its own."""
    folder = copy_of_the_demo()
    with School(folder) as school, FaultyProxy(school.port) as proxy:
        phone = Phone(Handset(playwright, folder.parent / "profile", window=False), proxy.url)
        phone.opens_the_app()
        phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
        yield phone, proxy, school
        phone.handset.closes()
        assert phone.complaints == []


@everywhere_and_at_the_records
@pytest.mark.parametrize(("fault", "reason"), FAULTS)
def test_a_report_survives_and_says_why(
    way: tuple[Phone, FaultyProxy, School], below: str, fault: str | int, reason: str
) -> None:
    phone, proxy, school = way
    text = f"A splinter, met with {fault} at {below}."
    phone.goes_to_the_app()
    before = len(phone.keeps_in("outbox")["envelope"])
    proxy.breaks(below, fault)
    phone.reports_a_grazed_knee(text)
    phone.goes_to("Outbox")
    phone.says(reason)
    phone.counts_in_its_outbox(1)
    proxy.mends()
    phone.taps_button("Send now")
    phone.says("Nothing waiting. The school has everything.")
    assert len(phone.keeps_in("outbox")["envelope"]) == before + 1
    assert [line["body"]["what_happened"] for line in school.exports()].count(text) == 1


def test_after_all_of_them_each_is_there_once_and_numbered_as_the_phone_did(
    way: tuple[Phone, FaultyProxy, School],
) -> None:
    phone, _proxy, school = way
    phone.goes_to_the_app()
    phone.reports_a_grazed_knee("A splinter, met with nothing.")
    phone.says(AT_SCHOOL)
    lines = school.exports()
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert len({line["id"] for line in lines}) == len(lines) == len(phone.keeps_in("outbox")["envelope"])
    school.proves_its_audit_log()


def test_a_lost_answer_leaves_exactly_one_record(proxied_phone: Phone, proxy: FaultyProxy, school: School) -> None:
    phone = proxied_phone
    proxy.breaks("/api/outbox/envelopes", "lost reply")
    phone.reports_a_grazed_knee("A bee sting.")
    phone.goes_to("Outbox")
    phone.says(NO_ANSWER)
    school.has_exactly_once("A bee sting.")
    phone.counts_in_its_outbox(1)
    proxy.mends()
    phone.says(AT_SCHOOL)
    school.has_exactly_once("A bee sting.")
    assert proxy.heard.count("POST /api/outbox/envelopes") > 1
