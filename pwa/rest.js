// What the app asks for once it is open: the screens that no report waits for. The worker keeps them from then on.
export { formParts } from "./shell/form_parts.js";
export { openDraft } from "./outbox/draft_opening.js";
export { Opener } from "./phones/opener.js";
export { laterScreen } from "./shell/later_screens.js";
export { findFor } from "./incidents/position_found.js";
export { alertsHere } from "./shell/alerts_here.js";
export { filedParts, todayParts } from "./shell/today_parts.js";
export { above } from "./shell/above_part.js";
export { sendOrphans } from "./shell/unfinished.js";
export { recall } from "./shell/recall.js";
export { todaysList } from "./trips/todays_list.js";

navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage("keep"));
