// Where the Ordnance Survey's grid is of use: in Great Britain and the Isle of Man. Northern Ireland has another grid, and
// over the sea begins none. Pure.

// Round the coast from Scilly, at sea: [latitude, longitude].
const GREAT_BRITAIN = [
  ...[
    [49.7, -6.7],
    [49.7, -5],
    [50.05, -3],
    [50.3, 0],
    [50.75, 1.1],
    [51.03, 1.48],
    [51.4, 1.7],
    [52.5, 2.2],
  ],
  ...[
    [53.1, 1.8],
    [54.6, 0.2],
    [55.8, -1.2],
    [57.6, -1.4],
    [59.3, -1.2],
    [60, -0.5],
    [61, -0.3],
    [61, -1.6],
  ],
  ...[
    [60.1, -2.6],
    [59.4, -6.4],
    [58, -9],
    [57.6, -9],
    [56.5, -8],
    [55.6, -7],
    [55.45, -6.3],
    [55.32, -6],
  ],
  ...[
    [55.1, -5.85],
    [54.75, -5.33],
    [54.3, -5.22],
    [53.4, -5.3],
    [52, -5.85],
    [51, -6],
    [50.2, -6.7],
  ],
];

/** Whether a point lies inside. @param {{latitude: number, longitude: number}} point */
export function isInGreatBritain({ latitude, longitude }) {
  let isInside = false;
  GREAT_BRITAIN.forEach(([lat = 0, lon = 0], at) => {
    const [toLat = 0, toLon = 0] = GREAT_BRITAIN.at(at - 1) ?? [];
    const crosses = lat > latitude !== toLat > latitude;
    if (crosses && longitude < ((toLon - lon) * (latitude - lat)) / (toLat - lat) + lon) isInside = !isInside;
  });
  return isInside;
}
