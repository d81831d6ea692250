import { pool2dGeometry } from "../../../src/core/geometry/pool2d.ts";
import { adaptiveAvgPool2d, avgPool2d } from "../../../src/ops/index.ts";
import { choice, type Fields, flag, range } from "../core/fields.ts";
import { ones } from "../core/library.ts";
import { adaptiveWindows, windowsOf } from "../core/window.ts";
import { type Operator, optionsOf, type PoolingState, fields as shared, xShapeOf } from "../pooling/state.ts";

export type State = PoolingState & {
  /** Windows of one size, or as many as are asked for. */
  readonly kind: "fixed" | "adaptive";
  readonly oh: number;
  readonly ow: number;
  /** Whether padding counts in the divisor. */
  readonly countPad: boolean;
};

export const kinds = choice("fixed", "adaptive");

export const fields: Fields<State> = {
  ...shared,
  kind: kinds,
  oh: range(3, 0, 8),
  ow: range(3, 0, 8),
  countPad: flag(true),
  x: { ...shared.x, initial: { preset: "ramp", seed: 1, edits: new Map() } },
  ...Object.fromEntries((["top", "bottom", "left", "right"] as const).map((side) => [side, range(1, 0, 4)])),
};

/** @throws ShapeError or OptionError where the library refuses the sizes. */
export function operatorOf(s: State): Operator {
  return s.kind === "adaptive" ? adaptive(s) : fixed(s, s.countPad);
}

export function fixed(s: State, countIncludePad: boolean): Operator {
  const options = { ...optionsOf(s), countIncludePad };
  const g = pool2dGeometry("avgPool2d", xShapeOf(s), options);
  return { windows: windowsOf(g), xShape: g.xShape, shape: g.shape, run: (x) => avgPool2d(x, options) };
}

function adaptive(s: State): Operator {
  const xShape = xShapeOf(s);
  const outputSize = [s.oh, s.ow] as const;
  const run: Operator["run"] = (x) => adaptiveAvgPool2d(x, { outputSize });
  const { shape } = run(ones(xShape));
  return { windows: adaptiveWindows(s.h, s.w, s.oh, s.ow), xShape, shape, run };
}
