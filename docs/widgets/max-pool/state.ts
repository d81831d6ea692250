import { pool2dGeometry } from "../../../src/core/geometry/pool2d.ts";
import { maxPool2d } from "../../../src/ops/index.ts";
import { choice, type Fields, flag } from "../core/fields.ts";
import { windowsOf } from "../core/window.ts";
import { type Operator, optionsOf, type PoolingState, fields as shared, xShapeOf } from "../pooling/state.ts";

export type State = PoolingState & {
  /** Who gets the gradient where several are the largest. */
  readonly rule: "first" | "share" | "each";
  /** Whether ∂x is drawn also as it is with = in place of +=. */
  readonly assign: boolean;
};

export const rules = choice("first", "share", "each");

export const fields: Fields<State> = { ...shared, rule: rules, assign: flag() };

/** @throws ShapeError or OptionError where the library refuses the sizes. */
export function operatorOf(s: State): Operator {
  const options = optionsOf(s);
  const g = pool2dGeometry("maxPool2d", xShapeOf(s), options);
  return { windows: windowsOf(g), xShape: g.xShape, shape: g.shape, run: (x) => maxPool2d(x, options) };
}
