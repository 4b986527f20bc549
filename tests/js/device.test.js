// Which machine the app is on decides what it may promise; the names browsers give themselves are odd enough to test.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceOf, isAppleTab } from "../../pwa/foundation/device.js";

const IN_A_TAB = { isStandalone: false, hasSyncManager: false };
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
const IPAD =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15";
const ANDROID =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36";

const browser = (userAgent, more = {}) => ({ userAgent, maxTouchPoints: 5, cookieEnabled: true, ...more });

test("an iPhone's tab is an Apple tab, and its installed app is not", () => {
  assert.equal(isAppleTab(deviceOf(browser(IPHONE), IN_A_TAB)), true);
  assert.equal(isAppleTab(deviceOf(browser(IPHONE, { standalone: true }), IN_A_TAB)), false);
  assert.equal(isAppleTab(deviceOf(browser(IPHONE), { ...IN_A_TAB, isStandalone: true })), false);
});

test("an iPad that calls itself a Mac is known by its touch screen", () => {
  assert.equal(deviceOf(browser(IPAD), IN_A_TAB).system, "apple");
  assert.equal(deviceOf(browser(IPAD, { maxTouchPoints: 0 }), IN_A_TAB).system, "other");
});

test("Safari is told from browsers that borrow its name", () => {
  const chrome = IPHONE.replace("Version/18.5", "CriOS/156.0");
  const inAnotherApp = IPHONE.replace(" Version/18.5", "").replace(" Safari/604.1", "");
  assert.equal(deviceOf(browser(IPHONE), IN_A_TAB).isSafari, true);
  assert.equal(deviceOf(browser(chrome), IN_A_TAB).isSafari, false);
  assert.equal(deviceOf(browser(inAnotherApp), IN_A_TAB).isSafari, false);
});

test("an Android phone is neither Apple's nor Safari", () => {
  const device = deviceOf(browser(ANDROID), { ...IN_A_TAB, hasSyncManager: true });
  assert.deepEqual([device.system, device.isSafari, device.canSync], ["android", false, true]);
});
