"""Phone and office run under the content security policy without one breach; the console would tell of one."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser import busy_day, screens
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School


def test_every_screen_of_the_phone_runs_without_a_breach(school: School, new_handset: Callable[[str], Phone]) -> None:
    phone = new_handset(school.url)
    assert list(screens.of_the_phone(phone, school))
    assert phone.complaints == []
    assert (
        phone.asks("navigator.serviceWorker.getRegistration('/app').then(found => found.active.state)") == "activated"
    )


def test_every_page_of_the_office_runs_without_a_breach(school: School, office: Office) -> None:
    busy_day.happens_at(school)
    assert list(screens.of_the_office(office))
    assert office.complaints == []


def test_a_planted_breach_is_refused_and_heard(office: Office) -> None:
    office.goes_to("/")
    office.page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert any("Content Security Policy" in complaint for complaint in office.complaints)
    assert office.page.evaluate("document.body.style.color") == ""
