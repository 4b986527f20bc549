// Everything the screens show, in one place: what the phone keeps, what the school last said, what is going on.
import { thisDevice } from "../foundation/device.js";
import { isoDate } from "../foundation/times.js";
import { waiting } from "../outbox/outbox_rules.js";
import { waitingInWords } from "../outbox/outbox_words.js";

/** @typedef {import("../outbox/send.js").Contact} Contact */
/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/** @typedef {import("../outbox/draft_store.js").Kept} Kept */
/** @typedef {import("../foundation/seal.js").SchoolKey} SchoolKey */
/**
 * @typedef {object} Parts
 * @property {import("./start.js").Start | null} start
 * @property {boolean} hasNoStart neither the phone nor the line had the start
 * @property {any} card the school card
 * @property {{id: string, name: string} | null} phone
 * @property {SchoolKey[] | null} ownKeys
 * @property {{seconds: number, at: number} | null} offset
 * @property {import("../accounts/author_store.js").Author | null} author who has signed in
 * @property {import("../phones/unlock_rules.js").Person | null} unlocked who has the phone open with their PIN
 * @property {import("../phones/unlock_rules.js").Person[]} people who has a PIN here
 * @property {import("../phones/unlock_rules.js").Window | null} window the trip round which it opens without the school
 * @property {import("../trips/todays_list.js").List | null} list today's list of whoever has the phone open
 * @property {import("../alerts/alert_store.js").Sealed | null} alerts everybody's on this phone, sealed to them
 * @property {import("../accounts/claim_store.js").Claim[]} claims reports saved while nobody had the phone open
 * @property {{trip: string, at: number} | null} departure when this phone was checked before leaving, and for which trip
 * @property {import("../policy/hold_rules.js").Emergency | null} emergency what runs on this phone, or ran last
 * @property {Record<string, number>} agreed which version of the agreement was signed on this phone, by whom
 * @property {boolean} isCovered hidden with one tap, until the next
 * @property {Envelope[]} items
 * @property {Kept[]} drafts
 * @property {Contact | null} contact
 * @property {boolean} isReady
 * @property {boolean} needsSetUp
 * @property {boolean} hasStorageTrouble
 * @property {boolean} hasLost the school misses what was kept on this phone before
 * @property {import("../foundation/keeping.js").Keeps} keeps what this window can keep
 * @property {boolean} dropsCookies the browser did not keep the cookie it was given
 * @property {boolean} isInTunnel the demo's switch: acting as if there were no signal
 * @property {import("./update_bar.js").Update} update
 * @property {import("../phones/install_prompt.js").InstallPrompt | null} installPrompt the browser's offer to install
 * @property {boolean} isInstallDeclined
 * @property {boolean} isJustInstalled
 * @property {import("../phones/own_phone_rules.js").OwnPhone} ownPhone
 * @property {string | null} unfinishedCode the code whose setting up never came to "ready"
 * @property {string | null} spentCode the code this phone was set up with
 */

/** @type {Parts} */
const NOTHING_YET = {
  start: null,
  hasNoStart: false,
  card: null,
  phone: null,
  ownKeys: null,
  offset: null,
  author: null,
  unlocked: null,
  people: [],
  window: null,
  list: null,
  alerts: null,
  claims: [],
  departure: null,
  emergency: null,
  agreed: {},
  isCovered: false,
  items: [],
  drafts: [],
  contact: null,
  isReady: false,
  needsSetUp: false,
  hasStorageTrouble: false,
  hasLost: false,
  keeps: "all",
  dropsCookies: false,
  isInTunnel: false,
  update: "none",
  installPrompt: null,
  isInstallDeclined: false,
  isJustInstalled: false,
  ownPhone: null,
  unfinishedCode: null,
  spentCode: null,
};

/** Holds the parts and says when one has changed. */
export class Knowledge {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {import("../foundation/storage_facts.js").StorageFacts} */
    this.storage = { persisted: null, usage: null };
    this.parts = NOTHING_YET;
  }

  /** @param {Partial<Parts>} news */
  learn(news) {
    this.parts = { ...this.parts, ...news };
    this.changed();
  }

  /**
   * Takes in how a contact went; null means another tab was at it.
   * @param {Contact | null} contact @param {import("../phones/hearing.js").Heard} heard
   */
  heard(contact, { news: { keys, ...news }, dropsCookies }) {
    if (!contact) return;
    this.learn({ ...news, ...(keys ? { ownKeys: keys } : {}), contact, dropsCookies });
  }

  /** Everything, with what follows from it. */
  known() {
    const { parts } = this;
    const now = Date.now();
    const keys = parts.ownKeys ?? parts.start?.keys ?? [];
    const device = thisDevice();
    const author = userOf(parts);
    // A phone that the school has set up is the school's, whatever it was before.
    const isOwnPhone = parts.ownPhone !== null && !parts.phone;
    // On one's own, what the school said is there for whoever is signed in, and goes with them.
    const card = isOwnPhone && !author ? null : parts.card;
    return {
      ...parts,
      author,
      isOwnPhone,
      card,
      now,
      today: isoDate(new Date(now)),
      keys,
      cannotSave: parts.isReady && parts.hasNoStart && keys.length === 0,
      isDemo: Boolean(parts.card?.school?.demo ?? parts.start?.demo),
      schoolName: String(parts.card?.school?.name ?? parts.start?.school ?? ""),
      device,
      hasCookies: device.hasCookies && !parts.dropsCookies,
      waitingCount: waiting(parts.items).length,
      waitingFor: waitingInWords({ ...parts, author, isOwnPhone, device }),
      tripName: (/** @type {string | null} */ id) => tripName(card, id),
    };
  }
}

/** Who uses the phone: whoever opened it comes before whoever signed in. @param {Parts} parts @returns {import("../accounts/author_store.js").Author | null} */
function userOf({ unlocked, author }) {
  return unlocked ? { id: unlocked.staff, name: unlocked.name, how: "pin" } : author;
}

/** @param {any} card @param {string | null} id @returns {string | null} */
function tripName(card, id) {
  const trips = [card?.trip, ...(card?.trips ?? [])];
  return trips.find(trip => trip && trip.id === id)?.title ?? null;
}
