"""The first time the app is opened: nothing jumps, nothing is refused, and it can be installed."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import Phone
from tests.browser.school import School

NewHandset = Callable[[str], Phone]
# What a person notices, by the measure of https://web.dev/articles/cls.
MOST_THAT_MAY_JUMP = 0.1
HOW_MUCH_JUMPED = """() => new Promise(resolve => {
  new PerformanceObserver(list => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
})"""
PLANT_A_JUMP = "document.querySelector('main').before(Object.assign(document.createElement('h2'), {textContent: 'x'}))"


def test_nothing_jumps_under_a_finger(new_handset: NewHandset, school: School) -> None:
    phone = new_handset(school.url)
    phone.is_headed("Today")
    assert phone.asks(HOW_MUCH_JUMPED) < MOST_THAT_MAY_JUMP


def test_a_planted_jump_is_seen(new_handset: NewHandset, school: School) -> None:
    phone = new_handset(school.url)
    phone.is_headed("Today")
    phone.asks(PLANT_A_JUMP)
    assert phone.asks(HOW_MUCH_JUMPED) > 0


def test_a_phone_never_set_up_asks_nothing_that_the_school_must_refuse(
    new_handset: NewHandset, proxy: FaultyProxy
) -> None:
    phone = new_handset(proxy.url)
    phone.goes_to("Outbox")
    phone.goes_to("Today")
    # Which phone it is, by a cookie that it may have kept: always answered, also with "none".
    assert {asked for asked in proxy.heard if "/api/" in asked} <= {"GET /api/phones/me"}
