// The phone app put together: the only file that knows every screen and every store.
import { AuthorStore, actorOf } from "./accounts/author_store.js";
import { SignInScreen } from "./accounts/sign_in_screen.js";
import { LocalStore } from "./foundation/local_store.js";
import { newsBetweenTabs } from "./foundation/news.js";
import { DraftStore } from "./incidents/draft_store.js";
import { FiledScreen } from "./incidents/filed_screen.js";
import { bodyOf, KIND, KIND_VERSION } from "./incidents/incident_rules.js";
import { IncidentScreen } from "./incidents/incident_screen.js";
import { fileRecord } from "./outbox/file_record.js";
import { browserMachine } from "./outbox/machine.js";
import { OutboxScreen } from "./outbox/outbox_screen.js";
import { Sending } from "./outbox/sending.js";
import { LostCookie } from "./phones/lost_cookie.js";
import { newsIn, PhoneStore } from "./phones/phone_store.js";
import { InstallScreen } from "./phones/install_screen.js";
import { Installing } from "./phones/install_prompt.js";
import { codesOf, setUp } from "./phones/set_up.js";
import { SetUpScreen } from "./phones/set_up_screen.js";
import { Knowledge } from "./shell/knowledge.js";
import { Painter } from "./shell/painter.js";
import { Router } from "./shell/router.js";
import { loadStart } from "./shell/start.js";
import { askAboutStorage } from "./shell/storage_facts.js";
import { WorkerRegistration } from "./shell/worker_registration.js";
import { tripForReport } from "./trips/trip_rules.js";
import { TodayScreen } from "./trips/today_screen.js";
import { APP_VERSION } from "./foundation/version.js";

/** @typedef {import("./incidents/draft_store.js").Draft} Draft */
/** @typedef {import("./outbox/send.js").Contact} Contact */

const FIRST_PICTURE_MS = 800;

const machine = browserMachine();
const local = new LocalStore();
const drafts = new DraftStore();
const phones = new PhoneStore(local);
const cookie = new LostCookie({ fetch: machine.fetch, local });
const installing = new Installing(window, local, news => knowledge.learn(news));
const authors = new AuthorStore(local, machine.fetch);
const knowledge = new Knowledge(() => painter.paint());
const router = new Router(follow);
const worker = new WorkerRegistration(() => knowledge.learn({ update: "ready" }));
const tellOtherTabs = newsBetweenTabs(() => lookAgain());

const sending = new Sending(machine, {
  facts: () => ({ app: APP_VERSION, ...knowledge.storage }),
  isVisible: () => document.visibilityState === "visible",
  isWanted,
  told: heardFromSchool,
  stumbled: () => knowledge.learn({ hasStorageTrouble: true }),
  later: (work, ms) => window.setTimeout(work, ms),
  never: timer => window.clearTimeout(timer),
});

const repaint = () => painter.paint();
const go = (/** @type {string} */ hash, isReplaced = false) => router.go(hash, isReplaced);
const isFiled = (/** @type {string} */ id) => knowledge.parts.items.some(item => item.id === id);
const incident = new IncidentScreen({ drafts, begin, isFiled, file, repaint, go });
const painter = new Painter(
  document,
  knowledge,
  { worker, form: incident },
  {
    "": new TodayScreen(),
    report: incident,
    filed: new FiledScreen(() => incident.lastFiled),
    outbox: new OutboxScreen({ sendNow: () => sending.now(true), all: () => machine.store.all(), repaint }),
    setup: new SetUpScreen({ setUp: setUpPhone, repaint }),
    install: new InstallScreen(repaint),
    "sign-in": new SignInScreen({ signIn, signOut, go, repaint }),
  },
);

/** A draft's beginning: its author is who uses the phone now. */
function begin() {
  const { card, author, today } = knowledge.known();
  const trip = tripForReport(card, today)?.id ?? null;
  return { id: machine.newId(), opened_at: machine.clock(), trip, actor: actorOf(author) };
}

