// Which screen is on: the part of the address after `#/`, so that no server is needed to move about.

/** @typedef {{name: string, param: string}} Route */

/** @param {string} hash @returns {Route} */
export function routeOf(hash) {
  const [name = "", param = ""] = hash.replace(/^#\/?/, "").split("/");
  return { name, param };
}

/** Follows the address. */
export class Router {
  /** @param {(route: Route) => void} follow */
  constructor(follow) {
    this.follow = follow;
    addEventListener("hashchange", () => this.now());
  }

  get route() {
    return routeOf(location.hash);
  }

  now() {
    this.follow(this.route);
  }

  /** @param {string} hash @param {boolean} [isReplaced] so that Back does not return to what is done with */
  go(hash, isReplaced = false) {
    if (!isReplaced) {
      location.hash = hash;
      return;
    }
    history.replaceState(null, "", hash);
    this.now();
  }
}
