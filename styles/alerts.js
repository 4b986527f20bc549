// How many alerts wait, kept up to date on every open page of the office; the list of them loads itself anew.

const EVERY_MS = 20_000;

/** @param {Document} page */
export function watchAlerts(page) {
  const badge = /** @type {HTMLElement | null} */ (page.querySelector("[data-alerts-open]"));
  if (!badge) return;
  const look = () => {
    if (!page.hidden) void show(page, badge);
  };
  setInterval(look, EVERY_MS);
  page.addEventListener("visibilitychange", look);
}

/**
 * @param {Document} page
 * @param {HTMLElement} badge
 */
async function show(page, badge) {
  const told = await asked();
  if (!told) return;
  badge.hidden = told.open === 0;
  const count = badge.querySelector(".tabs__count");
  if (count && count.textContent !== String(told.open)) count.textContent = String(told.open);
  const list = /** @type {HTMLElement | null} */ (page.querySelector("[data-alerts-mark]"));
  if (list && list.dataset.alertsMark !== told.mark) location.reload();
}

/** @returns {Promise<{ open: number, mark: string } | null>} null without a signal, or once signed out. */
async function asked() {
  try {
    const answer = await fetch("/api/office/alerts", { redirect: "error" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
