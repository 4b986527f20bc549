// Photos: may these pupils be in one? Set the stop once, tap the group, read the answer, open the camera.
import { html, nothing } from "lit-html";
import { textField } from "../foundation/fields.js";
import { whyPart } from "../policy/why_part.js";
import { CheckActs } from "./check_acts.js";
import { answerPart, inFew } from "./answer_parts.js";
import {
  agePart,
  cameraCounts,
  groupButtons,
  namesToTap,
  otherWays,
  placeButtons,
  pupilChips,
  stopForm,
  stopLine,
} from "./check_parts.js";
import { SAID_NO, SCHOOL_RANG } from "./check_rules.js";
import { groupInWords, membersOf, namesOf } from "./group_rules.js";
import { whyShut } from "./shut_rules.js";
import { lineOf, settingOf } from "./stop_rules.js";
import { injury, thingChips } from "./thing_part.js";

const NOES = { [SAID_NO]: "Who says no today?", [SCHOOL_RANG]: "The school rang: no photos of …" };

/** One screen with several faces; the address says which. */
export class CheckScreen extends CheckActs {
  title = "Photos";

  /** @param {any} known */
  heading(known) {
    if (whyShut(known, this.needsList)) return this.title;
    if (this.face === "check") return this.looks.isTurned ? "One moment" : inFew(this.answer);
    if (this.face === "stop") return "This stop";
    if (this.face === "thing") return "A place or thing";
    if (this.face === "only") return "Check only";
    return /** @type {Record<string, string>} */ (NOES)[this.face] ?? this.title;
  }

  /** @param {string} face */
  async enter(face) {
    this.face = face;
    Object.assign(this.looks, { problem: "", notKept: false, isAsking: false, isTurned: false, typed: "" });
    if (face === "" || face === "only") this.looks.isCheckOnly = face === "only";
    await this.checking.load();
    if (this.checking.store.hasFailed) return this.begin();
    if (face === "again") return this.again();
    if (face === "check") return this.answered();
    this.begin();
  }

  get needsList() {
    return this.face !== "thing" && this.face !== "stop";
  }

  /** @param {any} known */
  view(known) {
    const shut = whyShut(known, this.needsList);
    if (shut) return shutPart(shut, known);
    const { isLoaded, hasFailed } = this.checking.store;
    if (hasFailed) return unreadPart;
    if (!isLoaded) return html`<p class="quiet">Opening…</p>`;
    if (this.face === "stop") return this.stopFace();
    if (this.face === "thing") return this.thingFace();
    if (this.face === "check") return this.answerFace(known);
    if (this.face === SAID_NO || this.face === SCHOOL_RANG) return this.noFace(this.face);
    return this.groupFace(known);
  }

  /** @param {any} known */
  groupFace(known) {
    const { checking, looks } = this;
    const { stop, at, list, pack, out } = checking;
    if (!list || !pack) return nothing;
    const { warns } = checking.answer([...looks.chosen]);
    const around = {
      ...looks,
      out,
      find: (/** @type {string} */ typed) => this.show({ typed }),
      turn: (/** @type {string} */ key) => this.turn(key),
    };
    return html`<div class="stack">
      ${looks.isCheckOnly ? textField({ name: "camera", label: "Which school camera?", hint: "Such as Year 4 camera. You count its pictures later.", value: looks.camera, told: camera => this.show({ camera }) }) : this.countPart(known)}
      ${agePart(list, { ...at, now: known.now, warns, pack })}
      ${looks.notKept ? notKeptPart : nothing}
      ${looks.problem ? html`<p class="problem" role="alert">${looks.problem}</p>` : nothing}
      ${stop.place ? stopLine(stop) : placeButtons(place => this.setStop({ place }))}
      ${groupButtons(membersOf(pack), (name, keys) => this.check(name, keys))}
      ${pupilChips(pack, around)}
      <button class="button wide" type="button" ?disabled=${looks.chosen.size === 0} @click=${() => this.check("", [...looks.chosen])}>Check ${groupInWords("", looks.chosen.size)}</button>
      ${otherWays}
    </div>`;
  }

