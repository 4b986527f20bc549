// The phone app put together: the only file that knows every screen and every store.
import { actorOf } from "./accounts/author_store.js";
import { isAppleTab } from "./foundation/device.js";
import { allowedToKeep } from "./foundation/keeping.js";
import { LocalStore } from "./foundation/local_store.js";
import { newsBetweenTabs } from "./foundation/news.js";
import { askAboutStorage } from "./foundation/storage_facts.js";
import { Tunnel } from "./foundation/tunnel.js";
import { IncidentScreen } from "./incidents/incident_screen.js";
import { DraftStore } from "./outbox/draft_store.js";
import { Drafts } from "./outbox/drafts.js";
import { isForm } from "./outbox/draft_words.js";
import { browserMachine, openLine } from "./outbox/machine.js";
import { isPhoto } from "./outbox/outbox_rules.js";
import { Sending } from "./outbox/sending.js";
import { Hearing } from "./phones/hearing.js";
import { isOver } from "./phones/own_phone_rules.js";
import { PhoneLock } from "./phones/phone_lock.js";
import { Installing } from "./phones/install_prompt.js";
import { codesOf } from "./phones/set_up_codes.js";
import { allScreens, formSaysMore, saysMore } from "./shell/screens.js";
import { Filing } from "./shell/filing.js";
import { Forms } from "./shell/forms.js";
import { Knowledge } from "./shell/knowledge.js";
import { laterPart } from "./shell/later_part.js";
import { Painter } from "./shell/painter.js";
import { Router } from "./shell/router.js";
import { loadStart } from "./shell/start.js";
import { WhatIsKept } from "./shell/what_is_kept.js";
import { WorkerRegistration } from "./shell/worker_registration.js";
import { tripForReport } from "./trips/trip_rules.js";
import { wipeLists } from "./trips/lists_end.js";
import { APP_VERSION } from "./foundation/version.js";

// How often the lock looks at the clock. It need not be punctual: whoever looks at the app again is asked first.
const CLOCK_MS = 15_000;

const local = new LocalStore();
const tunnel = new Tunnel(local);
const machine = browserMachine(tunnel.cuts(openLine));
const hearing = new Hearing({ fetch: machine.fetch, local });
const { phones, authors } = hearing;
const installing = new Installing(window, local, news => knowledge.learn(news));
const knowledge = new Knowledge(() => painter.paint());
// What no report waits for, in one file.
const rest = () => import("./rest.js");
const photos = () => import("./photos_rest.js");
const lock = new PhoneLock({
  rest,
  fetch: machine.fetch,
  local,
  clock: machine.clock,
  card: () => knowledge.parts.card,
  learn: news => knowledge.learn(news),
  opened: taken,
  over: () => wipeLists(local).then(noList),
  locked: putAway,
});
const list = async () => (await rest()).todaysList(around);
const alerts = (/** @type {(here: import("./shell/alerts_here.js").AlertsHere) => unknown} */ work) =>
  Promise.allSettled([rest().then(({ alertsHere }) => work(alertsHere(around)))]);
const noList = () => knowledge.learn({ list: null });
const drafts = new Drafts({ store: new DraftStore(), machine, lock, rest, known: () => filing.known() });
const kept = new WhatIsKept({ outbox: machine.store, drafts, phones, authors, tunnel, local }, knowledge);
const router = new Router(follow);
const worker = new WorkerRegistration({
  updateReady: () => knowledge.learn({ update: "ready" }),
  isCut: () => tunnel.isInside(),
});
const tellOtherTabs = newsBetweenTabs(() => kept.heardNews());

const sending = new Sending(machine, {
  facts: () => ({ app: APP_VERSION, ...knowledge.storage }),
  isVisible: () => document.visibilityState === "visible",
  isWanted,
  answered: contact => Promise.allSettled([lock.heard(contact)]),
  told: heardFromSchool,
  stumbled: () => knowledge.learn({ hasStorageTrouble: true }),
  later: (work, ms) => window.setTimeout(work, ms),
  never: timer => window.clearTimeout(timer),
});

