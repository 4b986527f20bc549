// What a line, a proxy or a Wi-Fi does to a request or its answer.
import { hold } from "./violation.js";

const HTML = { "Content-Type": "text/html" };
const JSON_TYPE = { "Content-Type": "application/json" };
const WHIMS = [400, 401, 403, 404, 409, 410, 415, 422, 429, 500, 502, 503, 504];
const SMALL_LIMIT_BYTES = 2000;
const LIMIT_MS = 60_000;

const reply = (status, headers, text) => ({ status, headers, body: Buffer.from(text) });
/** Whether an effect of the line is about what was filed, rather than about who is there. */
export const carriesItems = ({ on }) => /envelopes$|blobs\//.test(on?.asked?.url);

function whim(world) {
  const status = world.chance.pick(WHIMS);
  const problem = JSON.stringify({ status, code: "proxy.odd", title: "Not now" });
  const waits = status === 429 || status === 503 ? { "Retry-After": "7" } : {};
  return world.chance.flip(0.5)
    ? reply(status, { ...HTML, ...waits }, "<h1>Not now</h1>")
    : reply(status, { "Content-Type": "application/problem+json", ...waits }, problem);
}

/** Answers that are none of the school's: in place of the server, or for a while. */
const FOREIGN = {
  "portal answers 200 with a page": () => reply(200, HTML, "<h1>Free Wi-Fi: please sign in</h1>"),
  "portal answers 200 with JSON of another thing": () =>
    reply(200, JSON_TYPE, '{"ok":true,"epoch":7,"receipts":"none"}'),
  "redirected to a sign-in": () => reply(302, { ...HTML, Location: "/login" }, ""),
  "proxy refuses at whim": whim,
};

function answerForeign(name) {
  return (world, { on: call }) => {
    const foreign = FOREIGN[name](world);
    world.strike(name, `${foreign.status}`);
    world.wire.answer(call, foreign);
  };
}

/** @typedef {{name: string, on: string, weight: number, may?: (effect: any, world: any) => unknown, strike: (world: any, effect: any) => unknown}} Fault */

/** Weathers last for some turns; the same can also strike once. @type {Fault[]} */
export const WEATHERS = [
  {
    name: "dropped before it was sent",
    on: "request",
    weight: 6,
    strike(world, { on: call }) {
      world.strike(this.name);
      world.wire.drop(call);
    },
  },
  ...Object.keys(FOREIGN).map(name => ({ name, on: "request", weight: 3, strike: answerForeign(name) })),
  {
    name: "proxy refuses whatever carries items",
    on: "request",
    weight: 8,
    may: carriesItems,
    strike(world, { on: call }) {
      const refusal = whim(world);
      world.strike(this.name, `${refusal.status}`);
      world.wire.answer(call, refusal);
    },
  },
  {
    name: "413 from a proxy with a small limit",
    on: "request",
    weight: 8,
    may: ({ on: call }) => call.asked.body.length > SMALL_LIMIT_BYTES,
    strike(world, { on: call }) {
      world.strike(this.name);
      world.wire.answer(call, reply(413, HTML, "<h1>Request Entity Too Large</h1>"));
    },
  },
];

/** A copy of the body with one byte of something sealed turned over. */
function damaged(chance, { url, body }) {
  const copy = Buffer.from(body);
  const places = url.endsWith("/envelopes") ? sealedPlaces(copy) : [[0, copy.length]];
  const [start, end] = chance.pick(places);
  copy[start + chance.below(end - start)] ^= 1 << chance.below(8);
  return copy;
}

function sealedPlaces(bytes) {
  const places = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at + 8 + bytes.readUInt32BE(at);
    at = start + bytes.readUInt32BE(start - 4);
    places.push([start, at]);
  }
  return places;
}

/** @type {Fault[]} */
export const REQUEST_FAULTS = [
  {
    name: "body damaged in flight",
    on: "request",
    weight: 8,
    may: carriesItems,
    strike(world, { on: call }) {
      world.strike(this.name);
      return world.wire.leave(call, { body: damaged(world.chance, call.asked) });
    },
  },
  {
    name: "body cut short",
    on: "request",
    weight: 3,
    strike(world, { on: call }) {
      const { body } = call.asked;
      world.strike(this.name);
      return world.wire.leave(call, { body: body.subarray(0, world.chance.below(body.length)) });
    },
  },
  {
    name: "delivered twice",
    on: "request",
    weight: 3,
    async strike(world, { on: call }) {
      world.strike(this.name);
      const first = await world.wire.leave(call);
      const again = await world.wire.deliver({ ...call.asked, cookie: call.phone.cookieHeader() });
      if (first.status === 200 && again.status === 200 && carriesItems({ on: call })) sameReceipts(first, again);
    },
  },
  {
    name: "stalled until the time limit",
    on: "request",
    weight: 2,
    strike(world, { on: call }) {
      world.strike(this.name);
      world.time += LIMIT_MS;
      world.wire.drop(call, new DOMException("The operation timed out", "TimeoutError"));
    },
  },
];

function sameReceipts(first, again) {
  const [a, b] = [first, again].map(({ body }) => JSON.stringify(JSON.parse(body.toString()).receipts));
  hold(a === b, "I2", () => `the same request had two answers: ${a} and ${b}`);
}

const REPLY_TO_HALVE = 2;

/** @type {Fault[]} */
export const REPLY_FAULTS = [
  {
    name: "committed, answer lost",
    on: "reply",
    weight: 6,
    strike(world, { on: call }) {
      world.strike(this.name);
      world.wire.drop(call);
    },
  },
  {
    name: "half an answer",
    on: "reply",
    weight: 3,
    strike(world, { on: call }) {
      world.strike(this.name);
      const { status, headers, body } = call.reply;
      world.wire.answer(call, { status, headers, body: body.subarray(0, body.length / REPLY_TO_HALVE) });
    },
  },
  {
    name: "answer breaks off",
    on: "reply",
    weight: 3,
    strike(world, { on: call }) {
      world.strike(this.name);
      const { status, headers, body } = call.reply;
      world.wire.answer(call, { status, headers, body: breaksOff(body) });
    },
  },
  {
    name: "answer replaced by a portal's page",
    on: "reply",
    weight: 3,
    strike(world, { on: call }) {
      world.strike(this.name);
      world.wire.answer(call, FOREIGN["portal answers 200 with a page"]());
    },
  },
];

function breaksOff(body) {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(body.subarray(0, body.length / REPLY_TO_HALVE)));
    },
    pull(controller) {
      controller.error(new TypeError("terminated"));
    },
  });
}
