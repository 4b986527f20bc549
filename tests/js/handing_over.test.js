// A phone goes from hand to hand while answers are slow: it opens for who has it, and moves nobody who went elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { JoinScreen } from "../../pwa/accounts/join_screen.js";
import { SignInScreen } from "../../pwa/accounts/sign_in_screen.js";
import { base64url } from "../../pwa/foundation/bytes.js";
import { Opener } from "../../pwa/phones/opener.js";
import { PhoneLock } from "../../pwa/phones/phone_lock.js";
import { PinScreen } from "../../pwa/phones/pin_screen.js";
import { UnlockScreen } from "../../pwa/phones/unlock_screen.js";
import { Unlocking } from "../../pwa/phones/unlocking.js";
import { held } from "./held.js";

const [PIN, TOMS_PIN] = ["274913", "381604"];
globalThis.document = { getElementById: () => null };

/** The phone's side of the storage, in memory. */
class MemoryStore {
  all = [];
  wraps = async () => this.all;
  keepWraps = async wraps => {
    this.all = [...this.all.filter(({ staff }) => staff !== wraps.staff), wraps];
  };
}

/** The school's side: everybody's PIN, and what each one's next answers wait for. */
class School {
  kept = {};
  held = {};
  asked = held();
  next = "";
  fetch = async (url, { body }) => {
    const given = JSON.parse(body);
    const staff = url === "/api/unlock" ? this.next : url.split("/")[3];
    if (this.held[staff]) {
      this.asked.resolve();
      await this.held[staff].promise;
    }
    return this.answer(url, given, staff);
  };
  answer(url, given, staff) {
    const isShare = url.endsWith("/share");
    if (isShare) return jsonOf({ share: this.kept[staff].share });
    const share = base64url(crypto.getRandomValues(new Uint8Array(32)));
    this.kept[staff] = { ...(given.signed ? JSON.parse(given.signed) : given), share };
    const { salt, rounds } = this.kept[staff];
    return jsonOf({ person: { unlock: staff, staff, name: staff, salt, rounds }, share });
  }
  /** Answers this person only once it is told to. */
  holds(staff) {
    this.asked = held();
    this.held[staff] = held();
    return this.held[staff];
  }
}

const jsonOf = body => new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });

/** A phone on which Priya and Tom have a PIN; nobody has it open. */
async function phoneOfTwo() {
  const [school, store, learnt] = [new School(), new MemoryStore(), []];
  const none = async () => undefined;
  const phone = new PhoneLock({
    ...{ local: {}, clock: Date.now, card: () => null, learn: news => learnt.push(news) },
    ...{ opened: none, over: none, locked: () => undefined },
  });
  phone.tell = none;
  phone.unlocking = new Unlocking({ fetch: school.fetch, store, window: async () => null });
  const opener = new Opener(phone);
  for (const [staff, pin] of [
    ["priya", PIN],
    ["tom", TOMS_PIN],
  ]) {
    school.next = staff;
    await opener.choosePin(pin);
    phone.lock();
  }
  return { school, store, phone, opener, learnt, person: staff => store.all.find(one => one.staff === staff) };
}

test("a PIN's slow answer does not take the phone from whoever opened it meanwhile", async () => {
  const { school, phone, opener, person, learnt } = await phoneOfTwo();
  const slow = school.holds("priya");
  const priya = opener.openWithPin(person("priya"), PIN);
  await school.asked.promise;
  phone.lock();
  await opener.openWithPin(person("tom"), TOMS_PIN);
  slow.resolve();
  assert.deepEqual(await priya, { refused: "overtaken" });
  assert.deepEqual([phone.opened.person.staff, phone.signerFor("priya")], ["tom", null]);
  assert.equal(learnt.filter(({ unlocked }) => unlocked?.staff === "priya").length, 1);
});

test("who says that it is not them is asked for no more, though nobody has the phone open yet", async () => {
  const { school, phone, opener, person } = await phoneOfTwo();
  const slow = school.holds("priya");
  const priya = opener.openWithPin(person("priya"), PIN);
  await school.asked.promise;
  phone.lock();
  slow.resolve();
  await priya;
  assert.equal(phone.isOpen, false);
});

