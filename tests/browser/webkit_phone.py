"""The phone app in WebKit: the words of every phone, done by WebKit's own driver."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.webdriver import WebDriver

from tests.browser.chromium import PATIENCE_MS
from tests.browser.phone_words import PhoneWords
from tests.browser.webkit import WebKitHandset

NO_APP = "/healthz"
LOOKS_AGAIN_SECONDS = 0.05
TEXT_OF = "return [...document.querySelectorAll(arguments[0])].map(part => part.textContent).join(' ')"
UNTIL_KEPT_ON_THE_PHONE = """const done = arguments[0], look = () => navigator.serviceWorker.controller && done(true);
navigator.serviceWorker.addEventListener("controllerchange", look);
look();"""
TO_THE_MIDDLE = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })"
# Whether every database still lets somebody write, within so many ms.
STORAGE_ANSWERS = """const [limit, done] = arguments, late = setTimeout(() => done(false), limit);
const ended = asked => new Promise((good, bad) => {
  asked.onsuccess = asked.oncomplete = good;
  asked.onerror = asked.onabort = bad;
});
const looks = async () => {
  for (const { name } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    await ended(opening);
    const database = opening.result, stores = [...database.objectStoreNames];
    if (stores.length > 0) await ended(database.transaction(stores, "readwrite"));
    database.close();
  }
};
looks().then(() => done(true), () => done(false)).finally(() => clearTimeout(late));"""
STORAGE_PATIENCE_MS = 3000
AT_SCHOOL_LISTED = "return document.querySelectorAll('section[aria-label=\"At school\"] li').length"


class WebKitPhone(PhoneWords):
    """An iPhone or iPad, as far as WebKitGTK can be one. `url` is the school's server, or a proxy before it."""

    def __init__(self, handset: WebKitHandset, url: str) -> None:
        self.handset = handset
        self.url = url
        self.taps = 0
        self._driver: WebDriver
        self._window: str

    @property
    def driver(self) -> WebDriver:
        """The browser, looking at this phone's tab."""
        self.handset.turns_to(self._window)
        return self._driver

    def opens_the_app(self, *, through: str = "/app") -> None:
        """Open the browser and in it the app, and wait until the app is kept on the phone."""
        self.starts_the_browser()
        self.keeps_the_app(through=through)

    def starts_the_browser(self) -> None:
        """Open the browser, with nothing in it yet."""
        self._looks_at(self.handset.opens())
        self.driver.set_script_timeout(PATIENCE_MS / 1000)

    def _looks_at(self, driver: WebDriver) -> None:
        self._driver, self._window = driver, driver.current_window_handle
        self.handset.window = self._window

    def keeps_the_app(self, *, through: str = "/app") -> None:
        """Open the app in the browser that is open, and wait until the app is kept on the phone."""
        self.goes_to_the_app(through)
        self.driver.execute_async_script(UNTIL_KEPT_ON_THE_PHONE)

    def opens_again(self) -> None:
        """Open the browser after it was killed or closed, and in it the app."""
        self.starts_the_browser()
        self.goes_to_the_app()

    def moves_to(self, url: str) -> None:
        """Be a phone that was never opened, of another school: another origin, no cookies, one empty tab."""
        if not self.handset.is_open:
            self.starts_the_browser()
        self.closes_other_tabs()
        self.url, self.taps = url, 0
        # WebKit's driver knows the cookies of the page it shows, and a school's page shows any.
        self.driver.get(url + NO_APP)
        self.driver.delete_all_cookies()

    def closes_other_tabs(self) -> None:
        """Be left with this tab alone, in a browser that is started again if there were others."""
        if len(self.driver.window_handles) > 1:
            self._starts_again()
        else:
            self._rests()

    def _rests(self) -> None:
        """Let every write end before the page goes away, in a browser whose storage answers.

        In WebKitGTK a database may never answer again, to whichever page, after one went away in the middle of a write:
        until the browser is started anew. So it is where it does not answer; what a phone keeps is on its disk.
        """
        if not self.driver.current_url.startswith(self.url):
            return
        if not self._driver.execute_async_script(STORAGE_ANSWERS, STORAGE_PATIENCE_MS):
            self._starts_again()

    def _starts_again(self) -> None:
        self.closes()
        self.starts_the_browser()

    def complained_of_nothing(self) -> None:
        """Nothing to assert: WebKit's driver does not tell what the console says."""

    def goes_to_the_app(self, address: str = "/app") -> None:
        """Open the app in the browser that is open, and wait until it has read what it keeps."""
        self._rests()
        self.driver.get(self.url + address)
        self._waits_until_open()

    def _waits_until_open(self) -> None:
        self._waits(lambda: "Opening" not in self._text_of("h1"), "The app is still opening.")

    def reloads(self) -> None:
        """Load the app afresh."""
        address = self.driver.current_url
        self._rests()
        if self.driver.current_url == address:
            self.driver.refresh()
        else:
            self.driver.get(address)
        self._waits_until_open()

    def opens_another_tab(self) -> WebKitPhone:
        """The same phone, seen through a second tab."""
        tab = WebKitPhone(self.handset, self.url)
        self.driver.switch_to.new_window("tab")
        tab._looks_at(self._driver)
        tab.goes_to_the_app()
        return tab

    def comes_to_the_front(self) -> None:
        """Be the tab that somebody looks at."""
        self.handset.turns_to(self._window)

    def closes(self) -> None:
        """Close the browser in good order. Does nothing when it is not open."""
        self.handset.closes()

    def is_killed(self) -> None:
        """Lose the browser in the middle of whatever it does."""
        self.handset.is_killed()

    def goes_to(self, screen: str) -> None:
        """Go to a screen named at the foot: Today or Outbox."""
        self._in_the_middle(self._one("nav[aria-label=Screens] a", screen)).click()

    def goes_to_set_up(self) -> None:
        """Go to the set-up screen by the link at the foot."""
        self._in_the_middle(self._one("footer a", "Set up")).click()

    def taps_link(self, name: str) -> None:
        """Tap the first link of this name."""
        self.taps += 1
        self._in_the_middle(self._one("a[href]", name)).click()

    def taps_button(self, name: str) -> None:
        """Tap the button of this name."""
        self.taps += 1
        self._in_the_middle(self._one("button", name, is_whole=True)).click()

    def taps_chip(self, name: str) -> None:
        """Tap one of a form's chips."""
        self.taps += 1
        self._in_the_middle(self._one("label:has(input[type=radio])", name, is_whole=True)).click()

    def fills(self, label: str, text: str) -> None:
        """Write this, and nothing else, into the field of this label."""
        field = self._in_the_middle(self._one("input, textarea", label))
        field.clear()
        field.send_keys(text)

    def is_headed(self, words: str) -> None:
        """See these words in the screen's heading."""
        self._waits(lambda: words in self._text_of("h1"), f"No heading says: {words}")

    def says(self, words: str, *, within_ms: float | None = None) -> None:
        """See these words on the screen."""
        self._waits(lambda: words in self._text_of("main"), f"Nothing says: {words}", within_ms or PATIENCE_MS)

    def says_nothing_of(self, words: str) -> None:
        """See these words nowhere on the screen."""
        assert words not in self._text_of("main")

    def counts_in_its_outbox(self, number: int) -> None:
        """See the number beside "Outbox" at the foot; none stands there for 0."""
        wanted = f"Outbox {number}" if number else "Outbox"
        self._waits(lambda: wanted == self._text_of("nav a[href='#/outbox']"), f"The foot does not say {wanted}.")

    def lists_at_school(self, number: int) -> None:
        """Go to the outbox and see this many items that the school has, and none waiting."""
        self.goes_to("Outbox")
        listed = "The outbox does not list as many at school."
        self._waits(lambda: self.driver.execute_script(AT_SCHOOL_LISTED) == number, listed)
        self.counts_in_its_outbox(0)

    def chooses_a_file(self, part: str, file: Path) -> None:
        """Hand a file to this input, as the handset's own camera does."""
        self.driver.find_element("css selector", part).send_keys(str(file))

    def asks(self, script: str, argument: Any = None) -> Any:
        """What a function of script answers in the page, awaited; for looking below the surface."""
        # The page's own policy forbids eval, so the function is written into what the driver runs.
        told = f"Promise.resolve(({script})(arguments[0])).then(arguments[1])"
        return self.driver.execute_async_script(told, argument)

    def shows_all_of_its_width(self, width: int, height: int) -> None:
        """Give the app this much room, and see nothing run off its side."""
        self.driver.set_window_size(width, height)
        self._waits(lambda: self.driver.execute_script("return innerWidth") == width, "The window kept its width.")
        assert self.driver.execute_script("return document.documentElement.scrollWidth") <= width

    def _in_the_middle(self, part: WebElement) -> WebElement:
        """The part brought to where no bar lies over it, as a finger brings it."""
        self.driver.execute_script(TO_THE_MIDDLE, part)
        return part

    def _text_of(self, parts: str) -> str:
        return " ".join(self.driver.execute_script(TEXT_OF, parts).split())

    def _one(self, parts: str, name: str, *, is_whole: bool = False) -> WebElement:
        """The first visible part of this name, as a screen reader would call it."""

        def found() -> WebElement | None:
            visible = (part for part in self.driver.find_elements("css selector", parts) if part.is_displayed())
            return next((part for part in visible if _is_called(part, name, is_whole)), None)

        element: WebElement = self._waits(found, f"Nothing here is called {name}.")
        return element

    def _waits(self, look: Callable[[], Any], complaint: str, within_ms: float = PATIENCE_MS) -> Any:
        # A part that was painted anew between two looks is looked for again.
        patience = WebDriverWait(self.driver, within_ms / 1000, LOOKS_AGAIN_SECONDS, [StaleElementReferenceException])
        return patience.until(lambda _driver: look(), f"{complaint} {self._text_of('body')}")


def _is_called(part: WebElement, name: str, is_whole: bool) -> bool:
    called = " ".join((part.accessible_name or part.text).split())
    return called == name if is_whole else name in called
