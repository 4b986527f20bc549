"""A phone whose app is closed. Beside it a page of the school's that is no part of the app looks on, so that a test
can see what the worker does by itself."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import CDPSession

from tests.browser.chromium import PATIENCE_MS, is_altered_for_good
from tests.browser.phone import EVERY_ROW, UNTIL_A_ROW_HOLDS, Phone

BESIDE = "/healthz"
HEAR_NEWS = f"""() => {{
  globalThis.news = new Promise((resolve, reject) => {{
    new BroadcastChannel("lanyard").onmessage = () => resolve(true);
    AbortSignal.timeout({PATIENCE_MS}).onabort = () => resolve(false);
  }});
}}"""


class ClosableApp:
    """The app on a phone, which can be closed while the browser stays."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        # Its worker is stopped and woken from outside: a page opened afterwards may wait for it without end.
        is_altered_for_good(phone.context)
        self._beside = phone.context.new_page()
        self._beside.goto(phone.url + BESIDE)
        self._registrations: dict[str, str] = {}
        self._browser: CDPSession = phone.context.new_cdp_session(self._beside)
        self._browser.on("ServiceWorker.workerRegistrationUpdated", self._hear)
        self._browser.send("ServiceWorker.enable")

    def _hear(self, event: dict[str, list[dict[str, str]]]) -> None:
        for registration in event["registrations"]:
            self._registrations[registration["scopeURL"]] = registration["registrationId"]

    def closes(self) -> None:
        """Close every page of the app."""
        for page in self.phone.context.pages:
            if page is not self._beside:
                page.close()
        assert [page.url for page in self.phone.context.pages] == [self.phone.url + BESIDE]

    def opens(self) -> None:
        """Open the app again."""
        self.phone.page = self.phone.watches(self.phone.context.new_page())
        self.phone.goes_to_the_app()

    def fires(self, event: str) -> None:
        """Have the worker hear `sync`, as when the browser finds a line, or `periodicsync`, as once a day."""
        name = {"sync": "dispatchSyncEvent", "periodicsync": "dispatchPeriodicSyncEvent"}[event]
        registration = self._registrations[f"{self.phone.url}/app"]
        asked: dict[str, Any] = {"origin": self.phone.url, "registrationId": registration, "tag": "outbox"}
        self._browser.send(f"ServiceWorker.{name}", asked | ({"lastChance": False} if event == "sync" else {}))

    def loses_its_worker(self) -> None:
        """Stop the worker in the middle of whatever it does, as a phone does that needs the memory."""
        self._browser.send("ServiceWorker.stopAllWorkers")

    def waits_until_it_keeps(self, database: str, text: str) -> None:
        """Wait until a row of the phone's holds this."""
        kept = self._beside.evaluate(UNTIL_A_ROW_HOLDS, [database, text, PATIENCE_MS])
        assert kept, f"No row of {database} holds {text}: {self._beside.evaluate(EVERY_ROW, database)}"

    def waits_until_the_school_has_it(self) -> None:
        """Wait until the phone keeps a receipt for what was filed."""
        self.waits_until_it_keeps("outbox", '"state":"received"')

    def listens(self) -> None:
        """Begin to listen for the worker's word that something has changed."""
        self._beside.evaluate(HEAR_NEWS)

    def hears_the_worker(self) -> None:
        """Wait for that word."""
        assert self._beside.evaluate("news"), "The worker said nothing."