const repaint = () => painter.paint();
const go = (/** @type {string} */ hash, isReplaced = false) => router.go(hash, isReplaced);
const isFiled = (/** @type {string} */ id) => knowledge.parts.items.some(item => item.id === id);
const filing = new Filing({ machine, local, knowledge, lock, drafts, actor, filed: filedOne });
const file = (/** @type {import("./outbox/drafts.js").Draft} */ draft) => filing.file(draft);
const writer = () => lock.writer();
const formPart = laterPart({ load: rest, isWanted: formSaysMore, repaint }, ({ formParts }, known) =>
  formParts[known.part](known),
);
const form = { rest, drafts, begin, isFiled, file, actor, writer, laterPart: formPart, repaint, go };
const incident = new IncidentScreen(form);
const forms = new Forms(incident);
const around = {
  ...{ rest, photos, machine, local, knowledge, lock, filing, sending, form, forms, incident },
  ...{ phones, authors, signedIn, signOut, go, repaint },
};
const always = { rest, worker, form: forms, tunnel: { turn: turnTunnel }, lock: () => lock.lock() };
const painter = new Painter(document, knowledge, always, allScreens(around));

/** A draft's beginning: its author is who uses the phone now. */
function begin() {
  const { card, today } = knowledge.known();
  const trip = tripForReport(card, today)?.id ?? null;
  return { id: machine.newId(), opened_at: machine.clock(), trip, actor: actor(), writer: lock.writer() };
}

/** @param {string} [typed] the name of somebody who writes on another's unlock */
function actor(typed) {
  return actorOf(knowledge.known().author, typed);
}

/** Whoever opens the phone with a PIN is who uses it; a sign-in from before names nobody else any more. */
async function taken() {
  knowledge.learn({ author: null });
  forms.isTakenBy(lock.opened?.person.unlock ?? "");
  await authors.forget();
  tellOtherTabs();
  await (await list()).show();
  askForMore();
}

/** Locked: what was being written stays kept, and leaves the screen. */
function putAway() {
  forms.putAway();
  noList();
  if (!["unlock", "alerts", "emergency"].includes(router.route.name)) router.go("#/");
}

/** @param {import("./outbox/outbox_rules.js").Envelope} filed @param {import("./outbox/drafts.js").Draft} [draft] what it was filed from, on a form */
function filedOne(filed, draft) {
  knowledge.learn({ items: [...knowledge.known().items.filter(item => item.id !== filed.id), filed] });
  tellOtherTabs();
  if (draft) alerts(here => here.filed(filed.id, draft));
  sending.hope();
  askWorker();
}

/**
 * A phone never set up has nothing to ask: the school would only say that it does not know it. Before it is set up it
 * asks all the same, as it may have forgotten what it was while its cookie has not; an iPhone's tab is not to be set up.
 * Where somebody has signed in on an own phone, there is whom to ring to be learnt.
 */
function isWanted() {
  const { phone, author, items, hasStorageTrouble, device } = knowledge.known();
  const isSettingUp = router.route.name === "setup" && !isAppleTab(device);
  return Boolean(phone ?? author) || items.length > 0 || hasStorageTrouble || isSettingUp;
}

/** @param {import("./outbox/send.js").Contact | null} contact */
async function heardFromSchool(contact) {
  const heard = await hearing.hear(contact);
  if (heard.isMended) {
    sending.hope();
    return;
  }
  knowledge.heard(contact, heard);
  if (isOver(contact, knowledge.known())) knowledge.learn({ author: null });
  if (contact?.said) await Promise.allSettled([lock.load()]);
  if (contact?.said) askForMore();
  await kept.lookAgain();
  await seeTo(contact?.said);
  if (heard.failure) throw heard.failure;
  tellOtherTabs();
  askWorker();
}

/** What the school has for the people here. Nobody waits for it: what does not come is asked for with the next contact. */
function askForMore() {
  if (lock.isInWindow) Promise.allSettled([list().then(lists => lists.refresh())]);
  if (knowledge.parts.phone) alerts(here => here.heard());
}

/** What is left from before: unfinished reports that nobody can open, photos that have gone from here. What fails is tried with the next contact. @param {any} said */
async function seeTo(said) {
  const { items, drafts } = knowledge.parts;
  await Promise.allSettled([
    said && drafts.length > 0 && rest().then(({ sendOrphans }) => sendOrphans(filing, said)),
    items.some(isPhoto) && photos().then(({ tellErased }) => tellErased(filing, items)),
  ]);
}

