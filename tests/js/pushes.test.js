// A push in the worker, and the subscription behind it: one of two texts whatever comes, a receipt, and the alert behind a tap.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Pushing } from "../../pwa/alerts/pushing.js";
import { isNews, standingOf, testAlert } from "../../pwa/alerts/push_rules.js";
import { PUSH, subscribe } from "../../pwa/alerts/push_subscription.js";

Object.assign(globalThis, { self: { location: { origin: "https://lanyard.example" } } });
const { pushed, readPush, subscribeAnew, tapped } = await import("../../service_worker/pushes.js");

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;
const ID = "0123456789abcdef0123456789abcdef";
const TEST = "0".repeat(32);
const KEY = "BAEC";
const event = said => ({ data: { json: () => said } });
const payload = (title, alert = ID) => ({
  web_push: 8030,
  notification: { title, navigate: `https://lanyard.example/app#/alerts/${alert}` },
  alert,
});

/** A subscription with this key, which the browser then has no more. */
const subscription = (key, did) => ({
  options: { applicationServerKey: Uint8Array.from(atob(key), one => one.charCodeAt(0)).buffer },
  toJSON: () => ({ endpoint: `https://push.example/${key}`, keys: { p256dh: "p", auth: "a" } }),
  unsubscribe: async () => {
    did.here = null;
  },
});

/** The browser's own side of pushes. */
const registration = did => ({
  scope: "https://school.example/",
  showNotification: async (title, options) => void did.shown.push([title, options]),
  pushManager: {
    getSubscription: async () => did.here,
    subscribe: async ({ applicationServerKey }) => {
      did.here = subscription(applicationServerKey, did);
      return did.here;
    },
  },
});

/** The `local` database in memory. */
const memory = rows => ({
  read: async name => rows.get(name),
  write: async (name, value) => void rows.set(name, value),
  change: async (name, changed) => void rows.set(name, changed(rows.get(name))),
});

/** What the browser and the school have, and what was done with it. */
function world({ answers = {}, windows = [], people = ["daniel"] } = {}) {
  const rows = new Map([["wraps", people.map(staff => ({ staff, unlock: `u-${staff}` }))]]);
  const did = { shown: [], asked: [], told: 0, opened: [], badge: [], here: null };
  return {
    ...{ did, rows, registration: registration(did), local: memory(rows) },
    clients: { matchAll: async () => windows, openWindow: async url => void did.opened.push(url) },
    navigator: { setAppBadge: async needs => void did.badge.push(needs) },
    fetch: async (url, init = {}) => {
      did.asked.push([url, init.body && JSON.parse(init.body)]);
      const answer = answers[url];
      if (!answer) throw new TypeError("no line");
      return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
    },
    clock: () => NOW,
    tell: () => {
      did.told += 1;
    },
  };
}

test("a push shows one of two texts, whatever it says", () => {
  assert.equal(readPush(event(payload("Lanyard: needs you now"))).title, "Lanyard: needs you now");
  const strange = [
    event(payload("Lanyard: read today")),
    event(payload("Amira is missing")),
    event({ alert: ID }),
    event(null),
    event("text"),
    { data: null },
    { data: { json: () => JSON.parse("<") } },
    {},
  ];
  for (const one of strange) assert.equal(readPush(one).title, "Lanyard: read today");
});

test("an alert is known by its 32 hex digits and nothing else", () => {
  assert.equal(readPush(event(payload("", ID))).alert, ID);
  assert.equal(readPush({ notification: { navigate: `https://lanyard.example/app#/alerts/${ID}` } }).alert, ID);
  for (const alert of ["", "x", `${ID}0`, ID.toUpperCase(), { toString: () => "x" }])
    assert.equal(readPush(event({ alert, notification: {} })).alert, null, String(alert));
});

test("a declarative push that the browser read itself is shown the same", () => {
  const notification = { title: "Lanyard: needs you now", navigate: `https://lanyard.example/app#/alerts/${ID}` };
  assert.deepEqual(readPush({ data: null, notification }), { title: "Lanyard: needs you now", alert: ID });
});

