// Reads the cases that both languages hold.
import { readFileSync } from "node:fs";

export const golden = name => JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), "utf8"));
