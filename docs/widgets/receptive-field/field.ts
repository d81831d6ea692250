import { conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { pool2dGeometry } from "../../../src/core/geometry/pool2d.ts";
import type { Shape } from "../../../src/core/shape.ts";
import type { Net, NetLayer } from "../nets/facts.ts";

/** First and last element along an axis. */
export type Span = readonly [first: number, last: number];
/** Rows and columns. */
export type Box = readonly [rows: Span, columns: Span];

/** A net's layers that have maps, from the first on. */
export function mapLayers({ layers }: Net): readonly NetLayer[] {
  const end = layers.findIndex(({ spec }) => spec.kind === "flatten" || spec.kind === "linear");
  return end < 0 ? layers : layers.slice(0, end);
}

/** What a unit sees of the image. */
export interface Field {
  /** As wide as its windows reach, over the image's edges too. */
  readonly whole: Box;
  /** What of it is image. */
  readonly inside: Box;
}

/** From a unit of the map behind a net's first `count` layers back to the image, window by window. */
export function fieldOf(net: Net, count: number, unit: readonly [row: number, column: number]): Field {
  const layers = mapLayers(net).slice(0, count);
  const inputs: readonly Shape[] = [net.input, ...layers.map(({ output }) => output)];
  let whole: Box = [
    [unit[0], unit[0]],
    [unit[1], unit[1]],
  ];
  let inside = whole;
  for (const [i, layer] of [...layers.entries()].reverse()) {
    const [, h, w] = inputs[i] as readonly [number, number, number];
    const [rows, columns] = readersOf(layer, inputs[i]);
    whole = [rows(whole[0]), columns(whole[1])];
    inside = [clipped(rows(inside[0]), h), clipped(columns(inside[1]), w)];
  }
  return { whole, inside };
}

export const lengthOf = ([first, last]: Span): number => last - first + 1;

const clipped = ([first, last]: Span, size: number): Span => [Math.max(0, first), Math.min(size - 1, last)];

type Reader = (outputs: Span) => Span;

/** Which inputs some outputs read, along both axes. */
function readersOf({ spec, output }: NetLayer, input: Shape): readonly [rows: Reader, columns: Reader] {
  const x = [1, ...input];
  switch (spec.kind) {
    case "conv": {
      const { groups = 1, kernel } = spec;
      const pair = typeof kernel === "number" ? [kernel, kernel] : kernel;
      const g = conv2dGeometry(spec.name, x, [spec.filters, input[0] / groups, ...pair], spec);
      return [windows(g.sh, g.top, g.dh * (g.kh - 1)), windows(g.sw, g.left, g.dw * (g.kw - 1))];
    }
    case "maxPool":
    case "avgPool": {
      const g = pool2dGeometry(spec.kind, x, spec);
      return [windows(g.sh, g.top, g.kh - 1), windows(g.sw, g.left, g.kw - 1)];
    }
    case "adaptiveAvgPool":
      return [shares(input[1], output[1]), shares(input[2], output[2])];
    case "localResponseNorm": {
      const { size = 5, channels = "across" } = spec;
      const around: Reader = ([first, last]) => [first - (size >> 1), last + ((size - 1) >> 1)];
      return channels === "within" ? [around, around] : [same, same];
    }
    default:
      return [same, same];
  }
}

const same: Reader = (span) => span;

/** @param reach from a window's first tap to its last. */
const windows =
  (stride: number, before: number, reach: number): Reader =>
  ([first, last]) => [first * stride - before, last * stride - before + reach];

const shares =
  (inputs: number, outputs: number): Reader =>
  ([first, last]) => [Math.floor((first * inputs) / outputs), Math.ceil(((last + 1) * inputs) / outputs) - 1];
