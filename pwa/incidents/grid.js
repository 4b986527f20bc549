// A position as an Ordnance Survey grid reference, worked out on the phone (`geodesy`, by Chris Veness; good to some 5 m).
import { LatLon } from "geodesy/osgridref.js";
import { spoken } from "./emergency_rules.js";
import { isInGreatBritain } from "./place_rules.js";

/** A position for a record: "51.47780 north, 0.00140 west, TQ 38882 77320, to within 12 m". @param {import("./emergency_rules.js").Found} found */
export function positionInWords(found) {
  const grid = gridReference(found);
  return [spoken(found), ...(grid ? [grid] : []), `to within ${found.accuracy_metres} m`].join(", ");
}

/** "TG 51409 13177", to a metre; null outside Great Britain. @param {{latitude: number, longitude: number}} point @returns {string | null} */
export function gridReference({ latitude, longitude }) {
  return isInGreatBritain({ latitude, longitude }) ? new LatLon(latitude, longitude).toOsGrid().toString() : null;
}
