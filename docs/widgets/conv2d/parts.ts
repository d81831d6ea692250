import type { Conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { once } from "../core/memo.ts";
import { broken } from "./bugs.ts";
import { compute, second } from "./compute.ts";
import type { Role } from "./incidence.ts";
import type { State } from "./state.ts";

/** A tensor in a drawing: which corner it stands in, and whether it is what the other two make. */
export interface Part {
  readonly name: string;
  readonly role: Role;
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly field?: "x" | "weight" | "dy" | "v";
  /** The names of the two whose products it sums. */
  readonly of?: readonly [string, string];
  /** What its values should be, where a bug has made them. */
  readonly right?: ArrayLike<number>;
}

/** The tensors of a mode, image first, then kernel, then output. */
export const partsOf = once((s: State): readonly Part[] => {
  const all = compute(s);
  const { g } = all;
  const x: Part = { name: "x", role: "image", values: all.x, shape: g.xShape, field: "x" };
  const w: Part = { name: "w", role: "kernel", values: all.w, shape: g.wShape, field: "weight" };
  const dy: Part = { name: "∂y", role: "output", values: all.dy, shape: g.shape, field: "dy" };
  const y: Part = { name: "y", role: "output", values: all.y, shape: g.shape, of: ["x", "w"] };
  const dx: Part = { name: "∂x", role: "image", values: all.dx, shape: g.xShape, of: ["w", "∂y"] };
  const dw: Part = { name: "∂w", role: "kernel", values: all.dw, shape: g.wShape, of: ["x", "∂y"] };
  if (s.mode === "by-x") return [dx, w, dy];
  if (s.mode === "by-w") return [x, dw, dy];
  if (s.mode === "broken") {
    const wrong = broken(s);
    return [{ ...dx, values: wrong.dx, right: all.dx }, { ...dw, values: wrong.dw, right: all.dw }, x, w, dy];
  }
  if (s.mode === "second") return secondParts(s, g, { x, w, dy });
  return [x, w, y];
});

function secondParts(
  s: State,
  g: Conv2dGeometry,
  { x, w, dy }: Readonly<Record<"x" | "w" | "dy", Part>>,
): readonly Part[] {
  const { v, byDy, byOther } = second(s);
  if (s.corner === "x") {
    return [
      { name: "v", role: "image", values: v, shape: g.xShape, field: "v" },
      w,
      { name: "∂S/∂w", role: "kernel", values: byOther, shape: g.wShape, of: ["v", "∂y"] },
      dy,
      { name: "∂S/∂(∂y)", role: "output", values: byDy, shape: g.shape, of: ["v", "w"] },
    ];
  }
  return [
    x,
    { name: "∂S/∂x", role: "image", values: byOther, shape: g.xShape, of: ["v", "∂y"] },
    { name: "v", role: "kernel", values: v, shape: g.wShape, field: "v" },
    dy,
    { name: "∂S/∂(∂y)", role: "output", values: byDy, shape: g.shape, of: ["x", "v"] },
  ];
}
