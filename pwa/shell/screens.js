// Every screen of the phone app, by the name its address carries.
import { nothing } from "lit-html";
import { isAppleTab } from "../foundation/device.js";
import { FiledScreen } from "../incidents/filed_screen.js";
import { isPhoto } from "../outbox/outbox_rules.js";
import { LaterScreen } from "./later_screen.js";
import { TodayScreen } from "../trips/today_screen.js";

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
 * @property {import("../incidents/incident_screen.js").IncidentScreen} incident
 * @property {(code: string) => Promise<any>} setUp
 * @property {import("../accounts/author_store.js").AuthorStore} authors
 * @property {(author: import("../accounts/author_store.js").Author, where?: import("../accounts/signing_in.js").Where) => void} signedIn
 * @property {() => Promise<void>} signOut
 * @property {(hash: string, isReplaced?: boolean) => void} go
 * @property {() => void} repaint
 */

/** What somebody may need at once, and what comes with the rest. @param {Around} around @returns {Record<string, Screen>} */
export function allScreens({ rest, photos, machine, knowledge, filing, sending, incident, repaint, ...around }) {
  /** @param {string} title @param {(rest: Rest) => Screen} made */
  const later = (title, made) => new LaterScreen(title, async () => made(await rest()), repaint);
  const photo = async () =>
    (await photos()).photosOf({ filing, knowledge, clock: machine.clock, newId: machine.newId, repaint, ...around });
  return {
    "": new TodayScreen(laterParts({ rest, photos, photo, filing, incident, repaint, signOut: around.signOut })),
    photo: new LaterScreen("Photos", async () => (await photo()).screen, repaint),
    report: incident,
    filed: new FiledScreen(() => incident.lastFiled),
    outbox: later(
      "Outbox",
      ({ OutboxScreen }) =>
        new OutboxScreen({ sendNow: () => sending.now(true), all: () => machine.store.all(), repaint }),
    ),
    "before-we-go": later(
      "Before we go",
      ({ DepartureScreen, check }) =>
        new DepartureScreen({ filing: { check: found => check(filing, found) }, knowledge, sending, repaint }),
    ),
    list: later("Today's list", ({ ListScreen }) => new ListScreen(repaint)),
    ...whoAndWhat(later, { filing, repaint, fetch: machine.fetch, ...around }),
    missing: later("No such screen", ({ MissingScreen }) => new MissingScreen()),
    shut: later("Only on school phones", ({ ShutScreen }) => new ShutScreen()),
  };
}

/** Whether there is more to say of the phone than its name. @param {{phone: unknown, needsSetUp: boolean, unfinishedCode: string | null, device: import("../foundation/device.js").Device}} known */
export const saysMore = ({ phone, needsSetUp, unfinishedCode, device }) =>
  !phone || needsSetUp || unfinishedCode !== null || isAppleTab(device);

/**
 * What the first screen shows where there is anything to show: most phones start without it.
 * @param {Pick<Around, "rest" | "photos" | "filing" | "incident" | "repaint" | "signOut"> & {photo: () => Promise<{again: () => unknown}>}} around
 */
function laterParts({ rest, photos, photo, filing, incident, repaint, signOut }) {
  return {
    phone: laterPart({ load: rest, isWanted: saysMore, repaint }, ({ whosePhonePart }, known) =>
      whosePhonePart(known, signOut),
    ),
    install: laterPart(
      { load: rest, isWanted: ({ installPrompt }) => installPrompt, repaint },
      ({ installPart }, known) => installPart(known),
    ),
    unfinished: laterPart(
      { load: rest, isWanted: ({ drafts }) => drafts.length, repaint },
      ({ unfinishedPart, sendUnfinished, discardUnfinished }, known) =>
        unfinishedPart(known, {
          held: () => incident.held(),
          send: kept => sendUnfinished(filing, kept),
          discard: kept => discardUnfinished(filing, kept),
        }),
    ),
    claims: laterPart({ load: rest, isWanted: ({ claims }) => claims.length, repaint }, ({ claimPart, say }, known) =>
      claimPart(known, (claim, isMine) => say(filing, claim, isMine)),
    ),
    late: laterPart({ load: rest, isWanted: ({ window }) => window, repaint }, ({ latePart, runLate }, known) =>
      latePart(known, window => runLate(filing, window)),
    ),
    photos: laterPart(
      { load: photos, isWanted: ({ items }) => items.some(isPhoto), repaint },
      ({ photosPart }, known) => photosPart(known),
    ),
    again: laterPart({ load: photo, isWanted: ({ window, unlocked }) => window && unlocked, repaint }, ({ again }) =>
      again(),
    ),
  };
}

/**
 * @template Come @param {{load: () => Promise<Come>, isWanted: (known: any) => unknown, repaint: () => void}} how
 * @param {(come: Come, known: any) => unknown} draw @returns {(known: any) => unknown}
 */
function laterPart({ load, isWanted, repaint }, draw) {
  /** @type {any} */
  let come = null;
  let isAsked = false;
  return known => {
    if (!isWanted(known)) return nothing;
    if (come) return draw(come, known);
    if (!isAsked) load().then(shown, asksAgain);
    isAsked = true;
    return nothing;
  };

  /** @param {Come} found */
  function shown(found) {
    come = found;
    repaint();
  }

  /** Not on this phone yet, and no line: it is asked for again when the screen is next drawn. @param {unknown} error */
  function asksAgain(error) {
    if (!(error instanceof TypeError)) throw error;
    isAsked = false;
  }
}

/**
 * What is done once: setting up, signing in, a PIN, a signature.
 * @param {(title: string, made: (rest: Rest) => Screen) => Screen} later
 * @param {Pick<Around, "local" | "lock" | "filing" | "setUp" | "authors" | "signedIn" | "signOut" | "go" | "repaint"> & {fetch: import("../foundation/requests.js").Fetch}} around
 */
function whoAndWhat(later, { fetch, local, lock, filing, setUp, authors, signedIn, signOut, go, repaint }) {
  const told = (/** @type {import("../accounts/signing_in.js").Outcome} */ outcome) => {
    if ("author" in outcome) signedIn(outcome.author, outcome.where);
    return outcome;
  };
  return {
    setup: later("Set up this phone", ({ SetUpScreen }) => new SetUpScreen({ setUp, repaint })),
    "set-up-check": later("Set-up check", ({ SetUpCheckScreen }) => new SetUpCheckScreen({ filing, repaint })),
    install: later("Install Lanyard", ({ InstallScreen }) => new InstallScreen(repaint)),
    "sign-in": later(
      "Who is using this phone?",
      ({ SignInScreen, signIn, signInOnOwnPhone }) =>
        new SignInScreen({
          signIn: async (email, password) => told(await signIn({ fetch, authors }, email, password)),
          signInOnOwnPhone: async (email, password) =>
            told(await signInOnOwnPhone({ fetch, authors, local }, email, password)),
          ...{ signOut, go, repaint },
        }),
    ),
    join: later(
      "Join this trip",
      ({ JoinScreen, join }) =>
        new JoinScreen({ join: async code => told(await join({ fetch, authors }, code)), go, repaint }),
    ),
    unlock: later("Who is taking this phone?", ({ UnlockScreen }) => new UnlockScreen({ lock, go, repaint })),
    pin: later("Choose your PIN", ({ PinScreen }) => new PinScreen({ lock, go, repaint })),
    agreement: later(
      "Acceptable use",
      ({ AgreementScreen, agree }) =>
        new AgreementScreen({ fetch, local, sign: version => agree(filing, version), go, repaint }),
    ),
  };
}
