// Somebody's own phone: what works on it, what it keeps of what it hears, and when it says "Sign in to send".
import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthorStore } from "../../pwa/accounts/author_store.js";
import { signInOnOwnPhone } from "../../pwa/accounts/signing_in.js";
import { whyInWords } from "../../pwa/outbox/item_words.js";
import { waitingInWords } from "../../pwa/outbox/outbox_words.js";
import { Hearing } from "../../pwa/phones/hearing.js";
import { isOver, isShut, mayLie } from "../../pwa/phones/own_phone_rules.js";
import { jsonAnswer } from "./school.js";

const AT = 1_800_000_000_000;
const OWN = { isOwnPhone: true, author: { since: AT } };
const CARD = { phone: null, school: { name: "Wrenfield" }, contacts: [{ name: "Ms Doyle", number: "07700 900123" }] };

function rowsOf(rows = {}) {
  const kept = new Map(Object.entries(rows));
  const local = {
    read: async name => kept.get(name),
    write: async (name, value) => kept.set(name, value),
    writeAll: async values => {
      for (const [name, value] of Object.entries(values)) kept.set(name, value);
    },
    forget: async name => kept.delete(name),
  };
  return { kept, local };
}

const contact = (more = {}) => ({
  asked_at: AT,
  said_at: AT,
  at: AT,
  trouble: null,
  said: { server_time: new Date(AT).toISOString(), keys: [{ kid: "new" }], card: CARD, notices: [] },
  retry_after_seconds: null,
  ...more,
});

test("only what is for an own phone opens on one; a screen that nobody thought of stays shut", () => {
  const shut = ["list", "photo", "before-we-go", "set-up-check", "pin", "unlock", "join", "agreement", "new-one"];
  const open = ["", "report", "filed", "outbox", "own-phone", "saved", "sign-in", "setup", "missing"];
  assert.deepEqual(
    [...shut, ...open].filter(name => isShut(name, { isOwnPhone: true })),
    shut,
  );
  assert.deepEqual(
    [...shut, ...open].filter(name => isShut(name, { isOwnPhone: false })),
    [],
  );
});

test("a card that names no phone is heard and never kept; keys and the clock are", async () => {
  const { kept, local } = rowsOf();
  const { news } = await new Hearing({ fetch: async () => jsonAnswer({}), local }).hear(contact());
  assert.equal(news.card, CARD);
  assert.equal("phone" in news, false);
  assert.deepEqual([...kept.keys()].sort(), ["hasLost", "keys", "needsSetUp", "offset"]);
});

test("a school phone's card is kept, and what is empty is not", () => {
  assert.deepEqual(
    [{ phone: { id: "p" } }, { id: "p", name: "Phone 3" }, false, [], "in"].map(mayLie),
    Array(5).fill(true),
  );
  assert.deepEqual([CARD, null, undefined].map(mayLie), [false, false, false]);
});

test("a school phone whose cookie is gone is none, though somebody is signed in in its browser", async () => {
  const { kept, local } = rowsOf({ phone: { id: "p", name: "Phone 3" }, card: { phone: { id: "p" } } });
  const { news } = await new Hearing({ fetch: async () => jsonAnswer({}), local }).hear(contact());
  assert.equal(news.needsSetUp, true);
  assert.equal("phone" in news, false);
  assert.deepEqual(kept.get("card"), { phone: { id: "p" } });
});

test("signing in keeps nobody's name, and lets go of what was kept before", async () => {
  const { kept, local } = rowsOf({ card: CARD, author: { id: "t", name: "Tom" } });
  const asked = [];
  const fetch = async url => {
    asked.push(url);
    return jsonAnswer({ staff: { id: "p", name: "Priya Shah" }, password_ended: false, phone: null });
  };
  const around = { fetch, local, authors: new AuthorStore(local, fetch) };
  const { author, where } = await signInOnOwnPhone(around, "a@b.example", "x");
  assert.deepEqual([author.id, author.name, where], ["p", "Priya Shah", { ownPhone: "in" }]);
  assert.deepEqual([...kept], [["ownPhone", "in"]]);
  assert.deepEqual(asked, ["/api/own-phone/sign-in"]);
});

test("where the storage refuses, somebody signs in all the same", async () => {
  const refuses = async () => {
    throw new DOMException("", "UnknownError");
  };
  const fetch = async () => jsonAnswer({ staff: { id: "p", name: "Priya Shah" }, phone: null });
  const around = { fetch, local: { write: refuses, forget: refuses }, authors: { keep: refuses } };
  assert.equal("author" in (await signInOnOwnPhone(around, "a@b.example", "x")), true);
});

test("a school phone that forgot what it is hears so, and is signed in on as one", async () => {
  const { kept, local } = rowsOf();
  const phone = { id: "p3", name: "Phone 3" };
  const fetch = async () => jsonAnswer({ staff: { id: "p", name: "Priya Shah" }, phone });
  const { where } = await signInOnOwnPhone(
    { fetch, local, authors: new AuthorStore(local, fetch) },
    "a@b.example",
    "x",
  );
  assert.deepEqual(where, { phone });
  assert.equal(kept.get("author").name, "Priya Shah");
  assert.equal(kept.has("ownPhone"), false);
});

test("a wrong password signs nobody in", async () => {
  const { kept, local } = rowsOf();
  const fetch = async () => jsonAnswer({ code: "accounts.sign_in_refused" }, 401);
  assert.equal("refused" in (await signInOnOwnPhone({ fetch, local, authors: {} }, "a@b.example", "x")), true);
  assert.equal(kept.size, 0);
});

test("the sign-in is over when the school knows nobody; not one begun since it was asked", () => {
  const unknown = { trouble: "set_up", asked_at: AT + 1 };
  assert.equal(isOver(unknown, OWN), true);
  assert.equal(isOver({ ...unknown, asked_at: AT - 1 }, OWN), false);
  assert.equal(isOver({ ...unknown, trouble: "no_signal" }, OWN), false);
  assert.equal(isOver(unknown, { ...OWN, isOwnPhone: false }), false);
  assert.equal(isOver(null, OWN), false);
});

test("what waits says that somebody has to sign in, and never that the phone is to be set up", () => {
  const around = { phone: null, isOwnPhone: true, device: { canSync: true }, keeps: "all" };
  const unknown = { trouble: "set_up" };
  assert.match(waitingInWords({ ...around, author: null, contact: unknown }), /^Sign in to send\./);
  assert.match(waitingInWords({ ...around, author: { id: "p" }, contact: null }), /It goes by itself/);
  assert.match(waitingInWords({ ...around, author: { id: "p" }, contact: { trouble: "no_signal" } }), /^No answer/);
  assert.match(whyInWords("set_up", { isOwnPhone: true }), /^Sign in to send\./);
  assert.match(whyInWords("set_up", { isOwnPhone: false }), /setting up again/);
  assert.match(whyInWords("no_signal", { isOwnPhone: true }), /^No answer/);
});
