"""Chromium, Firefox and WebKit: one text, and the same outcome whatever an engine makes of a fault.

Where an engine lacks something, its test says which and why. The main job itself is in test_main_job.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser import beneath, in_each_engine
from tests.browser.engines import FIREFOX, WEBKIT, AnyPhone, Engine
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import EVERY_ROW, Phone
from tests.browser.phone_words import AT_SCHOOL, GRAZED_KNEE, WAITING
from tests.browser.school import School
from tests.browser.two_tabs import file_at_once

RECORDS = "POST /api/outbox/envelopes"
ROUNDS = 3
NO_ANSWER = "No answer from the school: no signal, or its server is off."
NOT_OURS = "Something else answered in the school's place."
# What stands in the way, and what the phone says of it.
FAULTS: list[tuple[str | int, str]] = [
    ("refuse", NO_ANSWER),
    ("hang", WAITING),
    ("portal", NOT_OURS),
    ("redirect", NO_ANSWER),
    ("cut short", NO_ANSWER),
    ("broken off", NO_ANSWER),
    ("hollow", NOT_OURS),
    (401, "This phone needs setting up again. Nothing is lost."),
    (500, "The school's server has a fault. It is kept here and tried again."),
    (413, "The school's server would not take it yet. It is kept here and tried again."),
]
# What could hold a picture, and whether what comes from elsewhere is refused.
HOLDS_A_PICTURE = """() =>
  document.querySelector("form :is(input[type=file], video, canvas, img, [contenteditable])") !== null"""
IS_REFUSED = """way => {
  const event = new Event(way, { bubbles: true, cancelable: true });
  return !document.querySelector("#what_happened").dispatchEvent(event);
}"""
GOES_ALONE = "It goes by itself, also with Lanyard closed."
GOES_WHILE_OPEN = "It goes only while Lanyard is open. Open Lanyard when you have signal."


school, proxy, phone_three = in_each_engine.stands_on()


@pytest.fixture
def phone(phone_three: AnyPhone, proxy: FaultyProxy) -> Iterator[AnyPhone]:
    """Phone 3 in one tab, with nothing waiting and nothing in its way."""
    proxy.mends()
    phone_three.closes_other_tabs()
    phone_three.goes_to_the_app()
    phone_three.counts_in_its_outbox(0)
    proxy.heard.clear()
    yield phone_three
    phone_three.complained_of_nothing()


def test_a_report_whose_answers_are_lost_is_there_once_however_often_the_browser_sent_it(
    phone: AnyPhone, proxy: FaultyProxy, school: School, engine: Engine, tells: Callable[[str], None]
) -> None:
    proxy.breaks("/api/outbox/envelopes", "lost reply")
    phone.reports_a_grazed_knee("A bee sting.")
    phone.goes_to("Outbox")
    phone.says(NO_ANSWER)
    waits = next(item for item in phone.asks(EVERY_ROW, "outbox")["envelope"] if item["state"] == "waiting")
    came = proxy.heard.count(RECORDS)
    assert came >= waits["tries"] >= 1
    tells(f"{engine}: a report whose answers were lost came {came} times, of which the app knows {waits['tries']}.")
    school.has_once_each("A bee sting.")
    phone.counts_in_its_outbox(1)
    proxy.mends()
    phone.counts_in_its_outbox(0)
    school.has_once_each("A bee sting.")


def test_whatever_answers_in_the_schools_place_a_report_stays_and_goes_once_the_way_is_mended(
    phone: AnyPhone, proxy: FaultyProxy, school: School
) -> None:
    texts = []
    for fault, reason in FAULTS:
        texts.append(f"A splinter, met with {fault}.")
        proxy.breaks("/api/outbox/envelopes", fault)
        phone.goes_to("Today")
        phone.reports_a_grazed_knee(texts[-1])
        phone.goes_to("Outbox")
        phone.says(reason)
        phone.counts_in_its_outbox(1)
        states = [item["state"] for item in phone.asks(EVERY_ROW, "outbox")["envelope"]]
        assert states.count("waiting") == 1, f"{fault} was taken for a receipt."
        proxy.mends()
        phone.taps_button("Send now")
        phone.counts_in_its_outbox(0)
    school.has_once_each(*texts)


def test_two_tabs_filing_at_once_share_no_number_and_both_arrive_once(phone: AnyPhone, school: School) -> None:
    texts = file_at_once(phone, phone.opens_another_tab(), rounds=ROUNDS)
    phone.comes_to_the_front()
    phone.counts_in_its_outbox(0)
    lines = school.has_once_each(*texts)
    assert len({line["seq"] for line in lines}) == len(texts)
    assert len({line["chain"] for line in lines}) == 1


def test_while_one_tab_sends_the_other_waits(phone: AnyPhone, proxy: FaultyProxy, school: School) -> None:
    other = phone.opens_another_tab()
    proxy.breaks("/api/outbox/envelopes", "hang")
    phone.comes_to_the_front()
    with proxy.hears(RECORDS):
        phone.reports_a_grazed_knee("As the first tab has it.")
    other.comes_to_the_front()
    other.reports_a_grazed_knee("As the second tab has it.")
    other.goes_to("Outbox")
    other.taps_button("Send now")
    other.says("Sending is under way already.")
    assert proxy.heard.count(RECORDS) == 1
    proxy.mends()
    other.counts_in_its_outbox(0)
    school.has_once_each("As the first tab has it.", "As the second tab has it.")


def test_the_app_files_and_opens_again_from_the_phone_alone_while_the_school_never_answers(
    phone: AnyPhone, proxy: FaultyProxy, school: School
) -> None:
    proxy.breaks("/", "hang")
    phone.reports_a_grazed_knee("A stubbed toe.")
    phone.says(WAITING)
    phone.reloads()
    assert phone.asks(beneath.IS_CONTROLLED)
    phone.is_headed("Report saved")
    phone.says(WAITING)
    phone.counts_in_its_outbox(1)
    proxy.mends()
    phone.counts_in_its_outbox(0)
    school.has_once_each("A stubbed toe.")


def test_filing_is_kept_strictly_and_waits_for_nothing_but_the_store(phone: AnyPhone, school: School) -> None:
    phone.asks(beneath.NOTE_WRITES)
    phone.reports_a_grazed_knee()
    phone.says(AT_SCHOOL)
    writes = phone.asks(beneath.WRITES_NOTED)
    assert len(writes) >= 2, "Filing and the receipt are a write each."
    assert all((write["durability"], write["end"]) == ("strict", "complete") for write in writes), writes
    # Later ones may run while the page seals something else.
    assert writes[0]["within"] == [], "Filing sealed inside its transaction."
    school.has_once_each(GRAZED_KNEE)


def test_a_write_that_waits_for_a_digest_fails_everywhere_but_in_chromium(phone: AnyPhone, engine: Engine) -> None:
    outcome = "complete" if engine.waits_in_a_transaction else "TransactionInactiveError"
    assert phone.asks(beneath.WAITS_FOR_A_DIGEST) == outcome


def test_an_engine_without_background_sync_promises_no_sending_with_the_app_closed(
    phone: AnyPhone, proxy: FaultyProxy, engine: Engine
) -> None:
    assert phone.asks(beneath.HAS_BACKGROUND_SYNC) is engine.sends_when_closed
    proxy.breaks("/api/", "refuse")
    phone.reports_a_grazed_knee("A nosebleed.")
    phone.says(GOES_ALONE if engine.sends_when_closed else GOES_WHILE_OPEN)
    phone.says_nothing_of(GOES_WHILE_OPEN if engine.sends_when_closed else GOES_ALONE)
    proxy.mends()
    phone.counts_in_its_outbox(0)


def test_a_line_cut_by_the_driver_is_cut_for_the_worker_only_in_chromium(phone: AnyPhone, engine: Engine) -> None:
    """Why these journeys kill the server, or have a proxy cut the line, where others set the browser offline."""
    if not isinstance(phone, Phone):
        assert engine is WEBKIT
        assert not hasattr(WebDriver, "set_network_conditions"), "WebKit's driver can cut a line now: try it."
        return
    phone.context.set_offline(True)
    assert phone.asks(beneath.GOES_THROUGH) == {"page": False, "worker": engine is FIREFOX}
    phone.context.set_offline(False)


def test_after_all_of_them_each_is_there_once_and_numbered_as_the_phone_did(phone: AnyPhone, school: School) -> None:
    lines = school.exports()
    assert sorted(line["seq"] for line in lines) == list(range(1, len(lines) + 1))
    assert len({line["id"] for line in lines}) == len(lines) == len(phone.asks(EVERY_ROW, "outbox")["envelope"])
    school.proves_its_audit_log()


def test_the_report_of_a_nude_image_takes_closed_answers_and_nothing_that_is_pasted_or_dropped(
    phone: AnyPhone, school: School
) -> None:
    phone.taps_link("Report an incident")
    phone.taps_chip("Nude image")
    phone.says("Do not look at it")
    phone.says("In a sentence. Not what is in the picture.")
    phone.says("Has any adult seen it?")
    assert phone.asks(HOLDS_A_PICTURE) is False
    for way in ("paste", "drop"):
        assert phone.asks(IS_REFUSED, way), f"A {way} goes into the form."
        phone.says("Nothing can be pasted here. Write what you were told.")
    phone.asks("() => document.querySelector('[name=detail_sent_by][value=adult]').click()")
    phone.says("An adult and a child: ring the police and the DSL now.")
    phone.fills("What were you told?", "Told that one is going round.")
    phone.taps_button("Save report")
    phone.is_headed("Report saved")
    phone.counts_in_its_outbox(0)
    [line] = school.has_once_each("Told that one is going round.")
    assert (line["body"]["category"], line["body"]["details"]) == ("nude_image", {"sent_by": "adult"})
