"""The app opens from the phone alone: with the school gone, and with a line that swallows every word."""

from __future__ import annotations

import pytest

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import WAITING, Phone
from tests.browser.school import School

SHELL = {"/app", "/app/start.json", "/manifest.webmanifest"}


def test_the_app_opens_cold_without_the_school(phone: Phone, school: School) -> None:
    phone.handset.closes()
    school.kill()
    phone.opens_again()
    phone.is_headed("Today: Castle visit, 32 pupils")
    phone.reports_a_grazed_knee()
    phone.says(WAITING)


def test_the_app_opens_cold_while_the_school_accepts_and_never_answers(
    proxied_phone: Phone, proxy: FaultyProxy
) -> None:
    phone = proxied_phone
    phone.handset.closes()
    proxy.breaks("/", "hang")
    phone.opens_again()
    phone.is_headed("Today: Castle visit, 32 pupils")
    phone.reports_a_grazed_knee()
    phone.says(WAITING)
    assert "POST /api/outbox/manifest" in proxy.heard


def test_the_worker_keeps_the_shell_and_nothing_else(phone: Phone) -> None:
    phone.reports_a_grazed_knee()
    phone.lists_at_school(1)
    kept = set(
        phone.asks(
            """async () => {
          const caches_ = await Promise.all((await caches.keys()).map(name => caches.open(name)));
          const requests = (await Promise.all(caches_.map(cache => cache.keys()))).flat();
          return requests.map(request => new URL(request.url).pathname + new URL(request.url).search);
        }"""
        )
    )
    assert kept > SHELL
    assert all(path in SHELL or path.startswith("/static/") for path in kept)


@pytest.mark.window
def test_the_app_can_be_installed(phone: Phone) -> None:
    browser = phone.context.new_cdp_session(phone.page)
    assert browser.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = browser.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert '"standalone"' in manifest["data"]
