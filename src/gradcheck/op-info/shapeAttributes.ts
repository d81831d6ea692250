import { type Shape, sameShape } from "../../core/shape.ts";
import { type Attribute, attribute } from "./attribute.ts";

export function rankAttribute(min: number, max: number): Attribute<Shape> {
  const ranks = Array.from({ length: max - min + 1 }, (_, i) => String(min + i));
  return attribute(ranks, (shape) => String(shape.length));
}

/** How two shapes broadcast. */
export function meeting([a, b]: readonly [Shape, Shape]): "equal shapes" | "stretched" | "rank differs" {
  if (a.length !== b.length) return "rank differs";
  return sameShape(a, b) ? "equal shapes" : "stretched";
}

/** Which axes were asked for, of those there are. */
export function axesAttribute<T>(
  of: (geometry: T) => { readonly shape: Shape; readonly axis: readonly number[] | undefined },
): Attribute<T> {
  return attribute(["not given", "none", "some", "all"], (geometry) => {
    const { shape, axis: axes } = of(geometry);
    if (axes === undefined) return "not given";
    if (axes.length === shape.length) return "all";
    return axes.length === 0 ? "none" : "some";
  });
}

/** One axis, counted from the front or from the back. */
export function axisAttribute<T>(of: (geometry: T) => number): Attribute<T> {
  return attribute(["from the front", "from the back"], (geometry) =>
    of(geometry) < 0 ? "from the back" : "from the front",
  );
}
