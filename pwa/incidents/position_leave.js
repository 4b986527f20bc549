// Whether the phone may say where it is without anybody being asked: then an emergency need not wait for a tap.

/** @returns {Promise<boolean>} false also where the browser does not tell */
export async function isAllowed() {
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state === "granted";
  } catch {
    return false;
  }
}
