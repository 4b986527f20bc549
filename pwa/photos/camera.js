// The phone's own camera, shown inside the app: what it shows is in nobody's gallery.

/** @typedef {"refused" | "none" | "busy" | "gone"} Trouble */

/** Whether the browser can show the camera inside the app; where it cannot, its own camera takes one picture at a time. */
export const showsCamera = () => typeof navigator.mediaDevices?.getUserMedia === "function";

/** @type {Record<string, Trouble>} */
const TROUBLES = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** The camera on the back, at about the size a photo is kept in. */
const WANTED = { audio: false, video: { facingMode: "environment", width: { ideal: 2048 }, height: { ideal: 1536 } } };

/** One stream at a time, let go of as soon as nobody looks. */
export class Camera {
  constructor() {
    /** @type {MediaStream | null} */
    this.stream = null;
    this.turn = 0;
  }

  /** @param {() => void} ended hears that the camera went away by itself @returns {Promise<Trouble | "">} */
  async open(ended) {
    this.close();
    const turn = this.turn;
    try {
      const stream = await navigator.mediaDevices.getUserMedia(WANTED);
      // Somebody left, or locked the phone, while the browser asked.
      if (turn !== this.turn) stop(stream);
      else this.shows(stream, ended);
      return "";
    } catch (error) {
      if (!(error instanceof Error || error instanceof DOMException)) throw error;
      return TROUBLES[error.name] ?? "none";
    }
  }

  /** @param {MediaStream} stream @param {() => void} ended */
  shows(stream, ended) {
    this.stream = stream;
    for (const track of stream.getTracks()) track.addEventListener("ended", ended, { once: true });
  }

  close() {
    this.turn++;
    if (this.stream) stop(this.stream);
    this.stream = null;
  }
}

/** @param {MediaStream} stream */
function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}
