// Custody put together: the list, and its form, which is one of the app's forms from then on.
import { CustodyFormScreen } from "../custody/custody_form_screen.js";
import { CustodyScreen } from "../custody/custody_screen.js";
import { CustodyNotes } from "../custody/custody_store.js";
import { Opener } from "../phones/opener.js";

/** @type {{list: CustodyScreen, form: CustodyFormScreen} | null} */
let made = null;

/** One of each, whoever asks first. @param {import("./screens.js").Around} around */
export function custody({ form: around, forms, knowledge, machine, lock, local, repaint }) {
  if (!made) {
    const notes = new CustodyNotes(local, repaint);
    const form = new CustodyFormScreen({ ...around, notes, lock: new Opener(lock), knowledge, clock: machine.clock });
    forms.all.push(form);
    made = { list: new CustodyScreen(notes), form };
  }
  return made;
}
