// Tells the app's other tabs, and the page from its worker, that what the phone keeps has changed.

const CHANNEL = "lanyard";

/** @param {() => void} heard @returns {() => void} tells the others */
export function newsBetweenTabs(heard) {
  if (typeof BroadcastChannel === "undefined") return () => undefined;
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", () => heard());
  return () => channel.postMessage("changed");
}
