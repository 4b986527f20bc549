// Alerts that come by themselves on this phone: turned on by a tap, told of at each start, proved by a test. Without a screen.
import { askJson } from "../foundation/requests.js";
import { isNews, standingOf, testAlert } from "./push_rules.js";
import { notePush, PUSH, subscribe } from "./push_subscription.js";

/** @typedef {import("./push_rules.js").Noted} Noted */
/** @typedef {import("./push_subscription.js").Outcome} Outcome */
/**
 * @typedef {object} World what the browser has; `pushes` is null where it has no push or no worker yet
 * @property {() => Promise<PushManager | null>} pushes
 * @property {() => string} permission
 * @property {() => Promise<string>} askPermission
 */
/** @typedef {{fetch: import("../foundation/requests.js").Fetch, local: import("../foundation/local_store.js").LocalStore, clock: () => number, staff: () => Promise<string[]>, world: World}} Around */

const AGAIN_MS = 6 * 3_600_000;

/** One phone's. */
export class Pushing {
  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    /** @type {Noted} */
    this.noted = {};
    /** @type {string[] | null} those the school was told of since the start */
    this.told = null;
    this.toldAt = 0;
  }

  /** Reads what the worker noted meanwhile. */
  async load() {
    this.noted = (await this.around.local.read(PUSH)) ?? {};
  }

  /** @param {{canPush: boolean, isAppleTab: boolean}} browser */
  standing(browser) {
    const { world, clock } = this.around;
    return standingOf({ ...browser, permission: world.permission() }, this.noted, clock());
  }

  /** What a set-up check says of it. @param {{canPush: boolean, isAppleTab: boolean}} browser */
  async testAlert(browser) {
    await this.load();
    return testAlert(this.standing(browser), this.noted, this.around.clock());
  }

  /** After a tap alone. @returns {Promise<Outcome | "denied">} */
  async turnOn() {
    const { world, local, clock } = this.around;
    if ((await world.askPermission()) !== "granted") return "denied";
    await notePush(local, { is_on: true, on_at: clock() });
    await this.load();
    return this.tell();
  }

  /** At each contact: tells the school where this phone is, once a start, and when others have a PIN here. */
  async renew() {
    await this.load();
    const isOn = this.noted.is_on && this.around.world.permission() === "granted";
    // An installed app is opened anew for days by nobody, and a subscription may end meanwhile.
    const isOld = this.around.clock() - this.toldAt > AGAIN_MS;
    if (isOn && (isOld || isNews(await this.around.staff(), this.told))) await this.tell();
  }

  /** @returns {Promise<Outcome>} */
  async tell() {
    const { world, fetch, local, clock } = this.around;
    const [pushes, staff] = [await world.pushes(), await this.around.staff()];
    const outcome = pushes ? await subscribe(pushes, fetch, staff) : "refused";
    if (outcome === "here") [this.told, this.toldAt] = [staff, clock()];
    // Without an answer nothing is known to have changed.
    if (outcome !== "no_answer") await notePush(local, { is_here: outcome === "here" });
    await this.load();
    return outcome;
  }

  /** Has the school send a test. @returns {Promise<"sent" | "no_answer" | "refused">} */
  async test() {
    const { answered, status } = await askJson(this.around.fetch, "/api/push/test", {});
    if (!answered) return "no_answer";
    return status === 202 ? "sent" : "refused";
  }

  /** Whether a test has come since. @param {number} since ms */
  async cameSince(since) {
    await this.load();
    return (this.noted.test_at ?? 0) >= since;
  }
}
