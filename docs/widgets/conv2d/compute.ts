import { noGrad } from "../../../src/core/autograd.ts";
import { grad } from "../../../src/core/backward.ts";
import type { Conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { ReferenceDevice } from "../../../src/devices/reference.ts";
import { conv2d, mul, sum } from "../../../src/ops/index.ts";
import { filled } from "../core/fill.ts";
import { made, ones, values } from "../core/library.ts";
import { geometryOf, optionsOf, type State, wShapeOf, xShapeOf } from "./state.ts";

/** Everything that a convolution's drawings show, by the library. */
export interface Computed {
  readonly g: Conv2dGeometry;
  readonly x: Floats;
  readonly w: Floats;
  readonly y: Floats;
  readonly dy: Floats;
  readonly dx: Floats;
  readonly dw: Floats;
}

/** @param device one with a bug, to see what it does. Default: the reference. */
export function compute(s: State, device?: ReferenceDevice): Computed {
  const g = geometryOf(s);
  const x = made(filled(s.x, g.xShape), g.xShape, device);
  const w = made(filled(s.weight, g.wShape), g.wShape, device);
  const y = conv2d(x, w, optionsOf(s));
  const dy = made(filled(s.dy, g.shape), g.shape, device);
  const [dx, dw] = grad(y, [x, w], { gradOutputs: [dy] });
  return { g, x: values(x), w: values(w), y: values(y), dy: values(dy), dx: values(dx), dw: values(dw) };
}

/** The gradients of a gradient, along a direction v: of Σ v·∂x by ∂y and w, or of Σ v·∂w by ∂y and x. */
export interface Second {
  readonly v: Floats;
  readonly byDy: Floats;
  readonly byOther: Floats;
}

export function second(s: State): Second {
  const g = geometryOf(s);
  const x = made(filled(s.x, xShapeOf(s)), g.xShape);
  const w = made(filled(s.weight, wShapeOf(s)), g.wShape);
  const dy = made(filled(s.dy, g.shape), g.shape);
  const y = conv2d(x, w, optionsOf(s));
  const [first] = grad(y, [s.corner === "x" ? x : w], { gradOutputs: [dy], createGraph: true });
  const v = made(filled(s.v, first.shape), first.shape);
  const [byDy, byOther] = grad(sum(mul(v, first)), [dy, s.corner === "x" ? w : x]);
  return { v: values(v), byDy: values(byDy), byOther: values(byOther) };
}

/** How many products reach each element: what the sums are where every number is 1. */
export function counts(g: Conv2dGeometry, s: State): { readonly x: Floats; readonly w: Floats; readonly y: Floats } {
  const [x, w] = [ones(g.xShape), ones(g.wShape)];
  const y = conv2d(x, w, optionsOf(s));
  const [dx, dw] = grad(y, [x, w], { gradOutputs: [noGrad(() => ones(g.shape))] });
  return { x: values(dx), w: values(dw), y: values(y) };
}
