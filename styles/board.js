// A board that somebody has open keeps itself up to date: its part of the page is asked for again, and what differs is
// changed where it stands. Nothing else moves, so that focus, scrolling and what is being read aloud stay where they are.

const EVERY_MS = 20_000;
// The age at which numbers are said to be old, and how often their age is said.
const OLD_MS = 30_000;
const SAID_EVERY_MS = 5_000;

/** @param {Document} page */
export function watchBoard(page) {
  const board = /** @type {HTMLElement | null} */ (page.querySelector("[data-live]"));
  const address = board?.dataset.live;
  if (!board || !address) return;
  let newest = Date.now();
  const says = () => tell(board, Date.now() - newest);
  const look = async () => {
    if (page.hidden) return;
    const fresh = await asked(address);
    if (fresh) {
      become(board, page.importNode(fresh, true));
      newest = Date.now();
    }
    says();
  };
  says();
  setInterval(look, EVERY_MS);
  setInterval(says, SAID_EVERY_MS);
  page.addEventListener("visibilitychange", look);
}

/**
 * Parsed by the browser as a page of its own: no text becomes markup here (trusted types).
 *
 * @param {string} address
 * @returns {Promise<HTMLElement | null>} null without a signal, or once signed out.
 */
function asked(address) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.timeout = OLD_MS - EVERY_MS;
    request.onload = () =>
      resolve(request.status === 200 ? (request.responseXML?.querySelector("[data-live]") ?? null) : null);
    request.onerror = request.ontimeout = () => resolve(null);
    request.send();
  });
}

/**
 * @param {HTMLElement} board
 * @param {number} age in ms
 */
function tell(board, age) {
  const itself = /** @type {HTMLElement | null} */ (board.querySelector("[data-by-itself]"));
  const old = /** @type {HTMLElement | null} */ (board.querySelector("[data-is-old]"));
  const said = board.querySelector("[data-age]");
  if (said) said.textContent = age < 1_000 ? "" : ` (${Math.round(age / 1_000)} s ago)`;
  const isOld = age > OLD_MS;
  if (itself) itself.hidden = isOld;
  if (!old || old.hidden !== isOld) return;
  old.hidden = !isOld;
  old.textContent = isOld ? "These numbers are old: the school’s server does not answer. Look again." : "";
}

/**
 * Makes `old` what `fresh` is, keeping every node that stays the same. What has a key is known by it.
 *
 * @param {Element} old
 * @param {Element} fresh
 */
export function become(old, fresh) {
  becomeInItself(old, fresh);
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const here = same(at, next);
    if (!here || here !== at) old.insertBefore(here ?? next, at);
    if (here) {
      renew(here, next);
      at = here.nextSibling;
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

/**
 * @param {Element} old
 * @param {Element} fresh
 */
function becomeInItself(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

/**
 * @param {ChildNode} old
 * @param {ChildNode} fresh of the same name
 */
function renew(old, fresh) {
  if (old instanceof Element) become(old, /** @type {Element} */ (fresh));
  else if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
}

/**
 * @param {ChildNode | null} at
 * @param {ChildNode} next
 * @returns {ChildNode | null} the node at this place or behind it that `next` is the new look of
 */
function same(at, next) {
  const key = keyOf(next);
  for (let node = at; node; node = node.nextSibling) {
    if (node.nodeName === next.nodeName && keyOf(node) === key) return node;
    if (key === null && node instanceof Element && keyOf(node) !== null) return null;
  }
  return null;
}

/** @param {ChildNode} node */
function keyOf(node) {
  return node instanceof Element ? node.getAttribute("data-key") : null;
}
