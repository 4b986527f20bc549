// Asks the phone where it is, only when somebody taps for it.

/** @typedef {import("./incident_rules.js").Position} Position */

const LIMIT_MS = 20_000;

/** @returns {Promise<Position | null>} null when the phone does not know or may not say */
export function whereWeAre() {
  return new Promise(resolve => {
    if (!navigator.geolocation) resolve(null);
    else
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => resolve(rounded(coords)),
        () => resolve(null),
        {
          enableHighAccuracy: true,
          timeout: LIMIT_MS,
        },
      );
  });
}

/** To about a metre. @param {GeolocationCoordinates} coords @returns {Position} */
function rounded({ latitude, longitude, accuracy }) {
  const metre = (/** @type {number} */ degrees) => Number(degrees.toFixed(5));
  return { latitude: metre(latitude), longitude: metre(longitude), accuracy_metres: Math.ceil(accuracy) };
}
