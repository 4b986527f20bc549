// What a contact with the school leaves on this phone: the same whether a page or the worker made it.
import { AuthorStore } from "../accounts/author_store.js";
import { LostCookie } from "./lost_cookie.js";
import { newsIn, PhoneStore } from "./phone_store.js";

/** @typedef {import("../outbox/send.js").Contact} Contact */
/** @typedef {import("./phone_store.js").PhoneKnowledge} PhoneKnowledge */
/**
 * `isMended`: the phone's lost cookie is back, and it is worth trying again. `news` is also kept, unless `failure` says
 * that this phone's storage refused it. `dropsCookies`: the browser did not keep the cookie it was just given.
 * @typedef {{isMended: boolean, dropsCookies: boolean, news: Partial<PhoneKnowledge> & {author?: null}, failure: unknown}} Heard
 */

/** Hears each contact and keeps what is new. */
export class Hearing {
  /** @param {{fetch: import("../foundation/requests.js").Fetch, local: import("../foundation/local_store.js").LocalStore}} machine */
  constructor({ fetch, local }) {
    this.cookie = new LostCookie({ fetch, local });
    this.phones = new PhoneStore(local);
    this.authors = new AuthorStore(local, fetch);
  }

  /** @param {Contact | null} contact null means that another was at it @returns {Promise<Heard>} */
  async hear(contact) {
    if (await this.cookie.isMended(contact)) return { isMended: true, dropsCookies: false, news: {}, failure: null };
    const news = { ...(contact?.said ? newsIn(contact.said, contact.said_at) : {}), ...(await this.standing(contact)) };
    const hasEnded = await this.hasEnded(contact);
    const failure = await failureOf([this.phones.keep(news), hasEnded && this.authors.forget()]);
    const { isDropped: dropsCookies } = this.cookie;
    return { isMended: false, dropsCookies, news: hasEnded ? { ...news, author: null } : news, failure };
  }

  /** Whether the sign-in here was ended; not one begun since the school was asked. @param {Contact | null} contact */
  async hasEnded(contact) {
    if (!contact?.said?.notices?.includes("sign_in.ended")) return false;
    return !(await this.authors.isNewerThan(contact.asked_at));
  }

  /** Whether the school still knows this phone, where the contact shows it. @param {Contact | null} contact */
  async standing(contact) {
    // A sign-in in the same browser, and no phone's cookie: then the school answers, and knows no phone.
    const isUnknown = contact?.trouble === "set_up" || contact?.said?.card?.phone === null;
    if (isUnknown && (await this.phones.wasSetUp(contact.asked_at))) return { needsSetUp: true };
    return contact?.said ? { needsSetUp: false } : {};
  }
}

/** @param {unknown[]} keeping */
async function failureOf(keeping) {
  const failed = (await Promise.allSettled(keeping)).find(({ status }) => status === "rejected");
  return failed?.status === "rejected" ? failed.reason : null;
}
