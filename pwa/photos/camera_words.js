// What the camera says in plain words: why it stays closed, what is wrong with it, what is wrong with a picture.

/** @type {Record<import("./camera.js").Trouble, string>} */
export const TROUBLES = {
  refused: "This browser may not use the camera. Allow the camera for Lanyard in the phone's settings, then try again.",
  none: "This phone has no camera that Lanyard can find. Take the photo with another school phone.",
  busy: "Another app is using the camera. Close it, then try again.",
  gone: "The camera stopped. Try again.",
};

/** @type {Record<import("./picture.js").WhyUnfit, string>} */
export const UNFIT = {
  empty: "NOT kept: the file is empty. Take it again.",
  not_image: "NOT kept: this is not a picture that can be opened. Take it again.",
  cut_off: "NOT kept: the picture is cut off. Take it again.",
  heic: "NOT kept: this browser cannot open a picture of this kind (HEIC). Set the phone's camera to JPEG: on an iPhone, Settings, Camera, Formats, Most Compatible.",
  too_large: "NOT kept: the picture is too large, over 40 megapixels. Set the phone's camera to 12 megapixels.",
  old: "NOT kept: that picture was not taken just now. Lanyard takes none from the gallery.",
  no_picture: "NOT kept: the camera showed nothing yet. Take it again.",
};

/** @type {Record<string, string>} */
export const NOT_SAVED = {
  full: "NOT kept: this phone is full. Remove something from it, then keep the photo.",
  broken: "NOT kept: this phone's storage did not answer. Try again.",
  refused: "NOT kept: this window keeps nothing. Open Lanyard in a normal window.",
  too_long: "NOT kept: the picture is too large for the school. Take it again.",
  no_key: "NOT kept: Lanyard has never heard from the school on this phone. Open it once with a signal.",
};
