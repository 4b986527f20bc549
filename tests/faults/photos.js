// Photos in the fault harness: kept by the shipped code together with their records, and told of once they are gone.
import { fileWithPhotos } from "../../pwa/outbox/file_photos.js";
import { erasedIdOf, TAKEN } from "../../pwa/photos/photo_rules.js";
import { tellErased } from "../../pwa/photos/photo_filing.js";
import { hold } from "./violation.js";

const BYTES = [100, 3000, 9000];

/** A shot, its record and its bytes, as the camera leaves them. @param {any} world @param {any} phone @param {{trip: string | null, actor: object, sign: unknown}} by */
export function shotOf({ chance }, phone, by) {
  const taken_at = new Date(phone.clock()).toISOString();
  const body = { list_as_at: null, taken_at, width: 4, height: 3, nobody: true };
  const bytes = Uint8Array.from(Buffer.from(chance.hex(2 * chance.pick(BYTES)), "hex"));
  return { finished: { id: chance.uuid(), kind: TAKEN, v: 1, body, ...by }, picture: { id: chance.uuid(), bytes } };
}

/** Keeps it on the phone, and answers what was filed. @param {any} tab @param {any} shot */
export const keep = ({ machine, phone }, { finished, picture }) =>
  fileWithPhotos(machine, phone.known(), finished, [picture]);

/** Tells the school of what is gone, calling `filed` with each. Nothing is told of as gone whose bytes are here. @param {any} tab @param {(filed: any) => void} filed */
export async function tellGone({ machine, phone }, filed) {
  const items = await machine.store.all();
  const told = one => {
    const photo = items.find(({ id }) => erasedIdOf(id) === one.id);
    hold(
      !phone.disk.rows.body.has(`blob,${photo.id}`),
      "I1",
      () => `${phone.name} says ${photo.id} is gone, and has it`,
    );
    filed(one);
  };
  const filing = { around: { machine, filed: told }, known: () => phone.known() };
  await tellErased(filing, phone.world.bug?.asSettled?.(items) ?? items);
}