  /** @param {any} known */
  countPart({ now }) {
    const { counts, countProblem: problem } = this.looks;
    return cameraCounts(this.checking.store.kept.cameras, {
      ...{ now, counts, problem },
      type: (check, count) => this.show({ counts: { ...counts, [check]: count }, countProblem: "" }),
      save: check => this.count(check),
    });
  }

  /** @param {any} known */
  answerFace(known) {
    const { checking, looks, answer } = this;
    const { stop, at, list, pack } = checking;
    const shown = {
      ...looks,
      answer,
      names: pack ? namesOf(answer.out, membersOf(pack)) : [],
      line: lineOf(stop, pack?.photos?.activities ?? [], at.day),
      setting: settingOf(stop, pack?.photos?.activities ?? [], at.day),
      pack,
      left: looks.chosen.size - answer.out.length,
    };
    return html`<div class="stack">
      ${answerPart(shown, { tick: () => this.tick(), remove: () => this.remove(), show: () => this.showNames(), turn: () => this.show({ isTurned: !looks.isTurned }) })}
      ${looks.notKept ? notKeptPart : nothing}
      <p>${groupInWords(looks.name, looks.chosen.size)}</p>
      ${list ? agePart(list, { ...at, now: known.now, warns: answer.warns, pack }) : nothing}
      ${stopLine(stop)}
      <a class="button second wide" href="#/photo/said_no_today">A pupil says no today</a>
      <a class="button second wide" href="#/photo/school_rang">The school rang: no photos of …</a>
      <a class="button plain" href="#/photo">Choose others</a>
    </div>`;
  }

  /** @param {"said_no_today" | "school_rang"} change */
  noFace(change) {
    const { pack } = this.checking;
    const { typed } = this.looks;
    if (!pack) return nothing;
    return html`<div class="stack">
      <p>Tap the name. From now on this phone says no for them${change === SAID_NO ? " today" : ""}, and the school reads of it.</p>
      ${namesToTap(pack, { typed, find: value => this.show({ typed: value }), told: key => this.no(key, change) })}
    </div>`;
  }

  stopFace() {
    const { stop, pack, title } = this.checking;
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.keepStop(event)}>
      ${stopForm(stop, { photos: pack?.photos, title, problem: this.looks.problem }, part => this.setStop(part))}
      <button class="button wide">Done</button>
    </form>`;
  }

  thingFace() {
    const { stop, here, pack, at } = this.checking;
    const { thing } = this.looks;
    const isStopped = here.stops.length > 0;
    const activities = pack?.photos?.activities ?? [];
    const line = lineOf(stop, activities, at.day);
    return html`<div class="stack">
      ${stop.place ? stopLine(stop) : placeButtons(place => this.setStop({ place }))}
      ${thingChips(thing, value => this.show({ thing: value }))}
      ${thing === "injury" ? injury : nothing}
      ${isStopped ? html`<p class="notice bad"><strong>Stop.</strong> ${line}</p>` : nothing}
      ${here.warns.length > 0 ? html`<p class="notice wait"><strong>Mind:</strong> ${line}</p>` : nothing}
      ${whyPart(settingOf(stop, activities, at.day), pack)}
      ${thing && stop.place && thing !== "injury" && !isStopped ? html`<button class="button wide" type="button" @click=${() => this.declare()}>Nobody is in it. Open camera</button>` : nothing}
    </div>`;
  }
}

/** @param {import("./shut_rules.js").Shut} shut @param {any} known */
const shutPart = ({ words, href, label, setting }, { card, list }) => html`<div class="stack">
  <p class="notice wait"><strong>No photos now.</strong> ${words}</p>
  ${setting ? whyPart(setting.code, setting.travels === "card" ? card : list?.pack) : nothing}
  ${href ? html`<a class="button wide" href=${href}>${label}</a>` : nothing}
  <p class="quiet">999 and <strong>Report</strong> work as always.</p>
</div>`;

const unreadPart = html`<div class="stack">
  <p class="notice bad" role="alert"><strong>No photos now.</strong> This phone cannot read its checks, so it does not know who said no today. Open Photos once more; if it stays so, close the app and open it again.</p>
  <p class="quiet">999 and <strong>Report</strong> work as always.</p>
</div>`;

const notKeptPart = html`<p class="problem" role="alert">NOT saved: this phone's storage did not answer. Try again.</p>`;
