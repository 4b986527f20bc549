// What the phone finds out by itself for its set-up check.
import { storageFacts } from "../foundation/storage_facts.js";

/** Null where the browser does not tell. @typedef {{installed: boolean, storage_kept: boolean | null, app_kept: boolean}} OwnFacts */

/** @param {import("../foundation/device.js").Device} device @returns {Promise<OwnFacts>} */
export async function ownFacts({ isInstalled }) {
  const { persisted } = await storageFacts();
  return { installed: isInstalled, storage_kept: persisted, app_kept: Boolean(navigator.serviceWorker?.controller) };
}

/** Whether there is a camera that Lanyard may use. It is let go at once: nothing is shown, and no picture is made. */
export async function triesTheCamera() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    for (const track of stream.getTracks()) track.stop();
    return true;
  } catch {
    return false;
  }
}
