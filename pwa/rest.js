// What the app asks for once it is open: the screens that no report waits for.
export { unsealed } from "./foundation/unseal.js";
export { formParts } from "./shell/form_parts.js";
export { Unlocking } from "./phones/unlocking.js";
export { laterScreen } from "./shell/later_screens.js";
export { todayParts } from "./shell/today_parts.js";
export { sendOrphans } from "./shell/unfinished.js";
export { whyNot } from "./trips/pack_rules.js";
