// Sends what waits while no page does it, with the very code of the page.
import { newsBetweenTabs } from "../pwa/foundation/news.js";
import { APP_VERSION } from "../pwa/foundation/version.js";
import { browserMachine } from "../pwa/outbox/machine.js";
import { send } from "../pwa/outbox/send.js";

const machine = browserMachine();
const tellPages = newsBetweenTabs(() => undefined);

export async function sendInBackground() {
  await machine.store.prepare();
  await send(machine, { app: APP_VERSION, persisted: null, usage: null });
  tellPages();
}
