import { conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { pool2dGeometry } from "../../../src/core/geometry/pool2d.ts";
import { at, type Geometry } from "../../museum/geometry.ts";
import { choice, type Fields, flag, range, text } from "../core/fields.ts";

export const losses = choice("full", "each", "weights", "sum");

/** The geometry of a convolution's test and, behind "p", of a pooling's. */
export type State = Readonly<
  Record<"n" | "c" | "k" | "size" | "kh" | "kw" | "sh" | "sw" | "before" | "after" | "dh" | "dw" | "groups", number>
> &
  Readonly<Record<"psize" | "pkh" | "pkw" | "psh" | "psw", number>> & {
    readonly pceil: boolean;
    readonly loss: (typeof losses.options)[number];
    readonly select: string;
  };

/** At first what courses use. */
export const fields: Fields<State> = {
  n: range(4, 1, 4),
  c: range(3, 1, 4),
  k: range(2, 1, 4),
  size: range(5, 2, 7),
  kh: range(3, 1, 3),
  kw: range(3, 1, 3),
  sh: range(1, 1, 3),
  sw: range(1, 1, 3),
  before: range(1, 0, 3),
  after: range(1, 0, 3),
  dh: range(1, 1, 3),
  dw: range(1, 1, 3),
  groups: range(1, 1, 4),
  psize: range(8, 2, 9),
  pkh: range(2, 1, 3),
  pkw: range(2, 1, 3),
  psh: range(2, 1, 3),
  psw: range(2, 1, 3),
  pceil: flag(),
  loss: losses,
  select: text,
};

/** One unkind geometry each. */
export const lessKind = "n=2&c=4&k=4&size=6&sh=2&dw=2&before=2&groups=2&pkh=3&psw=1&pceil=yes";

/** @throws ShapeError or OptionError where the library refuses the sizes. */
export function pointsOf(s: State): Readonly<Record<"conv2d" | "maxPool2d", Geometry>> {
  const padding = { top: s.before, bottom: s.after, left: s.before, right: s.after };
  const options = { stride: [s.sh, s.sw], padding, dilation: [s.dh, s.dw], groups: s.groups } as const;
  const x = [s.n, s.c, s.size, s.size];
  const w = [s.k, Math.max(1, Math.floor(s.c / s.groups)), s.kh, s.kw];
  const pool = { kernel: [s.pkh, s.pkw], stride: [s.psh, s.psw], ceilMode: s.pceil } as const;
  const picture = [3, 2, s.psize, s.psize];
  conv2dGeometry("conv2d", x, w, options);
  pool2dGeometry("maxPool2d", picture, pool);
  return { conv2d: at("conv2d", options, x, w), maxPool2d: at("maxPool2d", pool, picture) };
}
