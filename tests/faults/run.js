// Runs seeds over all cores, and every planted bug with them. How: node tests/faults/run.js --help
import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ALL_FAULTS } from "./faults.js";
import { PLANTED } from "./planted.js";
import { failure, report } from "./report.js";

const HELP = `node tests/faults/run.js [--seeds 300] [--first 1] [--planted 300] [--until-caught] [--seed 1482 [--bug NAME]]
--planted N     tries each planted bug on the first N seeds
--until-caught  leaves a bug alone once one seed has caught it
--seed N        replays one seed and prints its trace, with a planted bug or none
--list          names every fault
--json FILE     also writes the outcome down
From the repository's folder; PYTHON names the Python that has the server's packages.`;

const OPTIONS = {
  seeds: { type: "string", default: "300" },
  first: { type: "string", default: "1" },
  planted: { type: "string", default: "300" },
  "until-caught": { type: "boolean", default: false },
  seed: { type: "string" },
  bug: { type: "string" },
  json: { type: "string" },
  workers: { type: "string", default: String(availableParallelism()) },
  list: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
};

/** The seeds to run, planted bugs between the others. */
function* jobs(asked, caught) {
  for (let at = 0; at < Math.max(asked.seeds, asked.planted); at++) {
    if (at < asked.seeds) yield { seed: asked.first + at, bug: null, replays: false };
    for (const bug of at < asked.planted ? PLANTED : [])
      if (!caught.has(bug.name)) yield { seed: seedFor(bug, at, asked), bug: bug.name };
  }
}

/** Where one seed is enough, a bug begins with one that has caught it. */
function seedFor({ seen }, at, { first, until }) {
  return until && at === 0 && seen ? seen : first + at;
}

/** Hands jobs to processes, each with a server of its own, until there are none. */
async function runAll(queue, workers, heard) {
  await Promise.all(Array.from({ length: workers }, () => runInOne(queue, heard)));
}

function runInOne(queue, heard) {
  // Node warns of each rejection that is looked at a moment late; part.js has a mind of its own about those.
  const env = { ...process.env, NODE_NO_WARNINGS: "1" };
  const part = fork(fileURLToPath(new URL("part.js", import.meta.url)), { env });
  const give = () => {
    const { value, done } = queue.next();
    part.send(done ? null : value);
  };
  return new Promise((resolve, reject) => {
    part.on("message", outcome => {
      if (outcome) heard(outcome);
      give();
    });
    part.on("exit", code => (code === 0 ? resolve() : reject(new Error(`A part of the run ended with ${code}`))));
  });
}

async function main() {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return console.log(HELP);
  if (values.list) return console.log(ALL_FAULTS.map(({ name }) => name).join("\n"));
  const isReplay = values.seed !== undefined;
  const asked = {
    first: Number(values.first),
    seeds: Number(values.seeds),
    planted: Number(values.planted),
    until: values["until-caught"],
  };
  const outcomes = [];
  const caught = new Set();
  const queue = isReplay
    ? [{ seed: Number(values.seed), bug: values.bug ?? null, replays: true }].values()
    : jobs(asked, caught);
  const progress = progressOf(asked.seeds);
  await runAll(queue, isReplay ? 1 : Number(values.workers), outcome => {
    outcomes.push(outcome);
    if (outcome.bug && outcome.violation && values["until-caught"]) caught.add(outcome.bug);
    if (!isReplay) progress(outcome);
  });
  if (isReplay) console.log(outcomes[0].trace.join("\n"));
  const { lines, isGood } = report(outcomes, { ...asked, isReplay });
  console.log(lines.join("\n"));
  if (values.json) writeFileSync(values.json, JSON.stringify(outcomes));
  process.exitCode = isGood ? 0 : 1;
}

/** Says each failure at once, and how far the run has come, ten times. */
function progressOf(seeds) {
  let done = 0;
  return ({ seed, bug, violation }) => {
    if (bug) return;
    done += 1;
    if (violation) console.log(failure({ seed, bug, violation }));
    if (done % Math.ceil(seeds / 10) === 0) console.log(`${done} of ${seeds} seeds`);
  };
}

await main();
