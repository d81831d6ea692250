import { AlexgradError, ArgumentError, ShapeError } from "../core/errors.ts";
import { instanceOf, kind, numbers } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { formatShape, sizeOf, stridesOf } from "../core/shape.ts";
import { type Check, checkValue, fields, isRecord, listOf, recordOf, text, whole } from "./check.ts";
import { quoted } from "./header.ts";
import type { TensorData } from "./safetensors.ts";
import { walk } from "./strided.ts";

/** A tensor's other name, and its other layout: first its numbers are seen in the shape `view`, then their axes are put into another
 *  order, then the whole is seen in the shape `shape`. */
export interface Renaming {
  /** What stands for each `*` of the pattern stands here too, in the same order. */
  readonly name: string;
  /** Default: the shape that it has. */
  readonly view?: readonly number[];
  /** Which axis comes first, second, …: [1, 0] for a matrix, [3, 2, 0, 1] from [h, w, in, out] to [out, in, h, w]. Default: as they are. */
  readonly transpose?: readonly number[];
  /** Default: the one that comes of it. */
  readonly shape?: readonly number[];
}

/** Other names by names, in which a `*` stands for any text, also none. Null: the tensor is left out. */
export type NameMap = Readonly<Record<string, string | null | Renaming>>;

const sizes = listOf(whole(0));
const renaming = fields({ name: text() }, { view: sizes, transpose: listOf(whole(0)), shape: sizes });
const target: Check = (value, where) => {
  if (value === null || typeof value === "string") return null;
  return isRecord(value)
    ? renaming(value, where)
    : { where, expected: "a name, null or { name, transpose }", got: value };
};

export const nameMapCheck = recordOf(target);

const tensorMap = instanceOf("a Map", Map<string, unknown>);
const tensorKind = kind("{ shape, data }", (value): value is TensorData => {
  // Its numbers may be made when they are asked for: they are not looked at.
  return isRecord(value) && "data" in value && numbers.accepts(value.shape);
});

/** Tensors by other names, and in other layouts: those of a network, from the names of another program. A name of the map that is one of
 *  the tensors' comes before all patterns; of these the first one that fits. A tensor that none fits keeps its name.
 *  @param tensors by their names in a file.
 *  @param map other names by names and patterns.
 *  @returns the tensors, in the same order, and the map's names and patterns that fit none. Numbers are copied where axes change their
 *  order, when they are asked for.
 *  @throws AlexgradError if two tensors get one name, ShapeError if a layout does not go with a tensor's shape.
 *
 *  @example
 *  ```ts
 *  import { renameTensors } from "alexgrad/io";
 *
 *  const kernel = { shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
 *  const map = { "*.kernel": { name: "*.weight", transpose: [1, 0] }, "*.b": "*.bias" };
 *  const { tensors, unused } = renameTensors(new Map([["fc.kernel", kernel]]), map);
 *  console.log(tensors.get("fc.weight")?.data, unused); // Float32Array(6) [ 1, 3, 5, 2, 4, 6 ] [ '*.b' ]
 *  ``` */
export function renameTensors(
  tensors: ReadonlyMap<string, TensorData>,
  map: NameMap,
): { readonly tensors: ReadonlyMap<string, TensorData>; readonly unused: readonly string[] } {
  checkArgument("renameTensors", "tensors", tensors, tensorMap);
  checkValue("renameTensors", "map", map, nameMapCheck);
  const patterns = Object.keys(map).filter((key) => key.includes("*"));
  const used = new Set<string>();
  const sources = new Map<string, string>();
  const renamed = new Map<string, TensorData>();
  for (const [name, tensor] of tensors) {
    checkArgument("renameTensors", "each of tensors", tensor, tensorKind);
    const key = Object.hasOwn(map, name) ? name : patterns.find((pattern) => starsOf(pattern, name) !== null);
    if (key !== undefined) used.add(key);
    const to = key === undefined ? name : map[key];
    if (to === null) continue;
    const layout = typeof to === "string" ? { name: to } : to;
    const own = key === undefined || key === name ? layout.name : fillStars(layout.name, starsOf(key, name)!, key);
    const other = sources.get(own);
    if (other !== undefined) {
      throw new AlexgradError(`renameTensors: both ${quoted(other)} and ${quoted(name)} become ${quoted(own)}`);
    }
    sources.set(own, name);
    renamed.set(own, laidOut(name, tensor, layout));
  }
  return { tensors: renamed, unused: Object.keys(map).filter((key) => !used.has(key)) };
}

/** What the stars of a pattern stand for in a name, each for as little as possible; null if it does not fit. */
function starsOf(pattern: string, name: string): string[] | null {
  const [first, ...parts] = pattern.split("*");
  const last = parts.pop()!;
  const end = name.length - last.length;
  if (!name.startsWith(first) || !name.endsWith(last) || end < first.length) return null;
  const stars: string[] = [];
  let at = first.length;
  for (const part of parts) {
    const next = name.indexOf(part, at);
    if (next < 0 || next + part.length > end) return null;
    stars.push(name.slice(at, next));
    at = next + part.length;
  }
  return [...stars, name.slice(at, end)];
}

function fillStars(name: string, stars: readonly string[], pattern: string): string {
  const [first, ...parts] = name.split("*");
  if (parts.length <= stars.length) return first + parts.map((part, i) => stars[i] + part).join("");
  throw new ArgumentError(
    `renameTensors: expected ${quoted(name)} to have no more * than ${quoted(pattern)}, whose other name it is`,
  );
}

function laidOut(name: string, tensor: TensorData, { view, transpose, shape }: Renaming): TensorData {
  if (view === undefined && transpose === undefined && shape === undefined) return tensor;
  const from = view ?? tensor.shape;
  const order = transpose ?? from.map((_, axis) => axis);
  const fail = (what: string) => new ShapeError(`renameTensors: ${quoted(name)} ${formatShape(tensor.shape)}: ${what}`);
  if (sizeOf(from) !== sizeOf(tensor.shape)) throw fail(`expected a view of as many numbers; got ${formatShape(from)}`);
  if (order.length !== from.length || from.some((_, axis) => !order.includes(axis))) {
    throw fail(`expected transpose to name each of the axes of ${formatShape(from)}; got ${formatShape(order)}`);
  }
  const turned = order.map((axis) => from[axis]);
  if (sizeOf(shape ?? turned) !== sizeOf(turned)) {
    throw fail(`expected a shape of as many numbers; got ${formatShape(shape ?? turned)}`);
  }
  const strides = stridesOf(from);
  const isSame = order.every((axis, i) => axis === i);
  let data: TensorData["data"] | undefined;
  return {
    shape: shape ?? turned,
    get data() {
      data ??= isSame
        ? tensor.data
        : permuted(
            tensor.data,
            turned,
            order.map((axis) => strides[axis]),
          );
      return data;
    },
  };
}

function permuted(data: TensorData["data"], shape: readonly number[], strides: readonly number[]): TensorData["data"] {
  const other = new (data instanceof Float64Array ? Float64Array : Float32Array)(data.length);
  walk(shape, strides, 0, (i, at) => {
    other[i] = data[at];
  });
  return other;
}