/** What waits is also the worker's to send, once nobody has the app open. */
function askWorker() {
  if (knowledge.known().waitingCount > 0) worker.askToSend();
}

/** Something has changed for the better: a signal, or a person looking. */
function hope() {
  sending.hope();
  return recall();
}

/** A phone that knows what it is has nothing to find out. */
const recall = () => knowledge.parts.phone || Promise.allSettled([rest().then(({ recall }) => recall(around))]);

/** @param {import("./shell/router.js").Route} route */
function follow(route) {
  painter.follow(route);
  kept.lookAgain();
  if (route.name === "setup" && knowledge.parts.isReady) sending.hope();
}

/** @param {import("./accounts/author_store.js").Author} author @param {import("./accounts/signing_in.js").Where} [where] */
function signedIn(author, where) {
  knowledge.learn({ author, ...where });
  forms.isTakenBy("");
  tellOtherTabs();
  sending.hope();
}

/** On an own phone what is on the forms goes from the screen as well; what waits to be sent stays. */
async function signOut() {
  const ownPhone = knowledge.parts.ownPhone && "out";
  knowledge.learn({ author: null, ownPhone });
  if (ownPhone) forms.putAway();
  forms.isTakenBy("");
  await Promise.allSettled([phones.keep({ ownPhone }), authors.signOut()]);
  tellOtherTabs();
}

/** @param {boolean} isInside */
async function turnTunnel(isInside) {
  await Promise.allSettled([tunnel.turn(isInside)]);
  knowledge.learn({ isInTunnel: await tunnel.isInside() });
  tellOtherTabs();
  sending.hope();
  worker.checkNow();
}

async function start() {
  router.now();
  const codes = Promise.all([codesOf(local), installing.load()]);
  const opening = kept.open(codes.then(both => knowledge.learn(Object.assign({}, ...both))));
  // The worker answers this from the phone; what it fetches anew for next time is cut in a tunnel like all else.
  const started = loadStart(openLine).then(start => knowledge.learn(start ? { start } : { hasNoStart: true }));
  // What it says of the phone moves nothing under a finger. Twice: of two imports the later can be the first to come.
  const all = opening.then(() => painter.sketch()).then(() => (saysMore(knowledge.known()) ? rest().then(rest) : null));
  painter.begins(Promise.allSettled([all, started]));
  await opening;
  await Promise.allSettled([lock.load(), filing.readNotes()]);
  // A form may have opened before its draft and its author were known; no other screen waits for them.
  if (knowledge.known().isOwnPhone || isForm(router.route.name)) router.now();
  sending.now();
  recall();
  await keepTheApp();
  // Nobody waits for these now, and an update may take their files away later.
  await Promise.allSettled([rest()]);
}

/** Has the browser keep the app on this phone, and says so when it refuses. */
async function keepTheApp() {
  const keeps = await allowedToKeep();
  try {
    if (keeps === "all") await worker.register();
    else knowledge.learn({ keeps });
  } catch {
    knowledge.learn({ keeps: "window" });
  }
  askWorker();
  worker.askToLookIn();
}

async function looked() {
  if (document.visibilityState === "hidden") {
    lock.auto?.hidden();
    if (knowledge.known().waitingCount > 0) worker.sendNow();
    return forms.keep();
  }
  lock.auto?.shown();
  await Promise.allSettled([lock.lookAtTheClock(), hope(), machine.store.probe(), worker.check()]);
}

// The worker says which alert was tapped.
navigator.serviceWorker?.addEventListener("message", ({ data }) => go(`#/alerts/${data.alert}`));
addEventListener("online", hope);
for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => lock.auto?.touched(), { passive: true });
// A storage that fails is said where somebody needs it, not every quarter of a minute.
setInterval(() => Promise.allSettled([lock.lookAtTheClock()]), CLOCK_MS);
document.addEventListener("visibilitychange", looked);
askAboutStorage(facts => Object.assign(knowledge.storage, facts));
start();
