"""A closed app still sends, where the browser can wake its worker, and never sends anything twice over."""

from __future__ import annotations

import pytest

from tests.browser.closed_app import ClosableApp
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, Phone
from tests.browser.school import School

pytestmark = pytest.mark.window

RECORDS = "POST /api/outbox/envelopes"
TAGS = "navigator.serviceWorker.ready.then(({ sync }) => sync.getTags())"
# The one row of what a phone knows that is neither text nor a list, and true.
NEEDS_SETTING_UP = ",true"
NO_SUCH_PLACE = "/nowhere"


@pytest.fixture
def app(proxied_phone: Phone) -> ClosableApp:
    """Phone 3's app, set up through the proxy."""
    return ClosableApp(proxied_phone)


def files_without_a_line_and_closes(app: ClosableApp) -> None:
    """Report with the network cut, and close the app before it comes back."""
    app.phone.context.set_offline(True)
    app.phone.reports_a_grazed_knee()
    app.phone.counts_in_its_outbox(1)
    app.closes()


def test_a_closed_app_sends_once_the_network_is_back(app: ClosableApp, proxy: FaultyProxy, school: School) -> None:
    files_without_a_line_and_closes(app)
    proxy.heard.clear()
    app.phone.context.set_offline(False)
    app.waits_until_the_school_has_it()
    school.has_exactly_once(GRAZED_KNEE)
    assert proxy.heard.count(RECORDS) == 1
    app.opens()
    app.phone.lists_at_school(1)


def test_the_browser_is_told_nothing_of_what_waits(app: ClosableApp) -> None:
    app.phone.context.set_offline(True)
    app.phone.reports_a_grazed_knee()
    app.phone.counts_in_its_outbox(1)
    assert app.phone.asks(TAGS) == ["outbox"]


def test_a_worker_woken_by_the_browser_sends(app: ClosableApp, proxy: FaultyProxy, school: School) -> None:
    proxy.breaks("/api/outbox/", "refuse")
    app.phone.reports_a_grazed_knee()
    app.closes()
    proxy.mends()
    app.fires("sync")
    app.waits_until_the_school_has_it()
    school.has_exactly_once(GRAZED_KNEE)


def test_a_worker_killed_while_it_sends_costs_nothing(app: ClosableApp, proxy: FaultyProxy, school: School) -> None:
    files_without_a_line_and_closes(app)
    proxy.breaks("/api/outbox/envelopes", "hang")
    with proxy.hears(RECORDS):
        app.phone.context.set_offline(False)
    app.loses_its_worker()
    proxy.mends()
    app.fires("sync")
    app.waits_until_the_school_has_it()
    school.has_exactly_once(GRAZED_KNEE)


def test_an_answer_lost_on_its_way_to_the_worker_makes_no_second_record(
    app: ClosableApp, proxy: FaultyProxy, school: School
) -> None:
    files_without_a_line_and_closes(app)
    proxy.breaks("/api/outbox/envelopes", "lost reply")
    with proxy.hears(RECORDS):
        app.phone.context.set_offline(False)
    app.waits_until_it_keeps("outbox", '"last_error":"no_signal"')
    school.has_exactly_once(GRAZED_KNEE)
    proxy.mends()
    app.fires("sync")
    app.waits_until_the_school_has_it()
    school.has_exactly_once(GRAZED_KNEE)


def test_a_worker_waits_for_the_page_and_goes_on_when_it_is_put_away(
    app: ClosableApp, proxy: FaultyProxy, school: School
) -> None:
    proxy.heard.clear()
    proxy.breaks("/api/outbox/envelopes", "hang")
    with app.phone.page.expect_request(f"**{RECORDS.removeprefix('POST ')}"):
        app.phone.reports_a_grazed_knee()
    app.fires("sync")
    app.phone.page.evaluate("navigator.locks.query()")
    assert proxy.heard.count(RECORDS) == 1
    # The page's own request goes on hanging; a new one would pass.
    proxy.breaks(NO_SUCH_PLACE, "hang")
    app.closes()
    app.waits_until_the_school_has_it()
    assert proxy.heard.count(RECORDS) == 2
    school.has_exactly_once(GRAZED_KNEE)


def test_an_open_page_shows_what_the_worker_sent(app: ClosableApp, proxy: FaultyProxy, school: School) -> None:
    app.phone.context.set_offline(True)
    app.phone.reports_a_grazed_knee()
    app.phone.goes_to("Outbox")
    app.phone.context.set_offline(False)
    app.fires("sync")
    app.phone.says(AT_SCHOOL)
    school.has_exactly_once(GRAZED_KNEE)


def test_what_the_worker_hears_is_known_to_the_next_page(app: ClosableApp, proxy: FaultyProxy, school: School) -> None:
    school.lets_every_code_expire()
    files_without_a_line_and_closes(app)
    app.phone.context.clear_cookies()
    app.phone.context.set_offline(False)
    app.waits_until_it_keeps("local", NEEDS_SETTING_UP)
    app.phone.context.set_offline(True)
    app.opens()
    app.phone.says("This phone needs setting up again. Nothing is lost.")


def test_once_a_day_the_worker_asks_what_is_new_though_nothing_waits(app: ClosableApp, proxy: FaultyProxy) -> None:
    app.closes()
    proxy.heard.clear()
    app.listens()
    app.fires("periodicsync")
    app.hears_the_worker()
    assert proxy.heard == ["POST /api/outbox/manifest", "GET /api/alerts"]
