import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { conv2d, matmul, reshape } from "../../../src/ops/index.ts";
import { indicesOf } from "../core/fill.ts";
import { givenPart, tensorOf } from "../core/given.ts";
import { made, values } from "../core/library.ts";
import { factorOf, type Part } from "../core/sums.ts";
import type { Term } from "../core/terms.ts";
import { geometryOf, type Numbers, optionsOf, type State, xShapeOf } from "./state.ts";

type WindowPart = Part<Numbers>;

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const product = (...factors: Term["factors"]): Term => ({ factors });

/** The matrix of windows, a column for each: a convolution with one filter for each tap, of a single 1. */
function windowsOf(s: State, x: Tensor): Tensor {
  const g = geometryOf(s);
  const taps = s.c * s.kh * s.kw;
  const ones = upTo(taps ** 2).map((i) => (i % (taps + 1) === 0 ? 1 : 0));
  const unfolded = conv2d(reshape(x, [1, ...x.shape]), made(ones, [taps, s.c, s.kh, s.kw]), optionsOf(s));
  return reshape(unfolded, [taps, g.oh * g.ow]);
}

/** The element of x that a tap of a window reads; null for one of the padding. */
function sourceOf(s: State, [tap, window]: readonly number[]): readonly number[] | null {
  const g = geometryOf(s);
  const [c, u, v] = coordinates(tap, [s.c, s.kh, s.kw]);
  const [i, j] = [Math.floor(window / g.ow) * s.s + u * s.d - s.p, (window % g.ow) * s.s + v * s.d - s.p];
  return i < 0 || i >= s.h || j < 0 || j >= s.w ? null : [c, i, j];
}

/** The golden angle: neighbors get colors far apart. */
const hueOf = (flat: number) => Math.round((flat * 137.508) % 360);

/** Marks all copies of an element of x by one color and its number. */
function colored(s: State, part: WindowPart): WindowPart {
  const flat = ([c, i, j]: readonly number[]) => (c * s.h + i) * s.w + j;
  return {
    ...part,
    cell(index) {
      const source = part.shape.length === 3 ? index : sourceOf(s, index);
      return source === null ? { place: "padding" } : { hue: hueOf(flat(source)), count: flat(source) };
    },
  };
}

/** The tensors of a mode. */
export function partsOf(s: State): readonly WindowPart[] {
  const g = geometryOf(s);
  const x = givenPart(s, "x", "x", xShapeOf(s));
  const at = tensorOf(x);
  const matrix = windowsOf(s, at);
  const cols: WindowPart = {
    name: "cols",
    shape: matrix.shape,
    values: values(matrix),
    terms(index) {
      const source = sourceOf(s, index);
      return source === null ? [] : [product(factorOf(x, source))];
    },
  };
  if (s.mode === "windows") return [colored(s, x), colored(s, cols)];
  const [taps, windows] = matrix.shape;
  const w = givenPart(s, "w", "weight", [s.k, taps]);
  const rows = tensorOf(w);
  const y = matmul(rows, matrix);
  if (s.mode === "product") {
    const terms = ([k, q]: readonly number[]) =>
      upTo(taps).map((tap) => product(factorOf(w, [k, tap]), factorOf(cols, [tap, q])));
    return [
      colored(s, x),
      colored(s, cols),
      w,
      { name: "y", shape: y.shape, values: values(y), about: `[${s.k}, ${g.oh}, ${g.ow}]`, terms },
    ];
  }
  const dy = givenPart(s, "∂y", "dy", y.shape);
  const [byMatrix, byX] = grad(y, [matrix, at], { gradOutputs: [tensorOf(dy)] });
  const dcols: WindowPart = {
    name: "∂cols",
    shape: matrix.shape,
    values: values(byMatrix),
    terms: ([tap, q]) => upTo(s.k).map((k) => product(factorOf(w, [k, tap]), factorOf(dy, [k, q]))),
  };
  const dx: WindowPart = {
    name: "∂x",
    shape: x.shape,
    values: values(byX),
    terms: (index) =>
      indicesOf([taps, windows])
        .filter((place) => sourceOf(s, place)?.join() === index.join())
        .map((place) => product(factorOf(dcols, place))),
  };
  return [w, dy, colored(s, dcols), colored(s, dx)];
}
