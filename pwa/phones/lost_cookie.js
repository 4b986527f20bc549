// Mends a lost cookie: a browser writes cookies down late, so one that is killed soon after setting up has lost the
// phone's own. The school answers the same code and nonce the same for a day, and that answer brings the cookie back.
import { askJson } from "../foundation/requests.js";

/** @typedef {{fetch: import("../foundation/requests.js").Fetch, local: Pick<import("../foundation/local_store.js").LocalStore, "read" | "write" | "forget">}} CookieMachine */

const SPENT = "set_up_spent";

/** Keeps the code this phone was set up with. @param {CookieMachine["local"]} local @param {{code: string, nonce: string}} spent */
export const keepSpentCode = (local, spent) => local.write(SPENT, spent);

/** @param {Pick<CookieMachine["local"], "read">} local @returns {Promise<{code: string, nonce: string} | undefined>} */
export const readSpentCode = local => local.read(SPENT);

/** Asks for the cookie once; again only after a contact that was not about setting up. */
export class LostCookie {
  /** @param {CookieMachine} machine */
  constructor(machine) {
    this.machine = machine;
    this.isAsked = false;
    this.isGiven = false;
    /** The school gave the cookie, and the browser did not keep it. */
    this.isDropped = false;
  }

  /** Whether the cookie was lost and is back. @param {{trouble: string | null} | null} contact */
  async isMended(contact) {
    const isLost = contact?.trouble === "set_up";
    if (contact && !isLost) Object.assign(this, { isAsked: false, isGiven: false, isDropped: false });
    if (isLost && this.isAsked) this.isDropped = this.isGiven;
    if (!isLost || this.isAsked) return false;
    this.isGiven = await this.ask();
    return this.isGiven;
  }

  async ask() {
    const { fetch, local } = this.machine;
    const spent = await readSpentCode(local);
    if (!spent) return false;
    this.isAsked = true;
    const { ok, code } = await askJson(fetch, "/api/phones/enrol", spent);
    if (code.startsWith("enrolment.")) await local.forget(SPENT);
    return ok;
  }
}
