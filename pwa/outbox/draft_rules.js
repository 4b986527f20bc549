// Whose a draft is, how long it has waited, and the record it stands for. Pure.

/** Which form a draft is of; what an earlier version kept says nothing and is a report. @typedef {"report" | "own-phone" | "item" | "add"} FormName */
/**
 * One kind of form: where its screen and what follows saving are, and how what was chosen and typed becomes a record.
 * @typedef {object} Form
 * @property {FormName} name and the first word of its screen's address
 * @property {string} saved the first word of the address after saving
 * @property {string} kind
 * @property {number} v
 * @property {() => any} untouched the fields of a form nobody has touched
 * @property {(fields: any, openedAt: number, isSchoolPhone: boolean) => object} bodyOf `openedAt` in ms
 * @property {(fields: any) => boolean} [isApart] whether it is for the chair of governors alone; where no form asks, it is not
 */

/** @typedef {Pick<import("./draft_store.js").Kept, "id" | "writer" | "opened_at">} Kept */

const ASKED_AFTER_MS = 86_400_000;

/**
 * Whether it can be gone on with: it is on its form still, or its writer has the phone open.
 * @param {Kept} kept @param {{unlock: string} | null} unlocked @param {string[]} held the ids of what is on the forms
 */
export const mayContinue = ({ id, writer }, unlocked, held) =>
  held.includes(id) || (writer !== null && writer === unlocked?.unlock);

/** Whether its writer's key is gone for good. @param {Kept} kept @param {string[]} unlocks of everybody with a PIN here */
export const isOrphan = ({ writer }, unlocks) => writer !== null && !unlocks.includes(writer);

/** Whether its writer is asked what is to become of it. @param {Kept} kept @param {number} now */
export const isLongUnfinished = ({ opened_at }, now) => now - opened_at >= ASKED_AFTER_MS;

/** Whether anything was written that would be missed. @param {Pick<import("./drafts.js").Draft, "form" | "fields">} draft */
export const isTouched = ({ form, fields }) => JSON.stringify(fields) !== JSON.stringify(form.untouched());

/** The record a draft stands for, unsigned. @param {import("./drafts.js").Draft} draft @param {{phone: string | null}} known */
export function recordOf({ form, id, trip, actor, fields, opened_at }, { phone }) {
  const { kind, v, bodyOf } = form;
  return { id, kind, v, trip, actor, body: bodyOf(fields, opened_at, phone !== null), isApart: form.isApart?.(fields) };
}
