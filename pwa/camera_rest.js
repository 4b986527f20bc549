// The camera, and what is said of photos: asked for when somebody photographs, or once a photo was taken. It comes after the
// rest, so that what all of them share stays one file: in two it would take the room that opening the app has.
import "./rest.js";

export { photoScreen } from "./photos/photo_screen.js";
export { tellErased } from "./photos/photo_filing.js";
export { photosPart } from "./photos/photos_part.js";
