// Where the focus goes when a painting takes it away.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Focus } from "../../pwa/shell/focus.js";

/** A page of few parts, each of which can have the focus. */
function page() {
  const body = { isConnected: true, dataset: {} };
  const document = { body, activeElement: body, parts: {} };
  document.getElementById = id => document.parts[id] ?? null;
  document.querySelector = name => document.parts[name] ?? null;
  const part = (name, more = {}) => {
    const made = { isConnected: true, disabled: false, dataset: {}, ...more };
    made.focus = () => {
      document.activeElement = made;
    };
    document.parts[name] = made;
    return made;
  };
  part("h1");
  return { document, part, focus: new Focus(document) };
}

/** What a browser does with a button that is taken away or put to rest. */
function loses(document, button, how) {
  Object.assign(button, how);
  document.activeElement = document.body;
}

test("a button that rests while its work is done gets the focus back", () => {
  const { document, part, focus } = page();
  const send = part("send");
  send.focus();
  focus.keptWhile(() => Object.assign(send, { disabled: true }));
  document.activeElement = document.body;
  focus.keptWhile(() => Object.assign(send, { disabled: false }));
  assert.equal(document.activeElement, send);
});

test("whoever took the focus meanwhile keeps it", () => {
  const { document, part, focus } = page();
  const send = part("send");
  const other = part("other");
  send.focus();
  focus.keptWhile(() => Object.assign(send, { disabled: true }));
  other.focus();
  focus.keptWhile(() => Object.assign(send, { disabled: false }));
  assert.equal(document.activeElement, other);
});

test("a button that is gone hands the focus to the one it names", () => {
  const { document, part, focus } = page();
  const discard = part("discard");
  const keep = part("keep-it", { dataset: { next: "discard" } });
  keep.focus();
  focus.keptWhile(() => loses(document, keep, { isConnected: false }));
  assert.equal(document.activeElement, discard);
});

test("one that names nobody hands it to the heading", () => {
  const { document, part, focus } = page();
  const gone = part("gone");
  gone.focus();
  focus.keptWhile(() => loses(document, gone, { isConnected: false }));
  assert.equal(document.activeElement, document.parts.h1);
});

test("a field that somebody left is not entered again", () => {
  const { document, part, focus } = page();
  part("field").focus();
  document.activeElement = document.body;
  focus.keptWhile(() => undefined);
  assert.equal(document.activeElement, document.body);
});
