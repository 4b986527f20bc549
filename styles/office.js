// What the office's pages gain from JavaScript; every page works without it.

import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";
import { watchAlerts } from "./alerts.js";
import { watchBoard } from "./board.js";
import { askForPasskeys } from "./passkeys.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

// Without JavaScript the page says to print by the browser's menu.
for (const button of document.querySelectorAll("[data-print]")) {
  /** @type {HTMLElement} */ (button).hidden = false;
  button.addEventListener("click", () => print());
}
for (const words of document.querySelectorAll("[data-print-by-menu]")) words.remove();

askForPasskeys(document);
watchAlerts(document);
watchBoard(document);

for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios]) {
  createAll(component);
}
