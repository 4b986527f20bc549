// What a bench page can be asked to do; given to it as one script.
import * as bare from "./bare.js";
import * as check from "./check.js";
import * as ours from "./ours.js";
import * as photos from "./photos.js";
import * as pouch from "./pouch.js";
import * as unlock from "./unlock.js";

Object.assign(globalThis, { bench: { ours, bare, check, photos, pouch, unlock } });
