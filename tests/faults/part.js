// One process of a run: a server of its own, and one seed after another.
import { PLANTED } from "./planted.js";
import { runSeed } from "./scheduler.js";
import { ServerLine } from "./server_line.js";

const server = new ServerLine();

async function run({ seed, bug, replays }) {
  try {
    const outcome = await runSeed(server, seed, PLANTED.find(({ name }) => name === bug) ?? null);
    // A trace is long; it can be had again at any time.
    return replays ? outcome : { ...outcome, trace: [] };
  } catch (error) {
    console.error(`Seed ${seed}${bug ? ` with "${bug}"` : ""} broke the harness itself:\n${error.stack}`);
    process.exit(1);
  }
}

// Storage may refuse a write whose outcome is looked at a moment later only, which a browser merely notes.
process.on("unhandledRejection", error => {
  if (!(error instanceof DOMException)) throw error;
});

process.on("message", async job => {
  if (job) process.send(await run(job));
  else process.disconnect();
});
// Whoever asked for the run has ended it: nothing may stay behind.
process.on("disconnect", async () => {
  await server.end();
  process.exit();
});
process.send(null);
