// What nobody waits for who takes no photo: fetched once the app is open, in a file of its own. It comes after the rest, so that
// what all three share stays one file: in more and smaller ones the app would start slower.
import "./rest.js";

export { tellErased } from "./photos/photo_filing.js";
export { photosPart } from "./photos/photos_part.js";
export { photos as photosOf } from "./shell/photo_screens.js";
