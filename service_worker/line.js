// The worker's only way out, and what it reads to know whether the way is open.
import { LocalStore } from "../pwa/foundation/local_store.js";
import { Tunnel } from "../pwa/foundation/tunnel.js";
import { openLine } from "../pwa/outbox/machine.js";

export const local = new LocalStore();
export const line = new Tunnel(local).cuts(openLine);
