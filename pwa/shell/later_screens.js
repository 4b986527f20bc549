// The screens that no report waits for, each made when somebody first goes there. They come with the rest, and so does how each
// is put together: the app starts with their names alone (`screens.js`).
import { AgreementScreen } from "../accounts/agreement_screen.js";
import { JoinScreen } from "../accounts/join_screen.js";
import { SignInScreen } from "../accounts/sign_in_screen.js";
import { join, signIn, signInOnOwnPhone } from "../accounts/signing_in.js";
import { CountScreen } from "../incidents/count_screen.js";
import { EmergencyActs } from "../incidents/emergency_acts.js";
import { EmergencyScreen } from "../incidents/emergency_screen.js";
import { reportsHere } from "../incidents/reports_here.js";
import { OutboxScreen } from "../outbox/outbox_screen.js";
import { InstallScreen } from "../phones/install_screen.js";
import { Opener } from "../phones/opener.js";
import { PinScreen } from "../phones/pin_screen.js";
import { SetUpCheckScreen } from "../phones/set_up_check_screen.js";
import { SetUpScreen } from "../phones/set_up_screen.js";
import { ShutScreen } from "../phones/shut_screen.js";
import { UnlockScreen } from "../phones/unlock_screen.js";
import { ContactsScreen } from "../policy/contacts_screen.js";
import { withPhotos } from "../photos/photo_rules.js";
import { DepartureScreen } from "../trips/departure_screen.js";
import { HomeScreen } from "../trips/home_screen.js";
import { ListScreen } from "../trips/list_screen.js";
import { tripForReport } from "../trips/trip_rules.js";
import { custody } from "./custody_screens.js";
import { MissingScreen } from "./missing_screen.js";
import { ownPhone } from "./own_phone_screens.js";
import { setUpPhone } from "./setting_up.js";
import { adding } from "./adding.js";
import { alertsHere } from "./alerts_here.js";
import { agree, check } from "./told.js";

/** @typedef {import("./painter.js").Screen} Screen */
/** @typedef {import("./screens.js").Around} Around */
/** @typedef {import("./screens.js").LaterName} LaterName */

/** @type {Record<LaterName, (around: Around) => Screen>} */
const MADE = {
  emergency: ({ filing, machine, local, knowledge, repaint }) => {
    const trip = () => tripForReport(knowledge.known().card, knowledge.known().today)?.id ?? null;
    const reported = (/** @type {string} */ id) => reportsHere({ local, repaint }).add(id);
    const acts = new EmergencyActs({ filing, machine, local, knowledge, trip, reported });
    return new EmergencyScreen({ acts, clock: machine.clock, repaint });
  },
  "own-phone": around => ownPhone(around).form,
  saved: around => ownPhone(around).saved,
  custody: around => custody(around).list,
  item: around => custody(around).form,
  outbox: ({ sending, machine, local, repaint }) =>
    new OutboxScreen({
      ...{ sendNow: () => sending.now(true), all: () => machine.store.all(), repaint },
      more: (item, known) => reportsHere({ local, repaint }).link(item, known),
    }),
  "before-we-go": ({ filing, knowledge, sending, repaint }) =>
    new DepartureScreen({ filing: { check: found => check(filing, found) }, knowledge, sending, repaint }),
  home: ({ sending, machine, repaint }) =>
    new HomeScreen({ withPhotos, ask: () => sending.now(true), all: () => machine.store.all(), repaint }),
  list: ({ repaint }) => new ListScreen(repaint),
  contacts: () => new ContactsScreen(tripForReport),
  add: around => adding(around),
  count: ({ filing, knowledge, machine, local, lock, incident, go, repaint }) =>
    new CountScreen({
      ...{ tell: filing.tell.bind(filing), known: () => knowledge.known(), clock: machine.clock },
      ...{
        local,
        lock,
        incident,
        go,
        repaint,
        buzz: pattern => navigator.vibrate?.(pattern),
        toTop: () => scrollTo(0, 0),
      },
    }),
  alerts: around => alertsHere(around).screen,
  setup: around => new SetUpScreen({ setUp: code => setUpPhone(around, code), repaint: around.repaint }),
  "set-up-check": around => new SetUpCheckScreen({ ...around, testAlert: () => alertsHere(around).testAlert() }),
  install: ({ repaint }) => new InstallScreen(repaint),
  "sign-in": ({ machine: { fetch }, local, authors, lock, signedIn, signOut, go, repaint }) =>
    new SignInScreen({
      signIn: async (email, password) => told(await signIn({ fetch, authors }, email, password), lock, signedIn),
      signInOnOwnPhone: async (email, password) =>
        told(await signInOnOwnPhone({ fetch, authors, local }, email, password), lock, signedIn),
      ...{ isOn: isOn("sign-in"), signOut, go, repaint },
    }),
  join: ({ machine, authors, lock, signedIn, go, repaint }) =>
    new JoinScreen({
      join: async code => told(await join({ fetch: machine.fetch, authors }, code), lock, signedIn),
      ...{ isOn: isOn("join"), go, repaint },
    }),
  unlock: ({ lock, go, repaint }) => new UnlockScreen({ lock: new Opener(lock), isOn: isOn("unlock"), go, repaint }),
  pin: ({ lock, go, repaint }) => new PinScreen({ lock: new Opener(lock), isOn: isOn("pin"), go, repaint }),
  agreement: ({ machine, local, filing, go, repaint }) =>
    new AgreementScreen({ fetch: machine.fetch, local, sign: version => agree(filing, version), go, repaint }),
  missing: () => new MissingScreen(),
  shut: () => new ShutScreen(),
};

/** @param {LaterName} name @param {Around} around */
export const laterScreen = (name, around) => MADE[name](around);

/** @param {LaterName} name @returns {() => boolean} whether the address is that screen's */
function isOn(name) {
  return () => location.hash.split("/")[1] === name;
}

/** @param {import("../accounts/signing_in.js").Outcome} outcome @param {Around["lock"]} lock @param {Around["signedIn"]} signedIn */
function told(outcome, lock, signedIn) {
  if (!("author" in outcome)) return outcome;
  // A PIN that is still asked about opens nothing over whoever has signed in.
  if (!lock.isOpen) lock.lock();
  signedIn(outcome.author, outcome.where);
  return outcome;
}
