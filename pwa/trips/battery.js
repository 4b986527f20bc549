// What the browser says of the battery, where it says anything: Safari and Firefox do not, so nothing rests on it.

/** In percent; null where the browser tells nothing. @returns {Promise<number | null>} */
export async function browserSays() {
  const { getBattery } = /** @type {{getBattery?: () => Promise<{level: number}>}} */ (navigator);
  const [asked] = await Promise.allSettled([getBattery?.call(navigator)]);
  return asked.status === "fulfilled" && asked.value ? Math.round(asked.value.level * 100) : null;
}
