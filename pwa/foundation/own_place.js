// A place of its own for a database of which no byte may stay once it is dropped. In Chromium all databases of a site share
// their files, where what was dropped stays readable for days; a storage bucket has files of its own, and they go with
// it. Elsewhere each database has its own (ADR 0022).
import { deleteDB } from "idb";

/** @typedef {{open: (name: string, wishes: object) => Promise<{indexedDB: IDBFactory}>, delete: (name: string) => Promise<void>}} Buckets */

/** @returns {Buckets | undefined} */
const buckets = () => /** @type {any} */ (navigator).storageBuckets;

/** Where the database of this name is opened. @param {string} name @returns {Promise<IDBFactory>} */
export async function ownPlace(name) {
  const bucket = await buckets()?.open(name, { durability: "strict", persisted: true });
  return bucket?.indexedDB ?? indexedDB;
}

/** Drops that database with every byte of it. Nobody may hold it open here. @param {string} name */
export async function dropWhole(name) {
  await deleteDB(name);
  await buckets()?.delete(name);
}
