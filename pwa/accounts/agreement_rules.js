// Whether somebody still has to sign the agreement on acceptable use. Pure.

/** @typedef {{unlocked: {staff: string, has_agreed?: boolean} | null, card: any, agreed: Record<string, number>}} Known */

/** Whether who has the phone open still has to sign the version in force. @param {Known} known */
export function mustSign({ unlocked, card, agreed }) {
  const version = card?.agreement?.version;
  if (!unlocked || !version || agreed[unlocked.staff] === version) return false;
  const here = card.people?.find((/** @type {{staff: string}} */ { staff }) => staff === unlocked.staff);
  // A PIN chosen a moment ago is on no card yet.
  return (here ?? unlocked).has_agreed === false;
}
