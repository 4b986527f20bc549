// Knows when nothing of the phones' code is running any more. Promises are done with before `setImmediate` comes;
// sealing, hashing, squeezing and reading an answer run outside of JavaScript, so those are counted.

let running = 0;
/** @type {Array<() => void>} */
let waiting = [];

function finished() {
  running -= 1;
  if (running > 0) return;
  const woken = waiting;
  waiting = [];
  for (const wake of woken) wake();
}

function countCalls(owner, names) {
  for (const name of names) {
    const real = owner[name];
    owner[name] = function counted(...given) {
      running += 1;
      const work = real.apply(this, given);
      work.then(finished, finished);
      return work;
    };
  }
}

countCalls(Object.getPrototypeOf(crypto.subtle), [
  "deriveBits",
  "deriveKey",
  "digest",
  "encrypt",
  "exportKey",
  "generateKey",
  "importKey",
  "sign",
]);
countCalls(ReadableStreamDefaultReader.prototype, ["read"]);
countCalls(Response.prototype, ["arrayBuffer", "json"]);

// A real minute never passes here: a line that stalls is a choice of the scheduler.
AbortSignal.timeout = () => new AbortController().signal;

const immediate = () => new Promise(resolve => setImmediate(resolve));

/** Resolves once every phone waits for the scheduler. */
export async function quiet() {
  await immediate();
  while (running > 0) {
    await new Promise(resolve => waiting.push(resolve));
    await immediate();
  }
}
