// What makes a PIN, and how many wrong ones are too many. Pure.

export const PIN_DIGITS = 6;
export const MOST_WRONG_TRIES = 5;

/** @param {string} pin */
export const isPin = pin => new RegExp(`^[0-9]{${PIN_DIGITS}}$`).test(pin);

/** What is wrong with a PIN that somebody chooses; "" when nothing is. @param {string} pin @param {string} again */
export function pinProblem(pin, again) {
  if (!isPin(pin)) return `A PIN has ${PIN_DIGITS} figures.`;
  if (isEasy(pin)) return "Too easy to guess: not all the same, no run such as 123456, no year or date twice over.";
  return pin === again ? "" : "The two are not the same.";
}

/** @param {string} pin */
function isEasy(pin) {
  const steps = new Set([...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at])));
  const isRun = steps.size === 1;
  return isRun || /^(\d\d\d)\1$|^(\d\d)\2\2$/.test(pin);
}

/** "4 tries left", in words for beside the PIN. @param {number} left */
export const triesInWords = left => (left === 1 ? "1 try left" : `${left} tries left`);
