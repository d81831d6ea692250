import { sameShape, sizeOf } from "../../core/shape.ts";
import type { Comparison } from "../comparison.ts";

/** A comparison, with what all hints look at. */
export interface Evidence extends Comparison {
  /** Columns of the Jacobian: elements of the input. */
  readonly size: number;
  /** Entries whose difference is above the tolerance. */
  readonly wrong: readonly number[];
  /** What each element of the input shows over all outputs. "idle": zeros on both sides, which prove nothing. */
  readonly elements: readonly ElementState[];
}

type ElementState = "wrong" | "right" | "idle";

export function gather(comparison: Comparison): Evidence {
  const { shape, analytic, numeric, tolerance } = comparison;
  const size = sizeOf(shape);
  const wrong: number[] = [];
  const elements = new Array<ElementState>(size).fill("idle");
  for (let at = 0; at < analytic.length; at++) {
    const [a, n] = [analytic[at], numeric[at]];
    const element = at % size;
    if (!near(a, n, tolerance)) {
      wrong.push(at);
      elements[element] = "wrong";
    } else if (elements[element] === "idle" && !(near(a, 0, tolerance) && near(n, 0, tolerance))) {
      elements[element] = "right";
    }
  }
  return { ...comparison, size, wrong, elements };
}

/** False where one of the two is NaN. */
export function near(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance;
}

/** Whether output and input have one shape, and the Jacobian a row for each output. */
export function isSquare({ shape, outputShape, size, analytic }: Evidence): boolean {
  return sameShape(shape, outputShape) && analytic.length === size * size;
}
