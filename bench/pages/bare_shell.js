// A bare installable shell: it can seal, reads one row from IndexedDB, and shows twenty lines. `sealed` is kept in the
// script because the page offers it, as the app does.
import { sealed } from "../../pwa/foundation/seal.js";

const KEY = "list";
const LINES = 20;

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const asking = indexedDB.open("shell", 1);
    asking.onupgradeneeded = () => {
      const lines = Array.from({ length: LINES }, (_, at) => `Line ${at + 1}`);
      asking.result.createObjectStore("rows").put(lines, KEY);
    };
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}

/** @param {IDBDatabase} db @returns {Promise<string[]>} */
function read(db) {
  return new Promise((resolve, reject) => {
    const asking = db.transaction("rows").objectStore("rows").get(KEY);
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}

async function start() {
  const lines = await read(await opened());
  const heading = document.createElement("h1");
  heading.textContent = "Twenty lines";
  const list = document.createElement("ul");
  for (const line of lines) list.append(Object.assign(document.createElement("li"), { textContent: line }));
  const button = Object.assign(document.createElement("button"), { textContent: "Seal" });
  button.onclick = () => sealed(JSON.parse(button.value), { type: "record", id: KEY }, "{}");
  document.body.replaceChildren(heading, list, button);
  await navigator.serviceWorker.register("/worker.js");
}

start();
