import { OptionError } from "../../../src/core/errors.ts";
import { Rng } from "../../../src/core/rng.ts";
import { sizeOf } from "../../../src/core/shape.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { type Field, readNumber } from "./fields.ts";

/** The numbers of a tensor, whatever its shape: a preset, and some elements that were changed by hand. */
export interface Fill {
  readonly preset: Preset;
  /** What "random" starts from. */
  readonly seed: number;
  /** By index, "n,c,h,w". */
  readonly edits: ReadonlyMap<string, number>;
}

type Rule = (index: readonly number[], shape: readonly number[], flat: number) => number;

/** Small whole numbers wherever possible: sums of them can be followed in the head. */
const rules = {
  ramp: (_, __, flat) => (flat % 9) + 1,
  edge: (index, shape) => ((index.at(-1) ?? 0) < Math.ceil(shape.at(-1)! / 2) ? 0 : 4),
  checkerboard: (index) => (index.reduce((sum, i) => sum + i, 0) % 2 === 0 ? 2 : -2),
  onehot: (index, shape) => (index.every((i, axis) => i === Math.floor((shape[axis] - 1) / 2)) ? 1 : 0),
  ones: () => 1,
  sobel: (index) => [1, 2, 1][(index.at(-2) ?? 0) % 3] * [-1, 0, 1][(index.at(-1) ?? 0) % 3],
  ties: (_, __, flat) => 1 + (flat % 2),
  nan: (_, __, flat) => (flat === 4 ? Number.NaN : (flat % 5) - 2),
} as const satisfies Record<string, Rule>;

/** Those that are drawn, by a seed: "random" from −3 to 3, "shuffled" without two that are equal. */
const seeded = ["random", "shuffled"] as const;

export type Preset = keyof typeof rules | (typeof seeded)[number];

export const presets: readonly Preset[] = [...seeded, ...(Object.keys(rules) as (keyof typeof rules)[])];

export const isSeeded = (preset: Preset): preset is (typeof seeded)[number] => seeded.some((each) => each === preset);

export function fill(preset: Preset, seed = 1): Field<Fill> {
  const initial: Fill = { preset, seed, edits: new Map() };
  return {
    initial,
    read(text) {
      const [name = "", ...edits] = text.split(";");
      const [found, seed] = name.split(".");
      const preset = presets.find((each) => each === found);
      if (preset === undefined) throw new OptionError(`expected one of ${presets.join(", ")}; got "${found}"`);
      return {
        preset,
        seed: seed === undefined ? initial.seed : readSeed(seed),
        edits: new Map(
          edits.map((edit): [string, number] => [edit.split(":")[0], readNumber(edit.split(":")[1] ?? "")]),
        ),
      };
    },
    write({ preset, seed, edits }) {
      const name = isSeeded(preset) && seed !== initial.seed ? `${preset}.${seed}` : preset;
      return [name, ...[...edits].map(([index, value]) => `${index}:${value}`)].join(";");
    },
  };
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed)) throw new OptionError(`expected a seed; got "${text}"`);
  return seed;
}

/** Its numbers in a shape, row-major. */
export function filled({ preset, seed, edits }: Fill, shape: readonly number[]): Float64Array {
  const size = sizeOf(shape);
  const rule = ruleOf(preset, seed, size);
  return Float64Array.from({ length: size }, (_, flat) => {
    const index = coordinates(flat, shape);
    const value = rule(index, shape, flat);
    return edits.get(index.join(",")) ?? value;
  });
}

function ruleOf(preset: Preset, seed: number, size: number): Rule {
  if (!isSeeded(preset)) return rules[preset];
  const rng = new Rng(seed);
  if (preset === "random") return () => rng.int(7) - 3;
  const order = rng.permutation(size);
  return (_, __, flat) => order[flat] - Math.floor(size / 2);
}

/** The same with one element changed. */
export function edited(fill: Fill, index: readonly number[], value: number): Fill {
  return { ...fill, edits: new Map([...fill.edits, [index.join(","), value]]) };
}

/** Where an index stands in a row-major array: `coordinates` gives it back. */
export function flatOf(index: readonly number[], shape: readonly number[]): number {
  return index.reduce((flat, i, axis) => flat * shape[axis] + i, 0);
}

/** All indices of a shape, row-major. */
export const indicesOf = (shape: readonly number[]): number[][] =>
  Array.from({ length: sizeOf(shape) }, (_, flat) => coordinates(flat, shape));

/** Of its first plane, where a shape has one for each image and channel. */
export const middleOf = (shape: readonly number[]): number[] =>
  shape.map((extent, axis) => (axis < 2 ? 0 : Math.floor((extent - 1) / 2)));
