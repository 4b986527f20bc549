// "Copy": puts a text on the clipboard and says so. Where there is no clipboard the text is on the screen anyway.
import { html } from "lit-html";

/** One screen's copying: which text was copied last, and what to say of it. */
export class Copying {
  /** @param {() => void} repaint */
  constructor(repaint) {
    this.repaint = repaint;
    this.said = { text: "", words: "" };
  }

  /** @param {string} text @param {string} words what the button says */
  button(text, words) {
    return html`<button class="button second wide" type="button" @click=${() => this.copy(text)}>${words}</button>
      <p class="quiet" role="status">${this.said.text === text ? this.said.words : ""}</p>`;
  }

  /** @param {string} text */
  async copy(text) {
    const [done] = await Promise.allSettled([navigator.clipboard?.writeText(text) ?? Promise.reject()]);
    const words =
      done?.status === "fulfilled" ? "Copied." : "It cannot be copied here. Hold your finger on it to copy it.";
    this.said = { text, words };
    this.repaint();
  }
}
