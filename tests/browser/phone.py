"""A school phone in somebody's hand: what a person does on it, and what they see, in sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, expect

from tests.browser.chromium import PATIENCE_MS, Handset, listen
from tests.browser.firefox import FirefoxHandset
from tests.browser.phone_words import AT_SCHOOL, GRAZED_KNEE, WAITING, PhoneWords

__all__ = ["AT_SCHOOL", "GRAZED_KNEE", "WAITING", "Phone"]

UNTIL_KEPT_ON_THE_PHONE = f"""new Promise(resolve => {{
  const look = () => navigator.serviceWorker.controller && resolve(true);
  navigator.serviceWorker.addEventListener("controllerchange", look);
  AbortSignal.timeout({PATIENCE_MS}).addEventListener("abort", () => resolve(false));
  look();
}})"""
# Every row a database of the phone keeps, by store; sealed bytes as text of one letter a byte.
EVERY_ROW = """async name => {
  const settled = asked => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  if (!(await indexedDB.databases()).some(one => one.name === name)) return {};
  const text = row => row instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(row)) : row;
  const database = await settled(indexedDB.open(name));
  const rows = {};
  for (const store of database.objectStoreNames) {
    rows[store] = (await settled(database.transaction(store).objectStore(store).getAll())).map(text);
  }
  database.close();
  return rows;
}"""
# Reads once a frame, since a database tells nobody of its changes; false once the time is over.
UNTIL_A_ROW_HOLDS = f"""async ([name, text, withinMs, times = 1]) => {{
  const end = performance.now() + withinMs;
  while (performance.now() < end) {{
    if (JSON.stringify(await ({EVERY_ROW})(name)).split(text).length > times) return true;
    await new Promise(requestAnimationFrame);
  }}
  return false;
}}"""
# An address that changed is heard of before the next frame but one, and drawn at once.
UNTIL_DRAWN = "new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))"
KINDS = "summary:has-text('What kind of incident?')"
A_CONTACTS_TIME_MS = 1000
MOST_CONTACTS = 10


class Phone(PhoneWords):
    """The phone app in a browser of its own. `url` is where the school's server is, or a proxy before it.

    `taps` counts what was tapped since it was last set to 0; `complaints` is what the console says against the app.
    """

    def __init__(self, handset: Handset | FirefoxHandset, url: str) -> None:
        self.handset = handset
        self.url = url
        self.taps = 0
        self.complaints: list[str] = []
        self.context: BrowserContext
        self.page: Page
        self._quota: CDPSession

    def opens_the_app(self, *, through: str = "/app") -> None:
        """Open the browser and in it the app, and wait until the app is kept on the phone."""
        self.starts_the_browser()
        self.keeps_the_app(through=through)

    def keeps_the_app(self, *, through: str = "/app") -> None:
        """Open the app in the browser that is open, and wait until the app is kept on the phone."""
        self.goes_to_the_app(through)
        assert self.page.evaluate(UNTIL_KEPT_ON_THE_PHONE), "The worker never took the app over."

    def moves_to(self, url: str) -> None:
        """Be a phone that was never opened, of another school: another origin, no cookies, one empty tab."""
        if not self.handset.is_open:
            self.starts_the_browser()
        self.url, self.taps = url, 0
        self.context.clear_cookies()
        self.page = self.watches(self.context.new_page())
        self.closes_other_tabs()

    def closes_other_tabs(self) -> None:
        """Close every tab but this one."""
        for page in self.context.pages:
            if page is not self.page:
                page.close()

    def complained_of_nothing(self) -> None:
        """Assert that the console was silent since this was asked last."""
        complaints, self.complaints[:] = self.complaints.copy(), []
        assert complaints == []

    def starts_the_browser(self) -> None:
        """Open the browser, with nothing in it yet."""
        self.context = self.handset.opens()
        self.page = self.watches(self.context.pages[0])

    def goes_to_the_app(self, address: str = "/app") -> None:
        """Open the app in the browser that is open, and wait until it has read what it keeps."""
        self.page.goto(self.url + address)
        expect(self.page.get_by_text("Opening")).to_have_count(0)

    def opens_again(self) -> None:
        """Open the browser after it was killed or closed, and in it the app."""
        self.starts_the_browser()
        self.goes_to_the_app()

    def reloads(self) -> None:
        """Load the app afresh."""
        self.page.reload()
        expect(self.page.get_by_text("Opening")).to_have_count(0)

    def opens_another_tab(self) -> Phone:
        """The same phone, seen through a second tab."""
        tab = Phone(self.handset, self.url)
        tab.context, tab.page, tab.complaints = self.context, self.watches(self.context.new_page()), self.complaints
        tab.goes_to_the_app()
        return tab

    def comes_to_the_front(self) -> None:
        """Be the tab that somebody looks at."""
        self.page.bring_to_front()

    def closes(self) -> None:
        """Close the browser in good order. Does nothing when it is not open."""
        self.handset.closes()

    def is_killed(self) -> None:
        """Lose the browser in the middle of whatever it does."""
        self.handset.is_killed()

    def watches(self, page: Page) -> Page:
        """Note every error of a page's script and every breach of the content security policy."""
        listen(page, self.complaints)
        return page

    def taps_link(self, name: str) -> None:
        """Tap the first link of this name."""
        self.taps += 1
        self._follows(self.page.get_by_role("link", name=name).first)

    def _follows(self, link: Locator) -> None:
        """Tap a link, and look again once the screen it leads to is drawn: the one before may hold the same names."""
        leads_to_a_screen = (link.get_attribute("href") or "").startswith("#")
        link.click()
        if leads_to_a_screen:
            self.page.evaluate(UNTIL_DRAWN)

    def taps_button(self, name: str) -> None:
        """Tap the button of this name."""
        self.taps += 1
        self.page.get_by_role("button", name=name, exact=True).click()

    def taps_chip(self, name: str) -> None:
        """Tap one of a form's chips."""
        self.taps += 1
        self.page.get_by_role("radio", name=name, exact=True).check()

    def changes_the_kind_to(self, name: str) -> None:
        """Where a kind of incident is chosen already: unfold them again, and tap another."""
        self.taps += 1
        self.page.locator(KINDS).click()
        self.taps_chip(name)

    def has_the_kind(self, name: str) -> None:
        """See that this kind of incident is the chosen one, and the others folded away."""
        expect(self.page.locator(KINDS)).to_have_text(f"What kind of incident? {name}")
        expect(self.page.locator("input[name=category]:checked")).to_be_hidden()

    def answers(self, question: str, name: str) -> None:
        """Tap the chip of this name under this question."""
        self.taps += 1
        self.page.get_by_role("group", name=question).get_by_role("radio", name=name, exact=True).check()

    def goes_to(self, screen: str) -> None:
        """Go to a screen named at the foot: Today or Outbox."""
        self._follows(self.page.get_by_role("navigation", name="Screens").get_by_role("link", name=screen))

    def goes_to_set_up(self) -> None:
        """Go to the set-up screen by the link at the foot."""
        self.page.get_by_role("contentinfo").get_by_role("link", name="Set up").click()

    def fills(self, label: str, text: str) -> None:
        """Write this, and nothing else, into the field of this label."""
        self.field(label).fill(text)

    def field(self, label: str) -> Locator:
        """The form's field of this label."""
        return self.page.get_by_label(label)

    def is_headed(self, words: str) -> None:
        """See these words in the screen's heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def says(self, words: str, *, within_ms: float | None = None) -> None:
        """See these words on the screen."""
        expect(self.page.get_by_role("main")).to_contain_text(words, timeout=within_ms)

    def hears(self, words: str) -> None:
        """See these words where a screen reader would read them out by itself."""
        expect(self.page.get_by_role("status").filter(has_text=words)).to_be_visible()

    def says_nothing_of(self, words: str) -> None:
        """See these words nowhere on the screen."""
        expect(self.page.get_by_role("main")).not_to_contain_text(words)

    def counts_in_its_outbox(self, number: int) -> None:
        """See the number beside "Outbox" at the foot; none stands there for 0."""
        link = self.page.get_by_role("navigation", name="Screens").get_by_role("link", name="Outbox")
        expect(link).to_have_text(f"Outbox {number}" if number else "Outbox")

    def lists_at_school(self, number: int) -> None:
        """Go to the outbox and see this many items that the school has, and none waiting."""
        self.goes_to("Outbox")
        expect(self.page.get_by_role("region", name="At school").get_by_role("listitem")).to_have_count(number)
        self.counts_in_its_outbox(0)

    def keeps_in(self, database: str) -> dict[str, list[Any]]:
        """Every row of one of the phone's databases, by store. {} when there is no such database."""
        rows: dict[str, list[Any]] = self.page.evaluate(EVERY_ROW, database)
        return rows

    def hears_of_its_list(self, *, people: int = 1) -> None:
        """Wait until the phone keeps today's list, sealed to each of so many people."""
        kept = self.page.evaluate(UNTIL_A_ROW_HOLDS, ["local", '"checked_at"', PATIENCE_MS, people])
        assert kept, "No list came to the phone."

    def lets_go_of_sealed_bytes(self) -> None:
        """Ask the school again, until it says that it holds everything twice and the phone has let go of its own."""
        for _ in range(MOST_CONTACTS):
            with self.page.expect_response("**/api/outbox/manifest"):
                self.taps_button("Send now")
            if self.page.evaluate(UNTIL_A_ROW_HOLDS, ["outbox", '"state":"settled"', A_CONTACTS_TIME_MS]):
                return
        raise AssertionError("The phone still holds sealed bytes.")

    def is_full(self, *, is_full: bool = True) -> None:
        """Leave no room for another byte, or room again. Chromium minds it at once before the first write of a run."""
        if is_full:
            self._quota = self.context.new_cdp_session(self.page)
        quota = {"quotaSize": 1000} if is_full else {}
        self._quota.send("Storage.overrideQuotaForOrigin", {"origin": self.url, **quota})

    def chooses_a_file(self, part: str, file: Path) -> None:
        """Hand a file to this input, as the handset's own camera does."""
        self.page.set_input_files(part, file)

    def asks(self, script: str, argument: Any = None) -> Any:
        """What a piece of script answers in the page; for looking below the surface."""
        return self.page.evaluate(script, argument)