test("it shows, and nothing of it says more than its title", async () => {
  const here = world();
  await pushed(here, readPush(event(payload("Lanyard: needs you now"))));
  const [[title, options]] = here.did.shown;
  assert.equal(title, "Lanyard: needs you now");
  assert.deepEqual([options.body, options.tag, options.data], [undefined, ID, ID]);
});

test("the same alert told twice is one notification", async () => {
  const here = world();
  for (const _time of [1, 2]) await pushed(here, readPush(event(payload("Lanyard: read today"))));
  assert.deepEqual(
    here.did.shown.map(([, { tag }]) => tag),
    [ID, ID],
  );
});

test("without a line it shows all the same, and open pages are told", async () => {
  const here = world();
  await pushed(here, readPush(event(payload("Lanyard: read today"))));
  assert.deepEqual([here.did.shown.length, here.did.told, here.rows.get(PUSH).came_at], [1, 1, NOW]);
});

test("with a line the school has a receipt, and the phone the alert, sealed, with its number", async () => {
  const here = world({ answers: { "/api/alerts": { tag: "t", needs: 3, people: [] }, "/api/push/receipt": {} } });
  await pushed(here, readPush(event(payload("Lanyard: read today"))));
  assert.deepEqual(here.did.asked.find(([url]) => url === "/api/push/receipt")[1], { alert: ID });
  assert.deepEqual([here.rows.get("alerts").needs, here.did.badge], [3, [3]]);
});

test("a test that came is noted as one", async () => {
  const here = world();
  await pushed(here, readPush(event(payload("Lanyard: read today", TEST))));
  assert.equal(here.rows.get(PUSH).test_at, NOW);
});

const page = url => {
  const did = { said: [], focused: 0 };
  const focus = async () => {
    did.focused += 1;
  };
  return { did, url, postMessage: said => did.said.push(said), focus };
};

test("a tap brings the open app to the front, at the alert", async () => {
  const [office, app] = [page("https://lanyard.example/office"), page("https://lanyard.example/app#/report")];
  const here = world({ windows: [office, app] });
  await tapped(here, ID);
  assert.deepEqual([app.did, office.did.focused, here.did.opened], [{ said: [{ alert: ID }], focused: 1 }, 0, []]);
});

test("with no app open a tap opens it, at an address of nothing but the id", async () => {
  const here = world({ windows: [page("https://lanyard.example/office")] });
  for (const alert of [ID, "javascript:alert(1)", "../office", null]) await tapped(here, alert);
  assert.deepEqual(here.did.opened, [`/app#/alerts/${ID}`, ...Array(3).fill("/app#/alerts/")]);
});

const SCHOOL = {
  "/api/push/key": { key: KEY, key_id: "k1" },
  "/api/push/subscription": { id: "s1" },
  "/api/push/test": {},
};

test("a subscription that ended is made anew, and the school is told for whom", async () => {
  const here = world({ answers: SCHOOL });
  await subscribeAnew(here);
  const told = {
    endpoint: "https://push.example/BAEC",
    keys: { p256dh: "p", auth: "a" },
    key_id: "k1",
    staff: ["daniel"],
  };
  assert.deepEqual(here.did.asked.at(-1), ["/api/push/subscription", told]);
});

test("the same key keeps the subscription, another makes a new one", async () => {
  const here = world({ answers: SCHOOL });
  here.did.here = subscription(KEY, here.did);
  const before = here.did.here;
  await subscribe(here.registration.pushManager, here.fetch, []);
  assert.equal(here.did.here, before);
  here.did.here = subscription("CCCC", here.did);
  await subscribe(here.registration.pushManager, here.fetch, []);
  assert.equal(here.did.here.toJSON().endpoint, "https://push.example/BAEC");
});

test("without a line nothing is unsubscribed", async () => {
  const here = world();
  here.did.here = subscription("CCCC", here.did);
  assert.equal(await subscribe(here.registration.pushManager, here.fetch, []), "no_answer");
  assert.notEqual(here.did.here, null);
});

/** A phone's pushing with the browser's yes or no. */
function pushing(here, permission = "granted", staff = ["daniel"]) {
  const asked = [];
  const browser = {
    pushes: async () => here.registration.pushManager,
    permission: () => permission,
    askPermission: async () => {
      asked.push(1);
      return permission;
    },
  };
  return { asked, made: new Pushing({ ...here, staff: async () => [...staff], world: browser }) };
}

