import type { Thread } from "../common/thread.ts";

export function fill(this: Thread, value: number): number {
  return value;
}

/** `scale` where word i of the key's stream (see src/core/rng.ts) is at least the limit, else 0: Philox4x32-10. A word is
 *  two halves of 16 bits. A product is summed up byte by byte, p0 to p5 with the carries q0 to q5, all below 2^24 and so
 *  exact; 0xcd9e8d57 is 0x1_0000_0000 + 0x009e8d57 − 0x33000000 there, for the same reason. */
export function dropoutMask(
  this: Thread,
  key0High: number,
  key0Low: number,
  key1High: number,
  key1Low: number,
  limitHigh: number,
  limitLow: number,
  scale: number,
): number {
  let k0High = key0High;
  let k0Low = key0Low;
  let k1High = key1High;
  let k1Low = key1Low;
  let c0High = quotient(this.thread.x, 262144);
  let c0Low = remainder(quotient(this.thread.x, 4), 65536);
  let c1High = 0;
  let c1Low = 0;
  let c2High = 0;
  let c2Low = 0;
  let c3High = 0;
  let c3Low = 0;
  for (let round = 0; round < 10; round++) {
    // 0xd2511f53 · c0
    let p0 = c0Low * 83;
    let q0 = Math.floor(p0 * 0.00390625);
    let p1 = c0Low * 31 + q0;
    let q1 = Math.floor(p1 * 0.00390625);
    let p2 = c0Low * 81 + c0High * 83 + q1;
    let q2 = Math.floor(p2 * 0.00390625);
    let p3 = c0Low * 210 + c0High * 31 + q2;
    let q3 = Math.floor(p3 * 0.00390625);
    let p4 = c0High * 81 + q3;
    let q4 = Math.floor(p4 * 0.00390625);
    let p5 = c0High * 210 + q4;
    let q5 = Math.floor(p5 * 0.00390625);
    const low0Low = p0 - q0 * 256 + (p1 - q1 * 256) * 256;
    const low0High = p2 - q2 * 256 + (p3 - q3 * 256) * 256;
    const high0Low = p4 - q4 * 256 + (p5 - q5 * 256) * 256;
    const high0High = q5;
    // 0xcd9e8d57 · c2
    p0 = c2Low * 87;
    q0 = Math.floor(p0 * 0.00390625);
    p1 = c2Low * 141 + q0;
    q1 = Math.floor(p1 * 0.00390625);
    p2 = c2Low * 158 + c2High * 87 + q1;
    q2 = Math.floor(p2 * 0.00390625);
    p3 = c2High * 141 - c2Low * 51 + q2;
    q3 = Math.floor(p3 * 0.00390625);
    p4 = c2High * 158 + c2Low + q3;
    q4 = Math.floor(p4 * 0.00390625);
    p5 = q4 - c2High * 51;
    q5 = Math.floor(p5 * 0.00390625);
    c0High = (q5 + c2High) ^ c1High ^ k0High;
    c0Low = (p4 - q4 * 256 + (p5 - q5 * 256) * 256) ^ c1Low ^ k0Low;
    c1High = p2 - q2 * 256 + (p3 - q3 * 256) * 256;
    c1Low = p0 - q0 * 256 + (p1 - q1 * 256) * 256;
    c2High = high0High ^ c3High ^ k1High;
    c2Low = high0Low ^ c3Low ^ k1Low;
    c3High = low0High;
    c3Low = low0Low;
    // Plus 0x9e3779b9 and 0xbb67ae85, modulo 2^32.
    k0Low += 31161;
    k1Low += 44677;
    k0High += 40503 + Math.floor(k0Low * 0.0000152587890625);
    k1High += 47975 + Math.floor(k1Low * 0.0000152587890625);
    k0Low -= Math.floor(k0Low * 0.0000152587890625) * 65536;
    k1Low -= Math.floor(k1Low * 0.0000152587890625) * 65536;
    k0High -= Math.floor(k0High * 0.0000152587890625) * 65536;
    k1High -= Math.floor(k1High * 0.0000152587890625) * 65536;
  }
  const word = remainder(this.thread.x, 4);
  const wordHigh = word === 0 ? c0High : word === 1 ? c1High : word === 2 ? c2High : c3High;
  const wordLow = word === 0 ? c0Low : word === 1 ? c1Low : word === 2 ? c2Low : c3Low;
  if (wordHigh > limitHigh) return scale;
  if (wordHigh === limitHigh && wordLow >= limitLow) return scale;
  return 0;
}
