// Adding to a report, put together: the form, which is one of the app's forms from then on, and its filing.
import { recordsOf } from "../incidents/add_rules.js";
import { AddScreen } from "../incidents/add_screen.js";
import { fileTogether } from "../outbox/file_together.js";

/** @typedef {import("./filing.js").Filing} Filing */
/** @typedef {import("../outbox/drafts.js").Draft} Draft */

/** @type {AddScreen | null} */
let made = null;

/** One of them, whoever asks first. @param {import("./screens.js").Around} around */
export function adding({ form: around, forms, filing, knowledge }) {
  if (!made) {
    const items = () => knowledge.parts.items;
    made = new AddScreen({ ...around, items, file: draft => fileAdded(filing, draft) });
    forms.all.push(made);
  }
  return made;
}

/** Files what is known and what was said of a parent, both or neither; answers the first one's id. @param {Filing} filing @param {Draft} draft */
export async function fileAdded(filing, { id, trip, actor, fields, opened_at }) {
  const { machine, lock, filed } = filing.around;
  const sign = lock.signerFor(actor.staff ?? actor.unlocked_by);
  const { isApart } = fields;
  const records = recordsOf(fields, opened_at).map((record, at) => ({
    ...{ ...record, id: at === 0 ? id : machine.newId(), trip, actor, sign, isApart },
  }));
  const envelopes = await fileTogether(machine, filing.known(), records);
  for (const envelope of envelopes) filed(envelope);
  const isNobodys = !actor.staff && !actor.typed_name && !isApart;
  for (const envelope of isNobodys ? envelopes : []) await filing.willAsk(envelope, "add");
  return envelopes[0]?.id ?? id;
}
