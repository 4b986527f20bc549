// One seed: some turns in which anything may happen, then a time in which nothing goes wrong, then the whole account.
import { finalCheck } from "./final_check.js";
import { ALL_FAULTS, AT_EFFECTS, STEP_FAULTS, WEATHERS } from "./faults.js";
import { carriesItems } from "./line_faults.js";
import { quiet } from "./native_work.js";
import { open, pageOf, setUpAgain, steps } from "./people.js";
import { Violation, hold } from "./violation.js";
import { World } from "./world.js";

const ROUNDS = 4;
const ROUND_MS = 6 * 60_000;
const FEWEST_TURNS = 120;
const MORE_TURNS = 200;
const LONGEST_DRAIN = 20_000;
const WEATHER_TURNS = 120;
const TURN_MS = 400;

class Schedule {
  constructor(world) {
    this.world = world;
    const { chance } = world;
    this.turns = FEWEST_TURNS + chance.below(MORE_TURNS);
    this.turn = 0;
    // Each seed has some of the faults only, and its own measure of them: a storm hides what a breeze shows.
    this.likely = new Set(ALL_FAULTS.filter(() => chance.flip(0.6)).map(({ name }) => name));
    this.rate = chance.pick([0.08, 0.2, 0.4]);
    this.stepRate = chance.pick([0.1, 0.25, 0.4]);
  }

  async run() {
    for (this.turn = 1; this.turn <= this.turns; this.turn++) {
      this.world.time += this.world.chance.below(TURN_MS);
      await this.one();
      await this.world.office.turn(this.world);
      await this.rest();
    }
    await this.heal();
  }

  async rest() {
    await quiet();
    this.world.settleDown();
  }

  async one() {
    const { chance } = this.world;
    const effects = this.world.effects();
    if (effects.length > 0 && chance.flip(0.85)) await this.go(chance.pick(effects));
    else if (chance.flip(this.stepRate)) await this.misfortune();
    else await this.someone();
  }

  /** Lets one effect happen, or goes wrong with it. */
  async go(effect) {
    this.world.note(`${this.turn} ${effect.tab.name} ${effect.kind}${detailOf(effect)}`);
    const fault = this.faultFor(effect);
    await (fault ? fault.strike(this.world, effect) : effect.run());
  }

  faultFor(effect) {
    const { chance } = this.world;
    const { weather, until } = effect.tab.phone.line;
    const mayStrike = fault => fault.on === effect.kind && (fault.may?.(effect, this.world) ?? true);
    if (weather && until > this.turn && mayStrike(weather)) return weather;
    if (!chance.flip(this.rateOf(effect))) return null;
    const possible = AT_EFFECTS.filter(fault => this.likely.has(fault.name) && mayStrike(fault));
    return possible.length > 0 ? chance.weighted(possible) : null;
  }

  /** What carries items is where something is to be lost. Writes are many: at the same rate no tab would live to send. */
  rateOf({ kind, on }) {
    if (kind === "commit") return this.rate / 4;
    return carriesItems({ on }) ? Math.min(0.7, this.rate * 2.5) : this.rate;
  }

  async misfortune() {
    const { chance, phones } = this.world;
    const phone = chance.pick(phones);
    if (chance.flip(0.25)) return this.changeWeather(phone);
    const possible = STEP_FAULTS.filter(({ name, may }) => this.likely.has(name) && (may?.(this.world, phone) ?? true));
    if (possible.length === 0) return;
    const fault = chance.weighted(possible);
    this.world.note(`${this.turn} misfortune for ${phone.name}`);
    await fault.strike(this.world, phone);
  }

  changeWeather(phone) {
    const { chance } = this.world;
    const weather = chance.weighted(WEATHERS);
    phone.line = { weather, until: this.turn + chance.below(WEATHER_TURNS) };
    this.world.note(`${this.turn} ${phone.name}'s line: ${weather.name}`);
  }

  async someone() {
    const { chance, phones } = this.world;
    const phone = chance.pick(phones);
    const possible = steps().filter(({ may }) => may?.(this.world, phone) ?? true);
    const step = chance.weighted(possible);
    this.world.note(`${this.turn} ${phone.name} ${step.name}`);
    await step.act(this.world, phone);
  }

  /** Nothing goes wrong any more. Phones are looked at again, and set up where the school does not know them. */
  async heal() {
    const { world } = this;
    world.note("from here on nothing goes wrong");
    for (const phone of world.phones) this.mend(phone);
    if (world.chance.flip(0.5)) for (const tab of world.tabs) tab.close();
    await this.drain();
    for (let round = 1; round <= ROUNDS; round++) {
      world.time += ROUND_MS;
      world.note(`round ${round}`);
      await world.ask({ do: "tick" });
      for (const phone of world.phones) await this.visit(phone);
      if (round > 1 && world.phones.every(isAtRest)) break;
    }
    await finalCheck(world);
  }

  mend(phone) {
    const { chance } = this.world;
    phone.line = { weather: null, until: 0 };
    phone.disk.full = "";
    for (const key of phone.disk.unreadable) if (chance.flip(0.5)) phone.disk.unreadable.delete(key);
    for (const tab of phone.tabs) if (tab.isBrokenForGood) tab.close();
  }

  async visit(phone) {
    if (!phone.tabs.some(tab => !tab.isWorker)) open(phone);
    else pageOf(this.world, phone).sendNow();
    await this.drain();
    if (phone.local.rows.get("needsSetUp") !== true) return;
    await setUpAgain(this.world, phone);
    await this.drain();
  }

  /** Lets everything happen in turn, until nothing is left to. */
  async drain() {
    await this.rest();
    for (let count = 0; ; count++) {
      const [effect] = this.world.effects();
      if (!effect) return;
      hold(count < LONGEST_DRAIN, "I7", () => "the phones never come to rest");
      this.world.note(`  ${effect.tab.name} ${effect.kind}${detailOf(effect)}`);
      await effect.run();
      await this.rest();
    }
  }
}

/** Whether a phone has nothing left to do but to forget. */
function isAtRest({ disk }) {
  return [...disk.rows.envelope.values()].every(({ state }) => state === "settled");
}

function detailOf({ kind, on }) {
  if (kind === "request") return ` ${on.asked.method} ${on.asked.url}`;
  return kind === "reply" ? ` ${on.reply.status}` : "";
}

/**
 * Runs one seed. The violation is null where every promise held.
 * @param {import("./server_line.js").ServerLine} server @param {number} seed @param {object | null} [bug]
 */
export async function runSeed(server, seed, bug = null) {
  const world = new World(server, seed, bug);
  await world.begin();
  let violation = null;
  try {
    await new Schedule(world).run();
  } catch (error) {
    if (!(error instanceof Violation)) throw Object.assign(error, { seed, trace: world.trace.lines });
    violation = error.message;
    world.note(`VIOLATION ${violation}`);
  }
  for (const tab of world.tabs) tab.close();
  const { fired, filed, trace, wire } = world;
  return {
    seed,
    bug: bug?.name ?? null,
    violation,
    fired: [...fired],
    filed,
    requests: wire.requests,
    trace: trace.lines,
  };
}
