// Opens the phone for one person at a time, by PIN or rescue code, with the school or without; and locks it again.
import { base64url, fromBase64url, utf8 } from "../foundation/bytes.js";
import { askJson } from "../foundation/requests.js";
import * as keys from "./unlock_keys.js";
import { MOST_WRONG_TRIES } from "./pin_rules.js";

/** @typedef {import("./unlock_rules.js").Person} Person */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** Who has the phone open, with their keys. @typedef {{person: Person, open: keys.OpenKeys}} Opened */
/** `window` is the one the phone is in now, if any. @typedef {{fetch: import("../foundation/requests.js").Fetch, store: import("./opening_store.js").OpeningStore, window: () => Promise<import("./unlock_rules.js").Window | null>}} Around */
/**
 * Why it did not open: the PIN or code is wrong (with the tries left, where they are known), five were, the school has to be
 * asked and does not answer, it no longer knows the person here, or the phone was locked or taken by another meanwhile.
 * @typedef {{refused: "wrong" | "locked" | "offline" | "unknown" | "no_code" | "overtaken", left?: number}} Refused
 */

/** Somebody's try, in their turn. @typedef {{person: Person, wraps: import("./unlock_store.js").Wraps, stretched: import("../foundation/bytes.js").Bytes, turn: number}} Asked */

/** @type {Refused} */
const OVERTAKEN = { refused: "overtaken" };

/** The phone's lock. */
export class Unlocking {
  /** @param {Around} around */
  constructor({ fetch, store, window }) {
    this.fetch = fetch;
    this.store = store;
    this.window = window;
    /** @type {Opened | null} */
    this.opened = null;
    /** @type {import("../foundation/bytes.js").Bytes | null} what a rescue code opened, until it has a PIN again */
    this.rescued = null;
    // Whoever begins to open the phone has the turn, until the next one does or it is locked: a slow answer opens nothing.
    this.turn = 0;
  }

  /** Forgets the keys. Nothing but memory has them. */
  lock() {
    this.turn += 1;
    this.opened = null;
    this.rescued = null;
  }

  /** What the person who has the phone open signs. @param {string} json */
  sign(json) {
    if (!this.opened) throw new TypeError("Nobody has the phone open");
    return keys.signature(this.opened.open.sign, utf8(json));
  }

  /**
   * Chooses a PIN for whoever has signed in here, and opens the phone with it. It is kept whoever has the turn by then.
   * @param {string} pin @returns {Promise<Opened | Refused | {refused: Answer}>}
   */
  async choosePin(pin) {
    const turn = this.begins();
    const fresh = await keys.freshKeys();
    const made = await this.madeFrom(pin);
    const public_keys = { seal_key: await keys.publicJwk(fresh.seal), sign_key: await keys.publicJwk(fresh.sign) };
    const answer = await askJson(this.fetch, "/api/unlock", { ...public_keys, ...made.told });
    if (!answer.ok) return { refused: answer };
    const { person, share } = answer.json;
    const bare = await keys.bare(fresh);
    await this.keep(person, bare, made, share);
    return this.open(person, bare, turn);
  }

  /** @param {Person} person @param {string} pin @returns {Promise<Opened | Refused>} */
  async openWithPin(person, pin) {
    const turn = this.begins();
    const wraps = await this.wrapsOf(person);
    if (!wraps) return { refused: "unknown" };
    const stretched = await keys.stretched(pin, fromBase64url(person.salt), person.rounds);
    const here = (await this.window()) ? await this.store.share(person.unlock) : null;
    const asked = { person, wraps, stretched, turn };
    return here ? this.openHere(asked, here) : this.openWithSchool(asked);
  }

  /**
   * Without the school: the share is on the phone, and so are the tries.
   * @param {Asked} asked @param {import("./unlock_store.js").Share} here @returns {Promise<Opened | Refused>}
   */
  async openHere(asked, here) {
    const { person, wraps, stretched, turn } = asked;
    if (here.wrong >= MOST_WRONG_TRIES) {
      const outcome = await this.openWithSchool(asked);
      return "refused" in outcome && outcome.refused === "offline" ? { refused: "locked" } : outcome;
    }
    const wrong = await this.store.countTry(person.unlock);
    const bare = await keys.unwrapped(await keys.wrapKey(stretched, fromBase64url(here.share)), wraps.wrap);
    if (!bare)
      return wrong >= MOST_WRONG_TRIES ? { refused: "locked" } : { refused: "wrong", left: MOST_WRONG_TRIES - wrong };
    await this.store.keepShare(person.unlock, { ...here, wrong: 0 });
    return this.open(person, bare, turn);
  }

