// A position as an Ordnance Survey grid reference, worked out on the phone (`geodesy`, by Chris Veness; good to some 5 m).
import { LatLon } from "geodesy/osgridref.js";
import { isInGreatBritain } from "./place_rules.js";

/** "TG 51409 13177", to a metre; null outside Great Britain. @param {{latitude: number, longitude: number}} point @returns {string | null} */
export function gridReference({ latitude, longitude }) {
  return isInGreatBritain({ latitude, longitude }) ? new LatLon(latitude, longitude).toOsGrid().toString() : null;
}
