// Every screen of the phone app, by the name its address carries.
import { afterwards } from "../incidents/incident_parts.js";
import { isAppleTab } from "../foundation/device.js";
import { isPhoto, waiting } from "../outbox/outbox_rules.js";
import { callFirst } from "../policy/contacts_part.js";
import { FiledScreen } from "./filed_screen.js";
import { laterPart } from "./later_part.js";
import { LaterScreen } from "./later_screen.js";
import { TodayScreen } from "../trips/today_screen.js";
import { tripForReport } from "../trips/trip_rules.js";

/** @typedef {import("./painter.js").Screen} Screen */
/** @typedef {typeof import("../rest.js")} Rest what no report waits for */
/** @typedef {typeof import("../photos_rest.js")} Photos what photos need */
/**
 * @typedef {object} Around
 * @property {() => Promise<Rest>} rest
 * @property {() => Promise<Photos>} photos
 * @property {import("../outbox/send.js").Machine & import("../outbox/file_record.js").FilingMachine} machine
 * @property {import("../foundation/local_store.js").LocalStore} local
 * @property {import("./knowledge.js").Knowledge} knowledge
 * @property {import("../phones/phone_lock.js").PhoneLock} lock
 * @property {import("./filing.js").Filing} filing
 * @property {import("../outbox/sending.js").Sending} sending
 * @property {import("../outbox/draft_screen.js").Around} form what every form needs
 * @property {import("./forms.js").Forms} forms
 * @property {import("../incidents/incident_screen.js").IncidentScreen} incident
 * @property {import("../phones/phone_store.js").PhoneStore} phones
 * @property {import("../accounts/author_store.js").AuthorStore} authors
 * @property {(author: import("../accounts/author_store.js").Author, where?: import("../accounts/signing_in.js").Where) => void} signedIn
 * @property {() => Promise<void>} signOut
 * @property {(hash: string, isReplaced?: boolean) => void} go
 * @property {() => void} repaint
 */

const REPORT = { title: "Report saved", thing: "Report", another: "Report another" };
/** What comes with the rest (`later_screens.js`), by the first word of its address. */
const LATER = /** @type {const} */ ([
  "emergency",
  "own-phone",
  "saved",
  "custody",
  "item",
  "outbox",
  "before-we-go",
  "home",
  "list",
  "count",
  "add",
  "alerts",
  "contacts",
  "setup",
  "set-up-check",
  "install",
  "sign-in",
  "join",
  "unlock",
  "pin",
  "agreement",
  "missing",
  "shut",
]);
/** @typedef {typeof LATER[number]} LaterName */

/** What a screen is called until it has come and says so itself: "Before we go". @param {string} name */
const untilThen = name => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");

/** What somebody may need at once, and what comes later. @param {Around} around @returns {Record<string, Screen>} */
export function allScreens(around) {
  const { rest, photos, machine, incident, repaint } = around;
  const photo = async () => (await photos()).photosOf({ ...around, clock: machine.clock, newId: machine.newId });
  return {
    "": new TodayScreen(laterParts(around, photo)),
    report: incident,
    filed: new FiledScreen(REPORT, incident, afterwards, filedPart(around)),
    photo: new LaterScreen("Photos", async () => (await photo()).screen, repaint),
    ...Object.fromEntries(
      LATER.map(name => [
        name,
        new LaterScreen(
          untilThen(name),
          async () => (await rest()).laterScreen(name, around),
          repaint,
          name === "emergency" ? known => callFirst(known, tripForReport(known.card, known.today)) : undefined,
        ),
      ]),
    ),
  };
}

/** What comes with the rest. @param {Around} around */
const filedPart = around =>
  laterPart(
    { load: around.rest, isWanted: ({ items }) => items.length, repaint: around.repaint },
    ({ filedParts }, known) => filedParts.more(known, around),
  );

/** Whether there is more to say of the phone than its name. @param {{emergency: unknown, alerts: {needs: number} | null, phone: unknown, needsSetUp: boolean, unfinishedCode: string | null, device: import("../foundation/device.js").Device}} known */
export const saysMore = ({ emergency, alerts, phone, needsSetUp, unfinishedCode, device }) =>
  emergency || alerts?.needs || !phone || needsSetUp || unfinishedCode !== null || isAppleTab(device);

/** Whether a form has more to show than its fields. @param {{screen: {asked: string}, drafts: unknown[], unlocked: unknown, device: import("../foundation/device.js").Device}} known */
export const formSaysMore = ({ screen, drafts, unlocked, device }) =>
  screen.asked || drafts.length || unlocked || isAppleTab(device);

/**
 * What the first screen shows where there is anything to show: most phones start without it.
 * @param {Around} around @param {() => Promise<{again: () => unknown}>} photo
 */
function laterParts(around, photo) {
  const { rest, photos, repaint } = around;
  /** @param {keyof Rest["todayParts"]} name @param {(known: any) => unknown} isWanted */
  const part = (name, isWanted) =>
    laterPart({ load: rest, isWanted, repaint }, ({ todayParts }, known) => todayParts[name](known, around));
  return {
    emergency: part("emergency", ({ emergency, card }) => emergency || card?.emergency),
    phone: part("phone", saysMore),
    alerts: part("alerts", ({ alerts, people, items }) => alerts?.needs || people.length || waiting(items).length),
    install: part("install", ({ installPrompt }) => installPrompt),
    asked: part("asked", ({ unlocked, drafts }) => unlocked || drafts.length),
    late: part("late", ({ window, items, card }) => window || items.length || card?.trip),
    photos: laterPart(
      { load: photos, isWanted: ({ items }) => items.some(isPhoto), repaint },
      ({ photosPart }, known) => photosPart(known),
    ),
    again: laterPart({ load: photo, isWanted: ({ window, unlocked }) => window && unlocked, repaint }, ({ again }) =>
      again(),
    ),
  };
}
