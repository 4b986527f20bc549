// The emergency's screen: what was typed is filed once, and what is typed on while it is saved is not said to be.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EmergencyScreen } from "../../pwa/incidents/emergency_screen.js";

/** A screen whose words wait to be filed. */
function screenThatWrites() {
  const written = [];
  const waits = [];
  const write = (_emergency, words) => {
    written.push(words);
    return new Promise(done => waits.push(done));
  };
  const screen = new EmergencyScreen({ acts: { write }, clock: () => 1, repaint: () => undefined });
  return { screen, written, saved: () => waits.shift()() };
}

test("two taps file the words of a step once, and what is typed on meanwhile stays", async () => {
  const { screen, written, saved } = screenThatWrites();
  screen.looks.words = "Paramedic Jones came";
  const both = [1, 2].map(() => screen.write({}, screen.looks.words, 5));
  saved();
  await Promise.all(both);
  assert.deepEqual([written, screen.looks.words], [["Paramedic Jones came"], ""]);
  screen.looks.words = "They left";
  const third = screen.write({}, screen.looks.words, 5);
  screen.show({ words: "They left at noon" });
  saved();
  await third;
  assert.equal(screen.looks.words, "They left at noon");
});

test("two taps file the ambulance's sheet once", async () => {
  const { screen, written, saved } = screenThatWrites();
  screen.looks.sheet = { ...screen.looks.sheet, who: "Maya" };
  const both = [1, 2].map(() => screen.saveSheet({}));
  saved();
  await Promise.all(both);
  assert.deepEqual([written.length, screen.looks.sheet.isSaved], [1, true]);
});

test("what is typed on while the sheet is saved is not said to be saved", async () => {
  const { screen, saved } = screenThatWrites();
  screen.looks.sheet = { ...screen.looks.sheet, who: "Maya" };
  const saving = screen.saveSheet({});
  screen.show({ sheet: { ...screen.looks.sheet, isSaved: false, more: "allergic to penicillin" } });
  saved();
  await saving;
  assert.deepEqual([screen.looks.sheet.isSaved, screen.looks.sheet.more], [false, "allergic to penicillin"]);
});
