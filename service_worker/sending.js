// Sends what waits while no page does, with the very code of the page, and keeps what the school says as a page does.
import { refreshAlerts } from "../pwa/alerts/alert_store.js";
import { newsBetweenTabs } from "../pwa/foundation/news.js";
import { storageFacts } from "../pwa/foundation/storage_facts.js";
import { APP_VERSION } from "../pwa/foundation/version.js";
import { takeTurn } from "../pwa/outbox/background_turn.js";
import { browserMachine } from "../pwa/outbox/machine.js";
import { Hearing } from "../pwa/phones/hearing.js";
import { whoseIn } from "../pwa/phones/pins_here.js";
import { PackStore } from "../pwa/trips/pack_store.js";
import { line, local } from "./line.js";
import { untilStopped } from "./stopping.js";

// A page may be put away in the middle of sending; its lock is then free, and the worker goes on from there.
const machine = browserMachine(line, { waits: true });
const hearing = new Hearing({ fetch: line, local });
const packs = new PackStore(local, line, Date.now);
const around = {
  facts: async () => ({ app: APP_VERSION, ...(await storageFacts()) }),
  heard,
  tell: newsBetweenTabs(() => undefined),
};

/** As a page does, and with the lists: they are sealed, so that they come while the phone is locked. @param {import("../pwa/outbox/send.js").Contact | null} contact */
async function heard(contact) {
  const outcome = await hearing.hear(contact);
  if (contact?.said) await packs.refresh(() => whoseIn(local));
  if (contact?.said) await refreshAlerts(line, local);
  return outcome;
}

/** What a push works with. @param {ServiceWorkerGlobalScope} worker @returns {import("./pushes.js").World} */
export const pushWorld = ({ registration, clients, navigator }) => ({
  ...{ registration, clients, navigator, local },
  ...{ fetch: line, clock: Date.now, tell: around.tell },
});

/** Sends what waits. It fails while something stays, so that the browser tries again. */
export const sendWhatWaits = () => untilStopped(takeTurn(machine, around));

/** Makes contact, whether or not anything waits. */
export const askSchool = () => untilStopped(takeTurn(machine, around, { evenIdle: true }));
