// The log of an own phone's use, put together: the form, which is one of the app's forms from then on, and what follows saving.
import { afterwards } from "../personal_phone/use_parts.js";
import { UseScreen } from "../personal_phone/use_screen.js";
import { installLine } from "../phones/install_line.js";
import { FiledScreen } from "./filed_screen.js";

const SAVED = { title: "Saved", thing: "Log", another: "Log another" };

/** @type {{form: UseScreen, saved: FiledScreen} | null} */
let made = null;

/** One of each, whoever asks first. @param {import("./screens.js").Around} around */
export function ownPhone({ form: around, forms, knowledge, machine }) {
  if (!made) {
    const form = new UseScreen({ ...around, knowledge, clock: machine.clock });
    forms.all.push(form);
    made = { form, saved: new FiledScreen(SAVED, form, afterwards, installLine) };
  }
  return made;
}
