// What people tell the school besides a report: whose one was, that they run late, what they found before leaving, that they
// agree. Apart from the filing itself, since no report waits for any of it.
import { utc } from "../foundation/times.js";
import { OneTap } from "../outbox/one_tap.js";
import { Opener } from "../phones/opener.js";
import { AGREED, DEPARTURE } from "./filing.js";

/** @typedef {import("./filing.js").Filing} Filing */

const taps = new OneTap();
// Two taps of a glove within this time are one, though the button is the same again after the first.
const ONE_TAP_MS = 2000;
let lateAt = Number.NEGATIVE_INFINITY;

/**
 * Says, signed, whose a report is that was saved while locked.
 * @param {Filing} filing @param {import("../accounts/claim_store.js").Claim} claim @param {boolean} isMine
 */
export async function say(filing, { id }, isMine) {
  const { unlocked } = filing.around.knowledge.known();
  if (!unlocked) return;
  // Whichever was tapped first counts.
  await taps.once(id, async () => {
    await filing.tell(isMine ? "authorship.confirmed" : "authorship.disowned", null, { record: id });
    await filing.claims.said(id, unlocked.staff, isMine);
    await filing.readClaims();
  });
}

/** Twelve hours more for this phone, and the office is told. @param {Filing} filing @param {import("../phones/unlock_rules.js").Window} window */
export async function runLate(filing, { trip }) {
  const { machine, knowledge, lock } = filing.around;
  const now = machine.clock();
  if (Math.abs(now - lateAt) < ONE_TAP_MS) return;
  lateAt = now;
  await taps.once(trip.id, async () => {
    await new Opener(lock).runLate(trip.id);
    const until = utc(knowledge.known().window?.closes ?? machine.clock());
    await filing.tell("trip.delayed", trip.id, { until });
  });
}

/** Files what was found before leaving. @param {Filing} filing @param {{kind: string, body: object}} found */
export async function check(filing, { kind, body }) {
  const { machine, knowledge, local } = filing.around;
  const trip = knowledge.known().window?.trip.id ?? null;
  await filing.tell(kind, trip, body);
  const departure = trip === null ? null : { trip, at: machine.clock() };
  knowledge.learn({ departure });
  await Promise.allSettled([local.write(DEPARTURE, departure)]);
}

/** Files that whoever has the phone open agrees to this version. @param {Filing} filing @param {number} version */
export async function agree(filing, version) {
  const { knowledge, local } = filing.around;
  const { unlocked, agreed: before } = knowledge.known();
  if (!unlocked) return;
  await filing.tell("agreement.signed", null, { version });
  const agreed = { ...before, [unlocked.staff]: version };
  knowledge.learn({ agreed });
  await Promise.allSettled([local.write(AGREED, agreed)]);
}