  /** @param {Asked} asked @returns {Promise<Opened | Refused>} */
  async openWithSchool({ person, wraps, stretched, turn }) {
    const answer = await askJson(this.fetch, `/api/unlock/${person.unlock}/share`, {
      proof: await keys.proofOf(stretched),
    });
    if (!answer.ok) return refusalOf(answer);
    const { share } = answer.json;
    const bare = await keys.unwrapped(await keys.wrapKey(stretched, fromBase64url(share)), wraps.wrap);
    if (!bare) return { refused: "unknown" };
    await this.keepShare(person, share);
    return this.open(person, bare, turn);
  }

  /** The code is used up by this: the wrap goes at once. @param {Person} person @param {string} code @returns {Promise<Opened | Refused>} */
  async openWithCode(person, code) {
    const turn = this.begins();
    const wraps = await this.wrapsOf(person);
    if (!wraps) return { refused: "unknown" };
    if (!wraps.rescue) return { refused: "no_code" };
    const stretched = await keys.stretched(code.replace(/\D/g, ""), fromBase64url(person.salt), person.rounds);
    const bare = await keys.unwrapped(await keys.rescueKey(stretched), wraps.rescue);
    if (!bare) return { refused: "wrong" };
    // Whoever was overtaken still has their code.
    if (turn !== this.turn) return OVERTAKEN;
    await this.store.keepWraps({ ...wraps, rescue: null });
    const outcome = await this.open(person, bare, turn);
    if (this.opened === outcome) this.rescued = bare;
    return outcome;
  }

  /**
   * Another PIN for whoever has just come in by rescue code; needs the school. What the school has taken is kept, locked or
   * not: their keys are nowhere else by then.
   * @param {string} pin @returns {Promise<Opened | Refused | {refused: Answer}>}
   */
  async changePin(pin) {
    if (!this.opened || !this.rescued) throw new TypeError("Nobody has come in by a rescue code");
    const { person, open } = this.opened;
    const bare = this.rescued;
    const turn = this.begins();
    const made = await this.madeFrom(pin);
    const signed = JSON.stringify({ unlock: person.unlock, ...made.told });
    const answer = await askJson(this.fetch, `/api/unlock/${person.unlock}/pin`, {
      signed,
      signature: await keys.signature(open.sign, utf8(signed)),
    });
    if (!answer.ok) return { refused: answer };
    await this.keep(answer.json.person, bare, made, answer.json.share);
    return this.open(answer.json.person, bare, turn);
  }

  /** @param {string} pin */
  async madeFrom(pin) {
    const rounds = await keys.roundsFor(() => performance.now());
    const [salt, rescue_code] = [keys.freshSalt(), keys.freshRescueCode()];
    const stretched = await keys.stretched(pin, salt, rounds);
    const told = { salt: base64url(salt), rounds, proof: await keys.proofOf(stretched), rescue_code };
    return { told, stretched, rescued: await keys.stretched(rescue_code, salt, rounds) };
  }

  /**
   * @param {Person} person @param {import("../foundation/bytes.js").Bytes} bare
   * @param {Awaited<ReturnType<Unlocking["madeFrom"]>>} made @param {string} share
   */
  async keep(person, bare, made, share) {
    const wrap = await keys.wrapped(await keys.wrapKey(made.stretched, fromBase64url(share)), bare);
    const rescue = await keys.wrapped(await keys.rescueKey(made.rescued), bare);
    await this.store.keepWraps({ ...person, wrap, rescue, since: Date.now() });
    await this.keepShare(person, share);
  }

  /** The share stays on the phone inside a window only. @param {Person} person @param {string} share */
  async keepShare(person, share) {
    const window = await this.window();
    if (window) await this.store.keepShare(person.unlock, { share, until: window.closes, wrong: 0 });
  }

  begins() {
    this.turn += 1;
    return this.turn;
  }

  /** @param {Person} person @param {import("../foundation/bytes.js").Bytes} bare @param {number} turn @returns {Promise<Opened | Refused>} */
  async open(person, bare, turn) {
    const open = await keys.usable(bare);
    if (turn !== this.turn) return OVERTAKEN;
    this.opened = { person, open };
    this.rescued = null;
    return this.opened;
  }

  /** @param {Person} person */
  async wrapsOf(person) {
    return (await this.store.wraps()).find(({ unlock }) => unlock === person.unlock) ?? null;
  }
}

/** @param {Answer} answer @returns {Refused} */
function refusalOf({ code, json }) {
  if (code === "unlock.pin_wrong") return { refused: "wrong", left: json.tries_left };
  if (code === "unlock.locked") return { refused: "locked" };
  if (code === "unlock.unknown" || code === "unlock.phone_lost") return { refused: "unknown" };
  return { refused: "offline" };
}
