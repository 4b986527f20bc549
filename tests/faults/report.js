// What a run tells at its end: the faults and how often each struck, the planted bugs and how many seeds caught each.
import { ALL_FAULTS } from "./faults.js";
import { PLANTED } from "./planted.js";

const ENOUGH_SEEDS = 300;

function faultTable(outcomes) {
  const struck = new Map(ALL_FAULTS.map(({ name }) => [name, { times: 0, seeds: 0 }]));
  for (const [name, times] of outcomes.flatMap(({ fired }) => fired)) {
    const row = struck.get(name);
    row.times += times;
    row.seeds += 1;
  }
  return struck;
}

function plantedTable(outcomes) {
  const rows = new Map(PLANTED.map(({ name }) => [name, { caught: 0, of: 0, first: null }]));
  for (const { bug, seed, violation } of outcomes) {
    const row = rows.get(bug);
    row.of += 1;
    if (violation) row.caught += 1;
    if (violation && !(row.first < seed && row.first)) row.first = seed;
  }
  return rows;
}

const column = (words, width) => String(words).padEnd(width);
const sum = (outcomes, name) => outcomes.reduce((total, outcome) => total + outcome[name], 0);

/** One failed seed, with the command that replays it. */
export function failure({ seed, bug, violation }) {
  return `Seed ${seed} failed: ${violation}. Again: make faults SEED=${seed}${bug ? ` BUG='${bug}'` : ""}`;
}

/** @param {any[]} outcomes @param {{seeds: number, planted: number, isReplay: boolean}} asked */
export function report(outcomes, { seeds, planted, isReplay }) {
  const plain = outcomes.filter(({ bug }) => !bug);
  const failed = outcomes.filter(({ violation, bug }) => violation && (isReplay || !bug));
  if (isReplay)
    return { lines: failed.length > 0 ? failed.map(failure) : ["Every promise held."], isGood: failed.length === 0 };
  const faults = faultTable(plain);
  const bugs = plantedTable(outcomes.filter(({ bug }) => bug));
  const silent = seeds >= ENOUGH_SEEDS ? [...faults].filter(([, { times }]) => times === 0).map(([name]) => name) : [];
  const missed = planted > 0 ? [...bugs].filter(([, { caught }]) => caught === 0).map(([name]) => name) : [];
  const lines = [
    "",
    `${column("Fault", 56)}struck  in seeds`,
    ...[...faults].map(([name, { times, seeds: of }]) => `${column(name, 56)}${column(times, 8)}${of}`),
    ...(planted > 0 ? ["", `${column("Planted bug", 56)}caught  of seeds  first`] : []),
    ...(planted > 0
      ? [...bugs].map(([name, row]) => `${column(name, 56)}${column(row.caught, 8)}${column(row.of, 10)}${row.first}`)
      : []),
    "",
    ...failed.map(failure),
    ...silent.map(name => `This fault never struck: ${name}`),
    ...missed.map(name => `This planted bug was not caught: ${name}`),
    `${plain.length} seeds, ${sum(plain, "filed")} items filed, ${sum(plain, "requests")} requests: ${failed.length} failed.`,
  ];
  return { lines, isGood: failed.length + silent.length + missed.length === 0 };
}
