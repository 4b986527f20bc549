// The line between phones and the server. A request leaves, and its answer arrives, when the scheduler says so;
// every fault of a line is a way of not doing one of the two.
import { hold } from "./violation.js";

const ADDRESSES = /^\/api\/(outbox\/(manifest|envelopes|blobs\/[\w-]+)|phones\/enrol|sign-(in|out)|unlock)$/;
const MOST_EARLIER = 60;

/** @typedef {{status: number, headers: Record<string, string>, body: Buffer}} Reply */

export class Wire {
  constructor(world) {
    this.world = world;
    /** Requests whose answers have not arrived. */
    this.calls = [];
    /** What was ever sent to the outbox's addresses, to be sent again. */
    this.earlier = [];
    /** Whose a cookie is. @type {Map<string, string>} */
    this.owners = new Map();
    this.requests = 0;
  }

  /** What a tab is handed as `fetch`. */
  fetch(tab, url, init = {}) {
    hold(ADDRESSES.test(url), "I9", () => `an address that nobody knows, or that says too much: ${url}`);
    const { method = "GET", headers = {}, body = "", redirect = "follow" } = init;
    return new Promise((resolve, reject) => {
      const asked = { method, url, headers: { ...headers }, body: Buffer.from(body) };
      if (!tab.isDead) this.calls.push({ tab, phone: tab.phone, asked, redirect, resolve, reject, reply: null });
    });
  }

  effects() {
    return this.calls.map(call => ({
      kind: call.reply ? "reply" : "request",
      tab: call.tab,
      on: call,
      run: () => (call.reply ? this.arrive(call) : this.leave(call)),
    }));
  }

  /** Takes a request to the server, as it is or as a fault has made it. @param {object} call @param {{body?: Buffer, faults?: object}} [changed] */
  async leave(call, { body = call.asked.body, faults } = {}) {
    const asked = { ...call.asked, body, cookie: call.phone.cookieHeader() };
    this.owners.set(asked.cookie, call.phone.id);
    this.remember(asked);
    const reply = await this.deliver(asked, faults);
    if (reply.status === 0) this.drop(call);
    else call.reply = reply;
    return reply;
  }

  remember(asked) {
    if (!asked.url.startsWith("/api/outbox/")) return;
    this.earlier.push(asked);
    if (this.earlier.length > MOST_EARLIER) this.earlier.shift();
  }

  /** Hands one request to the real server. @returns {Promise<Reply & {struck: string[]}>} */
  async deliver({ method, url, headers, body, cookie }, faults) {
    this.requests += 1;
    const all = { ...headers, Origin: "http://localhost:8000", ...(cookie ? { Cookie: cookie } : {}) };
    const question = { do: "request", method, path: url, headers: all, faults };
    const [told, content] = await this.world.ask(question, body);
    this.world.told.hear(this.owners.get(cookie), { url, body }, { status: told.status, at: this.world.schoolTime });
    const isBusy = told.status === 503 && content.includes('"server.busy"');
    hold(told.status < 500 || isBusy, "5xx", () => `${method} ${url} was answered ${told.status}`);
    const untrue = told.untrue ?? [];
    hold(untrue.length === 0, "I1", () => `a receipt was given for ${untrue[0]}, which is not committed`);
    return { status: told.status, headers: told.headers ?? {}, body: content, struck: told.struck };
  }

  /** Hands an answer of the server's to the phone that asked. */
  arrive(call) {
    const { phone, reply } = call;
    phone.keepCookie(reply.headers["Set-Cookie"]);
    phone.hears(call.asked.url, reply);
    this.answer(call, reply);
  }

  /** Hands any answer to the phone, whoever made it. @param {Reply} reply */
  answer(call, { status, headers, body }) {
    this.calls = this.calls.filter(one => one !== call);
    if (status >= 300 && status < 400 && call.redirect === "error") {
      call.reject(new TypeError("redirected"));
      return;
    }
    call.resolve(new Response(status === 204 ? null : body, { status, headers }));
  }

  /** No answer ever comes. */
  drop(call, error = new TypeError("fetch failed")) {
    this.calls = this.calls.filter(one => one !== call);
    call.reject(error);
  }

  /** A killed tab hears nothing more. */
  forget(tab) {
    this.calls = this.calls.filter(call => call.tab !== tab);
  }
}