test("locked while another PIN is chosen after a rescue code: the new one opens the phone", async () => {
  const { school, phone, opener, person } = await phoneOfTwo();
  await opener.openWithCode(person("priya"), school.kept.priya.rescue_code);
  const slow = school.holds("priya");
  const choosing = opener.choosePin("902817");
  await school.asked.promise;
  phone.lock();
  slow.resolve();
  assert.deepEqual(await choosing, { refused: "overtaken" });
  assert.equal(phone.isOpen, false);
  const outcome = await opener.openWithPin(person("priya"), "902817");
  assert.equal(outcome.person?.staff, "priya");
});

test("whoever comes in by PIN is not given the keys that a rescue code opened", async () => {
  const { school, phone, opener, person } = await phoneOfTwo();
  await opener.openWithCode(person("priya"), school.kept.priya.rescue_code);
  await opener.openWithPin(person("tom"), TOMS_PIN);
  assert.deepEqual([phone.opened.person.staff, phone.unlocking.rescued], ["tom", null]);
});

const SUBMIT = { preventDefault: () => undefined };
const PRIYA = { unlock: "u", name: "Priya Shah" };
const KNOWN = { people: [PRIYA], author: { name: "Priya Shah" }, phone: { name: "Phone 3" }, isOwnPhone: false };
const AUTHOR = { author: { id: "s", name: "Priya Shah" }, hasEndedPassword: false };
/** Each screen that asks the school, filled in: {screen, enter, answer}. */
const SCREENS = {
  unlock: (around, ask) => {
    const screen = new UnlockScreen({ ...around, lock: { lock: () => undefined, openWithPin: ask } });
    const fill = () => {
      screen.choose(PRIYA);
      screen.show({ typed: PIN });
    };
    return { screen, fill, answer: { open: {} } };
  },
  pin: (around, ask) => {
    const screen = new PinScreen({ ...around, lock: { choosePin: ask } });
    return { screen, fill: () => screen.show({ pin: PIN, again: PIN }), answer: { open: {} } };
  },
  join: (around, ask) => {
    const screen = new JoinScreen({ ...around, join: ask });
    return { screen, fill: () => screen.show({ typed: "ABCD-EFGH" }), answer: AUTHOR };
  },
  "sign-in": (around, ask) => {
    const screen = new SignInScreen({ ...around, signIn: ask, signInOnOwnPhone: ask });
    return { screen, fill: () => screen.type({ email: "p@x", password: "hers" }), answer: AUTHOR };
  },
};

/** That screen, asked and waiting. @param {string} name */
async function waitingScreen(name) {
  const [gone, on] = [[], { is: true }];
  const slow = held();
  const around = { go: hash => gone.push(hash), repaint: () => undefined, isOn: () => on.is };
  const { screen, fill, answer } = SCREENS[name](around, () => slow.promise.then(() => answer));
  screen.enter("", KNOWN);
  fill();
  const asked = screen.submit(SUBMIT, PRIYA);
  const answers = () => {
    slow.resolve();
    return asked;
  };
  return { screen, gone, on, answers };
}

for (const name of Object.keys(SCREENS)) {
  test(`${name}: who waits for the answer is led on by it`, async () => {
    const { gone, answers } = await waitingScreen(name);
    await answers();
    assert.equal(gone.length, 1);
  });

  test(`${name}: who went elsewhere meanwhile stays there`, async () => {
    const { gone, on, answers } = await waitingScreen(name);
    on.is = false;
    await answers();
    assert.deepEqual(gone, []);
  });

  test(`${name}: who came there anew meanwhile is not led on by the answer to the one before`, async () => {
    const { screen, gone, answers } = await waitingScreen(name);
    screen.enter("", KNOWN);
    await answers();
    assert.deepEqual(gone, []);
  });
}

test("the next one's password stays as they type it, and they sign in once the one before has been answered", async () => {
  const { screen, answers } = await waitingScreen("sign-in");
  screen.enter("", KNOWN);
  screen.type({ email: "t@x", password: "his" });
  assert.equal(screen.isAsking, true);
  await answers();
  assert.deepEqual([screen.password, screen.isAsking], ["his", false]);
});

test("two PINs are not chosen at once", async () => {
  const { screen, answers } = await waitingScreen("pin");
  screen.enter();
  assert.equal(screen.looks.isAsking, true);
  await answers();
  assert.equal(screen.looks.isAsking, false);
});

test("the title, which the browser keeps, names the screen and not whose PIN it is", () => {
  const screen = new UnlockScreen({ lock: { lock: () => undefined }, repaint: () => undefined });
  screen.choose(PRIYA);
  assert.deepEqual([screen.heading(KNOWN), screen.title], ["Priya Shah", "Who is taking this phone?"]);
});
