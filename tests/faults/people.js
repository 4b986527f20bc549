// What people do with their phones, and what the school's server does by itself. None of it is a fault.
import { actorOf } from "../../pwa/accounts/author_store.js";
import { agree, takeBack } from "./agreements.js";
import { formOf } from "./forms.js";
import { authorOf, HOLDER_STEPS, signerOf } from "./holders.js";
import { shotOf } from "./photos.js";

const MOST_PAGES = 2;
const FILLERS = [0, 40, 300, 6000];
const SECOND = 1000;
const PAUSES = [1, 10, 61, 600, 8 * 3600].map(seconds => seconds * SECOND);

/** A record as its form finishes it; its text can be told apart from every other. */
export function recordOf(world, phone, { id = world.chance.uuid(), v = 1, more = "" } = {}) {
  const { chance } = world;
  const mark = chance.hex(12);
  const text = `CANARY-${mark} grazed knee ${chance.hex(chance.pick(FILLERS))}${more}`;
  const trip = chance.pick([world.about.trip, world.about.trip, null, "5f0c1a52-9d0e-4a57-8f43-0d5b8f1f8f10"]);
  const at = new Date(phone.clock()).toISOString();
  const { isWhole, ...form } = formOf(id, { at, text, mark });
  const typed = chance.flip(0.1) ? "Somebody else" : "";
  const actor = actorOf(authorOf(phone) ?? phone.local.rows.get("author") ?? null, typed);
  const sign = (world.bug?.signerOf ?? signerOf)(phone);
  const signer = sign && phone.holder;
  const finished = { id, ...form, v, trip, actor, sign };
  return { finished, signer, text: v === 1 && isWhole ? text : null };
}

/** A page of this phone's, opened where there is none. */
export function pageOf(world, phone) {
  const pages = phone.tabs.filter(tab => !tab.isWorker);
  return pages.length > 0 ? world.chance.pick(pages) : open(phone);
}

export function open(phone) {
  const tab = phone.openTab();
  tab.begin();
  return tab;
}

export function file(world, phone, how) {
  const { finished, signer, text } = recordOf(world, phone, how);
  pageOf(world, phone).file(finished, { text, signer });
}

function takePhoto(world, phone) {
  const { finished, signer } = recordOf(world, phone);
  const { trip, actor, sign } = finished;
  pageOf(world, phone).keep(shotOf(world, phone, { trip, actor, sign }), { text: null, signer });
}

function fileBlob(world, phone) {
  const { chance } = world;
  const json = JSON.stringify(chance.hex(chance.pick([100, 3000, 9000])));
  pageOf(world, phone).fileOdd({ type: "blob", id: chance.uuid(), trip: world.about.trip, json });
}

/** One draft open in several places is filed in each, with other words. */
function fileDraft(world, phone) {
  const id = world.chance.pick(phone.drafts);
  file(world, phone, { id });
}

const isOpen = phone => phone.tabs.some(tab => !tab.isWorker);
const pages = phone => phone.tabs.filter(tab => !tab.isWorker).length;
const needsSetUp = phone => phone.local.rows.get("needsSetUp") === true || !phone.cookieHeader();

export async function setUpAgain(world, phone) {
  const [{ code }] = await world.ask({ do: "code", phone: phone.id });
  pageOf(world, phone).setUp(code);
}

/** @typedef {{name: string, weight: number, may?: (world: any, phone: any) => unknown, act: (world: any, phone: any) => unknown}} Step */

/** @type {Step[]} */
const STEPS = [
  { name: "files a record", weight: 16, act: (world, phone) => file(world, phone) },
  { name: "files a blob", weight: 1, act: fileBlob },
  { name: "takes a photo", weight: 3, act: takePhoto },
  { name: "sees an own phone agreed to", weight: 1, act: agree },
  {
    name: "sees an agreement taken back",
    weight: 1,
    may: ({ agreements }) => agreements.inForce.size > 0,
    act: takeBack,
  },
  { name: "begins a draft", weight: 2, act: (world, phone) => phone.drafts.push(world.chance.uuid()) },
  { name: "files a draft", weight: 9, may: (_world, phone) => phone.drafts.length > 0, act: fileDraft },
  {
    name: "opens a page",
    weight: 4,
    may: (_world, phone) => pages(phone) < MOST_PAGES,
    act: (_world, phone) => open(phone),
  },
  {
    name: "wakes the worker",
    weight: 4,
    may: (_world, phone) => !phone.tabs.some(tab => tab.isWorker),
    act: (_world, phone) => phone.openTab(true).takeTurn(),
  },
  {
    name: "looks at the app",
    weight: 3,
    may: (_w, phone) => isOpen(phone),
    act: (world, phone) => pageOf(world, phone).look(),
  },
  {
    name: "taps send now",
    weight: 5,
    may: (_w, phone) => isOpen(phone),
    act: (world, phone) => pageOf(world, phone).sendNow(),
  },
  { name: "sets the phone up again", weight: 6, may: (_world, phone) => needsSetUp(phone), act: setUpAgain },
  {
    name: "lets time pass",
    weight: 12,
    act: world => {
      world.time += world.chance.pick(PAUSES);
    },
  },
  { name: "sees the server look after itself", weight: 2, act: world => world.ask({ do: "tick" }) },
  {
    name: "sees a backup made",
    weight: 4,
    act: async world => {
      await world.ask({ do: "save" });
      world.save();
    },
  },
];

/** Everything that people do. @returns {Step[]} */
export const steps = () => [...STEPS, ...HOLDER_STEPS];
