"""What phones say of themselves: Chromium with another phone's name, which is enough for every choice Lanyard makes."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from tests.browser.chromium import before_every_page

ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36"
)
FIREFOX_ANDROID = "Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
IPAD = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Safari/605.1.15"
)
IN_ANOTHER_APP = IPHONE.replace(" Version/18.5", "").replace(" Safari/604.1", " Instagram 350.0")
CHROME_ON_IPHONE = IPHONE.replace("Version/18.5", "CriOS/156.0")


def as_an_installed_app(context: BrowserContext) -> None:
    """From the next page on, the browser says what Apple's says in an app opened from the Home Screen."""
    before_every_page(context, "Object.defineProperty(Navigator.prototype, 'standalone', { value: true })")


def has_a_touch_screen(context: BrowserContext) -> None:
    """From the next page on, five fingers at once: an iPad that calls itself a Mac is known by them."""
    before_every_page(context, "Object.defineProperty(Navigator.prototype, 'maxTouchPoints', { value: 5 })")


def says_cookies_are_off(context: BrowserContext) -> None:
    """From the next page on, the browser says so, as one does whose owner switched them off."""
    before_every_page(context, "Object.defineProperty(Navigator.prototype, 'cookieEnabled', { value: false })")


def makes_no_offer_to_install(context: BrowserContext) -> None:
    """From the next page on, the browser never offers to install by itself, as Firefox and Safari never do."""
    before_every_page(
        context, "addEventListener('beforeinstallprompt', offer => offer.isTrusted && offer.stopImmediatePropagation())"
    )


# What Chromium hands a page that may be installed, at a moment of the test's own. `outcome` is the person's answer.
OFFER_TO_INSTALL = """outcome => {
  const event = new Event("beforeinstallprompt", { cancelable: true });
  event.prompt = async () => {
    document.documentElement.dataset.asked = "yes";
    if (outcome === "accepted") setTimeout(() => dispatchEvent(new Event("appinstalled")));
    return { outcome };
  };
  dispatchEvent(event);
  return event.defaultPrevented;
}"""