test("nobody is asked before a tap, and at each start the school is told once where this phone is", async () => {
  const here = world({ answers: SCHOOL });
  const staff = ["daniel"];
  const { made, asked } = pushing(here, "granted", staff);
  await made.renew();
  assert.deepEqual([asked, here.did.asked], [[], []]);
  assert.equal(await made.turnOn(), "here");
  const posts = () => here.did.asked.filter(([url]) => url === "/api/push/subscription").length;
  await made.renew();
  assert.equal(posts(), 1);
  staff.push("maeve");
  await made.renew();
  assert.equal(posts(), 2);
  await pushing(here).made.renew();
  assert.equal(posts(), 3);
});

test("turned on without a line, it is told of with the next contact", async () => {
  const here = world();
  const { made } = pushing(here);
  assert.equal(await made.turnOn(), "no_answer");
  const later = world({ answers: SCHOOL });
  Object.assign(made.around, { fetch: later.fetch });
  await made.renew();
  assert.deepEqual(made.told, ["daniel"]);
});

test("a phone that is never started anew tells the school again after some hours: a subscription may have ended", async () => {
  const here = world({ answers: SCHOOL });
  const { made } = pushing(here);
  await made.turnOn();
  const posts = () => here.did.asked.filter(([url]) => url === "/api/push/subscription").length;
  const now = made.around.clock();
  Object.assign(made.around, { clock: () => now + 7 * 3_600_000 });
  await made.renew();
  await made.renew();
  assert.equal(posts(), 2);
});

test("somebody who says no is not subscribed", async () => {
  const here = world({ answers: SCHOOL });
  const { made } = pushing(here, "denied");
  assert.equal(await made.turnOn(), "denied");
  assert.deepEqual([here.did.here, here.did.asked, here.rows.has(PUSH)], [null, [], false]);
});

test("a test counts once the worker has noted it, and not one from before", async () => {
  const here = world({ answers: SCHOOL });
  const { made } = pushing(here);
  here.rows.set(PUSH, { is_on: true, test_at: NOW - 1 });
  assert.equal(await made.cameSince(NOW), false);
  await pushed(here, readPush(event(payload("Lanyard: read today", TEST))));
  assert.equal(await made.cameSince(NOW), true);
});

test("how it stands is told apart on every platform", () => {
  const browser = { canPush: true, isAppleTab: false, permission: "granted" };
  const on = { is_on: true, is_here: true, on_at: NOW - 9 * DAY, came_at: NOW - DAY };
  const standing = (more, noted) => standingOf({ ...browser, ...more }, noted, NOW);
  assert.equal(standing({ isAppleTab: true, canPush: false }, {}), "tab");
  assert.equal(standing({ canPush: false }, on), "unsupported");
  assert.equal(standing({ permission: "denied" }, on), "denied");
  assert.equal(standing({}, {}), "off");
  assert.equal(standing({ permission: "default" }, on), "off");
  assert.equal(standing({}, { ...on, is_here: false }), "off");
  assert.equal(standing({}, { ...on, came_at: undefined }), "unproven");
  assert.equal(standing({}, { ...on, came_at: on.on_at - 1 }), "unproven");
  assert.equal(standing({}, { ...on, came_at: NOW - 4 * DAY }), "silent");
  assert.equal(standing({}, on), "on");
});

test("the order of people is no news", () => {
  assert.equal(isNews(["a", "b"], ["b", "a"]), false);
  assert.equal(isNews(["a"], ["b", "a"]), true);
  assert.equal(isNews([], null), true);
});

test("a set-up check says yes after a test that came lately, no where none can come, and else nothing", () => {
  assert.equal(testAlert("on", { test_at: NOW - DAY }, NOW), true);
  assert.equal(testAlert("silent", { test_at: NOW - 31 * DAY }, NOW), null);
  assert.equal(testAlert("off", {}, NOW), null);
  assert.equal(testAlert("off", { test_at: NOW - DAY }, NOW), null);
  assert.equal(testAlert("unproven", { on_at: NOW, test_at: NOW - DAY }, NOW), null);
  for (const standing of ["tab", "unsupported", "denied"])
    assert.equal(testAlert(standing, { test_at: NOW }, NOW), false);
});