/** @param {Draft} draft */
async function file({ id, trip, actor, fields, opened_at }) {
  const { phone, keys, offset } = knowledge.known();
  const finished = { id, kind: KIND, v: KIND_VERSION, trip, actor, body: bodyOf(fields, opened_at) };
  const filed = await fileRecord(machine, { phone: phone?.id ?? null, keys, offset }, finished);
  knowledge.learn({ items: [...knowledge.known().items.filter(item => item.id !== filed.id), filed] });
  tellOtherTabs();
  sending.hope();
  return filed.id;
}

/** A phone never set up has nothing to ask: the school would only say that it does not know it. */
function isWanted() {
  const { phone, items, hasStorageTrouble } = knowledge.parts;
  return phone !== null || items.length > 0 || hasStorageTrouble;
}

/** @param {Contact | null} contact */
async function heardFromSchool(contact) {
  if (await cookie.isMended(contact)) {
    sending.hope();
    return;
  }
  const news = contact?.said ? newsIn(contact.said, contact.at) : {};
  const keeping = phones.keep(news);
  // What is shown is kept first, so that a phone killed a moment later still knows it.
  await Promise.allSettled([keeping]);
  knowledge.heard(contact, news);
  await lookAgain();
  await keeping;
  if (contact?.said?.notices?.includes("sign_in.ended")) await forgetAuthor();
  tellOtherTabs();
}

/** Reads again what this phone keeps; a storage that fails is said on screen. */
async function lookAgain() {
  try {
    knowledge.learn({ items: await machine.store.all(), drafts: await drafts.all(), hasStorageTrouble: false });
  } catch {
    knowledge.learn({ hasStorageTrouble: true });
  }
}

/** @param {import("./shell/router.js").Route} route */
function follow(route) {
  painter.follow(route);
  lookAgain();
}

/** @param {string} code */
async function setUpPhone(code) {
  const outcome = await setUp({ fetch: machine.fetch, local, newId: machine.newId }, code, knowledge.known().keys);
  if ("done" in outcome) {
    const { phone, keys } = outcome.done;
    knowledge.learn({ phone, ownKeys: keys, needsSetUp: false });
    await phones.keep({ phone, keys });
    sending.hope();
  }
  knowledge.learn(await codesOf(local));
  return outcome;
}

/** @param {string} email @param {string} password */
async function signIn(email, password) {
  const outcome = await authors.signIn(email, password);
  if ("author" in outcome) knowledge.learn({ author: outcome.author });
  return outcome;
}

async function signOut() {
  knowledge.learn({ author: null });
  await authors.signOut();
}

async function forgetAuthor() {
  knowledge.learn({ author: null });
  await authors.forget();
}

/** Reads everything the phone keeps; each part by itself, so that a damaged one hides no other. */
async function open() {
  await machine.store.prepare();
  const items = await machine.store.all();
  knowledge.learn({ items });
  await drafts.removeFiled(new Set(items.map(item => item.id)));
}

async function start() {
  router.now();
  const storage = Promise.allSettled([
    open(),
    drafts.all().then(all => knowledge.learn({ drafts: all })),
    phones.load().then(({ keys, ...known }) => knowledge.learn({ ...known, ownKeys: keys })),
    authors.load().then(author => knowledge.learn({ author })),
    Promise.all([codesOf(local), installing.load()]).then(both => knowledge.learn(Object.assign({}, ...both))),
  ]);
  const started = loadStart(machine.fetch).then(loaded => loaded && knowledge.learn({ start: loaded }));
  // A storage or a line that hangs holds the first picture for a moment only.
  Promise.race([Promise.all([storage, started]), new Promise(soon => setTimeout(soon, FIRST_PICTURE_MS))]).then(() =>
    painter.release(),
  );
  const isBroken = (await storage).some(({ status }) => status === "rejected");
  knowledge.learn({ isReady: true, hasStorageTrouble: isBroken });
  // The form may have opened before its draft and its author were known; no other screen waits for them.
  if (router.route.name === "report") router.now();
  sending.now();
  await worker.register();
}

async function looked() {
  if (document.visibilityState === "hidden") return incident.keep();
  sending.hope();
  await Promise.allSettled([machine.store.probe(), worker.check()]);
}

addEventListener("online", () => sending.hope());
document.addEventListener("visibilitychange", looked);
askAboutStorage(facts => Object.assign(knowledge.storage, facts));
start();
