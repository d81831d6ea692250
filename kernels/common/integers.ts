// Exact division of 32-bit integers, a ≥ 0 and b > 0, out of float divisions that are off by a few units in the last
// place. Every parameter and every result is an integer to gpu.js.

function guess(a: number, b: number): number {
  return Math.floor(a / b);
}

/** What is left after the first guess is far smaller, so that a second one is at most 1 off. */
function refined(a: number, b: number, q: number): number {
  return q + guess(a - q * b, b);
}

function settled(a: number, b: number, q: number): number {
  return a - q * b < 0 ? q - 1 : a - q * b < b ? q : q + 1;
}

/** ⌊a / b⌋ */
function quotient(a: number, b: number): number {
  return settled(a, b, refined(a, b, guess(a, b)));
}

/** a − b·⌊a / b⌋ */
function remainder(a: number, b: number): number {
  return a - b * quotient(a, b);
}

export const integers = [guess, refined, settled, quotient, remainder];
