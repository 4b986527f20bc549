// The camera: it opens after a check that everybody passed, or when nobody is in the picture, and asks once more before it keeps one.
import { html, nothing } from "lit-html";
import { current } from "../consent/passing_check.js";
import { NotSavedError } from "../outbox/file_record.js";
import { Camera, showsCamera } from "./camera.js";
import { closedPart, keptPart, photosLine, questionPart, troublePart } from "./camera_parts.js";
import { NOT_SAVED, UNFIT } from "./camera_words.js";
import { keepShot, takenBy } from "./photo_filing.js";
import { whyClosed } from "./photo_rules.js";
import { pictureOfFile, pictureOfVideo, UnfitError } from "./picture.js";

/** @typedef {import("../consent/passing_check.js").PassingCheck} Check */
/** @typedef {import("./photo_rules.js").Known & {people: unknown[], now: number, items: import("../outbox/outbox_rules.js").Envelope[]}} Known */
/**
 * @typedef {object} Around
 * @property {import("./photo_filing.js").Filing} filing
 * @property {{known: () => Known}} knowledge
 * @property {() => string} newId
 * @property {() => void} repaint
 */

const HERE = /^#\/photo\/camera/;

/** One shot at a time. */
export class CameraScreen {
  title = "Camera";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.camera = new Camera();
    this.looks = fresh();
    addEventListener("hashchange", () => HERE.test(location.hash) || this.leave());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.camera.close() : this.returns()));
  }

  enter() {
    this.leave();
    // The check's address is the same to the painter: the heading that changed is read out all the same.
    requestAnimationFrame(() => document.querySelector("h1")?.focus({ preventScroll: true }));
    return this.open();
  }

  /** Nothing that was not kept stays in memory. */
  leave() {
    this.camera.close();
    this.drop();
    this.looks = fresh();
  }

  returns() {
    if (HERE.test(location.hash) && !this.looks.shot) this.open();
  }

  async open() {
    // Who kept a photo may have gone elsewhere meanwhile.
    if (!HERE.test(location.hash) || !showsCamera() || this.whyClosed(this.known())) return;
    this.show({ trouble: "" });
    const trouble = await this.camera.open(() => this.show({ trouble: "gone" }));
    this.show({ trouble });
  }

  /** Hands the stream to what is drawn. The same one set again starts from nothing, so it is set only where it is another. */
  connect() {
    const video = document.querySelector("video.viewfinder");
    if (!(video instanceof HTMLVideoElement)) return null;
    if (video.srcObject !== this.camera.stream) video.srcObject = this.camera.stream;
    return video;
  }

  known() {
    return this.around.knowledge.known();
  }

  /** @param {Known} known */
  whyClosed(known) {
    return whyClosed(known, current(known.now));
  }

  /** @param {Known} known */
  view(known) {
    const { shot, trouble } = this.looks;
    // Whoever shot it under a check that has run out since may still keep it; whoever opens the phone next may not.
    if (shot && known.unlocked) return this.askingView();
    const why = this.whyClosed(known);
    if (why) {
      this.camera.close();
      return html`<div class="stack">${this.keptPart()}${closedPart(why, known)}</div>`;
    }
    return html`<div class="stack">
      ${this.keptPart()}
      ${photosLine(/** @type {Check} */ (current(known.now)))}
      ${trouble ? troublePart(trouble, () => this.open()) : showsCamera() ? this.streamPart() : this.filePart()}
      ${this.problemPart()}
      <p class="quiet">Photos alone: video and sound are not offered yet.</p>
      <a class="button plain" href="#/photo">Somebody else, or something else</a>
    </div>`;
  }

  keptPart() {
    return keptPart(this.looks.kept);
  }

  problemPart() {
    return this.looks.problem ? html`<p class="problem" role="alert">${this.looks.problem}</p>` : nothing;
  }

  /** There is something to take once this stream, and no earlier one, has shown its first picture. */
  streamPart() {
    const { isBusy, shown } = this.looks;
    const { stream } = this.camera;
    // Once it is drawn.
    queueMicrotask(() => this.connect());
    const told = (/** @type {Event} */ event) =>
      this.show({
        shown: /** @type {MediaStream | null} */ (/** @type {HTMLVideoElement} */ (event.target).srcObject),
      });
    return html`<video class="viewfinder" aria-label="What the camera sees" autoplay playsinline .muted=${true} @loadeddata=${told}></video>
      <button class="button wide" type="button" ?disabled=${isBusy || !stream || shown !== stream} @click=${() => this.shoot()}>Take the photo</button>`;
  }

  /** Where the browser shows no camera inside a page, its own takes one picture and hands it over. */
  filePart() {
    return html`<label class="button wide">Take the photo
      <input class="hidden-words" id="shot" type="file" accept="image/*" capture="environment" autocomplete="off"
        @change=${(/** @type {Event} */ event) => this.chosen(/** @type {HTMLInputElement} */ (event.target))}></label>`;
  }

  askingView() {
    const { shot, address, isBusy } = this.looks;
    const nobody = shot?.check.nobody === true;
    const answers = { keep: () => this.keep(), drop: () => this.again(), isBusy };
    return html`<div class="stack">
      <img class="viewfinder" src=${address} alt="The photo as it would be kept">
      ${questionPart(nobody, answers)}
      ${this.problemPart()}
    </div>`;
  }

  async shoot() {
    const video = this.connect();
    if (video) await this.take(() => pictureOfVideo(video));
  }

  /** @param {HTMLInputElement} input */
  async chosen(input) {
    const file = input.files?.[0];
    if (file) await this.take(() => pictureOfFile(file, this.known().now));
    input.value = "";
  }

  /** @param {() => Promise<import("./picture.js").Picture>} made */
  async take(made) {
    const { now } = this.known();
    const check = current(now);
    if (!check || this.looks.isBusy || this.whyClosed(this.known())) return this.around.repaint();
    this.show({ isBusy: true, problem: "" });
    const by = takenBy(this.around.filing);
    try {
      const picture = await made();
      const { newId } = this.around;
      const address = URL.createObjectURL(new Blob([picture.bytes], { type: "image/jpeg" }));
      this.show({ isBusy: false, address, shot: { id: newId(), record: newId(), by, check, taken_at: now, picture } });
      this.camera.close();
    } catch (error) {
      if (!(error instanceof UnfitError)) throw error;
      this.show({ isBusy: false, problem: UNFIT[error.why] });
    }
  }

  async keep() {
    const { shot, isBusy } = this.looks;
    if (!shot || isBusy) return;
    this.show({ isBusy: true, problem: "" });
    try {
      await keepShot(this.around.filing, shot);
      this.again(this.looks.kept + 1);
    } catch (error) {
      if (!(error instanceof NotSavedError)) throw error;
      this.show({ isBusy: false, problem: NOT_SAVED[error.reason] ?? "" });
    }
  }

  /** Back to the camera, with nothing of the last shot in memory. @param {number} [kept] */
  again(kept = this.looks.kept) {
    this.drop();
    this.looks = { ...fresh(), kept };
    this.around.repaint();
    return this.open();
  }

  drop() {
    if (this.looks.address) URL.revokeObjectURL(this.looks.address);
  }

  /** @param {Partial<ReturnType<typeof fresh>>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.around.repaint();
  }
}

const fresh = () => ({
  shot: /** @type {import("./photo_filing.js").Shot | null} */ (null),
  address: "",
  trouble: /** @type {import("./camera.js").Trouble | ""} */ (""),
  problem: "",
  isBusy: false,
  shown: /** @type {MediaStream | null} */ (null),
  kept: 0,
});
