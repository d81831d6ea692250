import type { Rng } from "../../src/core/rng.ts";

/** Numbers at which lengths, sizes and offsets go wrong. */
export const extremes = [0, 1, 2, 3, 7, 127, 128, 255, 256, 32767, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];

export function pick<T>(rng: Rng, choices: readonly T[]): T {
  return choices[rng.int(choices.length)];
}

/** An extreme three times in four, else any number of 32 bits. */
export function pickSize(rng: Rng): number {
  return rng.int(4) > 0 ? pick(rng, extremes) : rng.uint32();
}

export function randomBytes(rng: Rng, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => rng.int(256));
}

type Mutator = (bytes: Uint8Array, rng: Rng, other: Uint8Array) => Uint8Array;

const lengthOf = (bytes: Uint8Array, rng: Rng) => 1 + rng.int(Math.min(64, bytes.length));

/** Bytes from `at` on make way for others. */
function replace(bytes: Uint8Array, at: number, count: number, by: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + count)]);
}

function overwrite(bytes: Uint8Array, at: number, by: Uint8Array): Uint8Array {
  return replace(bytes, at, by.length, by).subarray(0, bytes.length);
}

export const flipBit: Mutator = (bytes, rng) => {
  const at = rng.int(bytes.length);
  return overwrite(bytes, at, Uint8Array.of(bytes[at] ^ (1 << rng.int(8))));
};

const mutators: readonly Mutator[] = [
  flipBit,
  flipBit,
  (bytes, rng) =>
    overwrite(bytes, rng.int(bytes.length), Uint8Array.of(pick(rng, [0, 1, 127, 128, 255, rng.int(256)]))),
  (bytes, rng) => bytes.subarray(0, rng.int(bytes.length)),
  (bytes, rng) => replace(bytes, rng.int(bytes.length), 0, randomBytes(rng, 1 + rng.int(16))),
  (bytes, rng) => replace(bytes, rng.int(bytes.length), lengthOf(bytes, rng), new Uint8Array()),
  (bytes, rng) => {
    const at = rng.int(bytes.length);
    return replace(bytes, rng.int(bytes.length), 0, bytes.subarray(at, at + lengthOf(bytes, rng)));
  },
  (bytes, rng) => overwrite(bytes, rng.int(bytes.length), new Uint8Array(lengthOf(bytes, rng))),
  (bytes, rng, other) =>
    Buffer.concat([bytes.subarray(0, rng.int(bytes.length)), other.subarray(rng.int(other.length))]),
  setLength,
  setLength,
];

/** A number of 8 to 64 bits, of either end first, anywhere. */
function setLength(bytes: Uint8Array, rng: Rng): Uint8Array {
  const field = Buffer.alloc(pick(rng, [1, 2, 4, 8]));
  const value = pickSize(rng);
  const low = field.subarray(0, Math.min(4, field.length));
  low.writeUIntLE(value % 2 ** (8 * low.length), 0, low.length);
  return overwrite(bytes, rng.int(bytes.length), rng.int(2) === 0 ? field : field.reverse());
}

/** One to four changes of any bytes.
 *  @param other what a part is taken of where two files are spliced. */
export function mutateBytes(bytes: Uint8Array, rng: Rng, other = bytes): Uint8Array {
  let mutant = bytes;
  for (let left = 1 + rng.int(4); left > 0 && mutant.length > 0; left--) {
    mutant = pick(rng, mutators)(mutant, rng, other);
  }
  return mutant;
}

type ListMutator = <T>(list: readonly T[], rng: Rng) => T[];

const listMutators: readonly ListMutator[] = [
  (list, rng) => list.toSpliced(rng.int(list.length), 1),
  (list, rng) => list.toSpliced(rng.int(list.length), 0, pick(rng, list)),
  (list, rng) => list.slice(0, rng.int(list.length)),
  (list, rng) => list.concat(new Array(1 + rng.int(40)).fill(pick(rng, list))),
  (list, rng) => Array.from(rng.permutation(list.length), (i) => list[i]),
];

/** A chunk, segment or entry dropped, repeated, or in another place. */
export function mutateList<T>(list: readonly T[], rng: Rng): T[] {
  return list.length === 0 ? [] : pick(rng, listMutators)(list, rng);
}

/** One of them changed. */
export function mutateOne<T>(list: readonly T[], rng: Rng, change: (item: T) => T): T[] {
  if (list.length === 0) return [];
  const at = rng.int(list.length);
  return list.with(at, change(list[at]));
}
