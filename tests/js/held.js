/** A promise that the test keeps or breaks by hand. */
export function held() {
  const hands = {};
  const promise = new Promise((resolve, reject) => Object.assign(hands, { resolve, reject }));
  return { promise, ...hands };
}
