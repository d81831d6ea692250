/** What a class of the built-in data set looks like. */
export interface Figure {
  readonly name: string;
  /** A shape fills the unit circle around the origin, a texture the whole plane. */
  readonly kind: "shape" | "texture";
  contains(x: number, y: number): boolean;
}

/** Position within a repeating unit interval. */
const fraction = (x: number): number => x - Math.floor(x);

/** Several times faster than `Math.hypot`, and overflow is no concern here. */
const length = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/** Turns from 0 to 1 around the origin. */
const turn = (x: number, y: number): number => Math.atan2(y, x) / (2 * Math.PI) + 0.5;

export const figures: readonly Figure[] = [
  { name: "disc", kind: "shape", contains: (x, y) => length(x, y) < 0.9 },
  { name: "ring", kind: "shape", contains: (x, y) => Math.abs(length(x, y) - 0.75) < 0.2 },
  { name: "square", kind: "shape", contains: (x, y) => Math.max(Math.abs(x), Math.abs(y)) < Math.SQRT1_2 },
  { name: "triangle", kind: "shape", contains: (x, y) => x > -0.5 && Math.abs(y) * Math.sqrt(3) < 1 - x },
  {
    name: "star",
    kind: "shape",
    contains: (x, y) => length(x, y) < 0.38 + 0.62 * (2 * fraction(5 * turn(x, y)) - 1) ** 2,
  },
  {
    name: "cross",
    kind: "shape",
    contains: (x, y) => Math.min(Math.abs(x), Math.abs(y)) < 0.26 && Math.max(Math.abs(x), Math.abs(y)) < 0.95,
  },
  { name: "stripes", kind: "texture", contains: (x) => fraction(1.6 * x) < 0.5 },
  { name: "checkerboard", kind: "texture", contains: (x, y) => fraction(0.8 * x) < 0.5 === fraction(0.8 * y) < 0.5 },
  {
    name: "dots",
    kind: "texture",
    contains: (x, y) => length(fraction(1.5 * x) - 0.5, fraction(1.5 * y) - 0.5) < 0.25,
  },
  {
    name: "spiral",
    kind: "shape",
    contains(x, y) {
      const radius = length(x, y);
      return radius < 1 && fraction(1.9 * radius - turn(x, y)) < 0.5;
    },
  },
];
