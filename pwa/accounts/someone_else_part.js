// Somebody without a PIN here writes on another's unlock: their name is typed, and both stand in the record. Comes with the rest, which
// whoever has the phone open has.
import { html, nothing } from "lit-html";
import { textField } from "../foundation/fields.js";

/** @typedef {{draft: {actor: import("./author_store.js").Actor}, writeAs: (name: string) => void}} Screen */

/** @param {{author: import("./author_part.js").Author, screen: Screen}} known */
export function someoneElsePart({ author, screen }) {
  const { staff, unlocked_by, typed_name } = screen.draft.actor;
  if (author?.how !== "pin" || (staff ?? unlocked_by) !== author.id) return nothing;
  return html`<details class="someone-else" ?open=${typed_name !== null}>
    <summary>Someone else is writing</summary>
    ${textField({ name: "typed_name", label: "Their name", hint: "For somebody who has no PIN on this phone, such as a supply teacher.", value: typed_name ?? "", told: screen.writeAs.bind(screen) })}
  </details>`;
}
