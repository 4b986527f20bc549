// Reads what this phone keeps into what the screens know, and says where its storage fails or is refused.
import { isRefusal } from "../foundation/keeping.js";
import { FORM } from "../incidents/incident_rules.js";

/**
 * @typedef {object} Stores
 * @property {import("../outbox/outbox_store.js").OutboxStore} outbox
 * @property {import("../outbox/drafts.js").Drafts} drafts
 * @property {import("../phones/phone_store.js").PhoneStore} phones
 * @property {import("../accounts/author_store.js").AuthorStore} authors
 * @property {import("../foundation/tunnel.js").Tunnel} tunnel
 * @property {import("../foundation/local_store.js").LocalStore} local
 */

/** Everything kept, from the screens' side. */
export class WhatIsKept {
  /** @param {Stores} stores @param {import("./knowledge.js").Knowledge} knowledge */
  constructor(stores, knowledge) {
    this.stores = stores;
    this.knowledge = knowledge;
  }

  /** Reads everything; each part by itself, so that a damaged one hides no other. @param {Promise<unknown>} more of what is kept */
  async open(more) {
    const parts = await Promise.allSettled([this.outbox(), this.drafts(), ...this.known(), more]);
    const failed = parts.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") await this.failed(failed.reason);
    this.knowledge.learn({ isReady: true });
  }

  /** Reads again what was filed and what is unfinished. */
  async lookAgain() {
    try {
      const { outbox, drafts } = this.stores;
      this.knowledge.learn({ items: await outbox.all(), drafts: await drafts.all(), hasStorageTrouble: false });
    } catch (error) {
      await this.failed(error);
    }
  }

  /** Another tab or the worker has changed something, perhaps who the school or the phone's user is. */
  async heardNews() {
    await Promise.allSettled([this.lookAgain(), ...this.known()]);
  }

  /** @param {unknown} error */
  async failed(error) {
    this.knowledge.learn({ hasStorageTrouble: true, ...((await isRefusal(error)) ? { keeps: "nothing" } : {}) });
  }

  async outbox() {
    const { outbox, drafts } = this.stores;
    await outbox.prepare();
    const items = await outbox.all();
    this.knowledge.learn({ items });
    await drafts.removeFiled(new Set(items.map(item => item.id)));
  }

  async drafts() {
    await this.stores.drafts.sealOld(FORM);
    this.knowledge.learn({ drafts: await this.stores.drafts.all() });
  }

  /** An own phone keeps neither card nor author: what is known of them stays, until another tab has signed out. @param {import("../phones/phone_store.js").PhoneKnowledge} known */
  learn({ keys, card, ...known }) {
    const isOut = known.ownPhone === "out" && !known.phone;
    this.knowledge.learn({ ...known, ownKeys: keys, ...(isOut ? { author: null } : {}), ...(card ? { card } : {}) });
  }

  known() {
    const { phones, authors, tunnel, local } = this.stores;
    return [
      phones.load().then(known => this.learn(known)),
      authors.load().then(author => this.knowledge.known().isOwnPhone || this.knowledge.learn({ author })),
      local.read("alerts").then(alerts => this.knowledge.learn({ alerts: alerts ?? null })),
      local.read("emergency").then(read => {
        const { emergency } = this.knowledge.known();
        if (!isNewer(emergency, read)) this.knowledge.learn({ emergency: read ?? null });
      }),
      tunnel.isInside().then(isInTunnel => this.knowledge.learn({ isInTunnel })),
    ];
  }
}

/** Whether what is shown of an emergency is more than what was read: this phone could not keep the last tap. @param {any} shown @param {any} read */
const isNewer = (shown, read) =>
  shown && (read?.incident === shown.incident ? read.steps.length < shown.steps.length : lastOf(read) < lastOf(shown));

/** When it was tapped last. @param {any} emergency */
const lastOf = emergency => emergency?.steps.at(-1)?.at ?? emergency?.began_at ?? 0;
