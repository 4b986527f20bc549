// How it stands with alerts that come by themselves on this phone. Pure.

/** What this phone noted: turned on here, since when; whether the school was told where; when the last push came, and the last test. @typedef {{is_on?: boolean, is_here?: boolean, on_at?: number, came_at?: number, test_at?: number}} Noted */
/**
 * "tab": only the installed app can. "unsupported": this browser cannot. "denied": somebody said no to the browser.
 * "off": nobody has turned them on. "unproven": on, and none has come yet. "silent": on, and none for three days. "on".
 * @typedef {"tab" | "unsupported" | "denied" | "off" | "unproven" | "silent" | "on"} Standing
 */

const SILENT_MS = 3 * 86_400_000;
const PROVES_MS = 30 * 86_400_000;

/**
 * @param {{canPush: boolean, isAppleTab: boolean, permission: string}} browser @param {Noted} noted @param {number} now
 * @returns {Standing}
 */
export function standingOf({ canPush, isAppleTab, permission }, { is_on, is_here, on_at = 0, came_at = 0 }, now) {
  if (isAppleTab) return "tab";
  if (!canPush) return "unsupported";
  if (permission === "denied") return "denied";
  if (!is_on || !is_here || permission !== "granted") return "off";
  // One that came before they were turned on again proves nothing.
  if (came_at < on_at) return "unproven";
  return now - came_at > SILENT_MS ? "silent" : "on";
}

/** What a set-up check says of it: a test came lately; none can; or nobody has tried. @param {Standing} standing @param {Noted} noted @param {number} now */
export function testAlert(standing, { test_at = 0, on_at = 0 }, now) {
  if (["tab", "unsupported", "denied"].includes(standing)) return false;
  // One from before they were turned off, or on again, proves nothing.
  return standing !== "off" && test_at >= on_at && now - test_at < PROVES_MS ? true : null;
}

/** Whether a subscription has to be told of anew: it is the first contact since the start, or other people have a PIN here. @param {string[]} told @param {string[] | null} people those told of before; null before the first */
export const isNews = (told, people) => people === null || told.toSorted().join() !== people.toSorted().join();
