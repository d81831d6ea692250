import { stridesOf } from "../../core/shape.ts";
import { type Evidence, isSquare, near } from "./evidence.ts";
import type { Hint } from "./hint.ts";

/** analytic = numericᵀ, as a whole or plane by plane. */
export function transposed(evidence: Evidence): Hint | null {
  const { size, shape } = evidence;
  if (isSquare(evidence) && isMoved(evidence, (at) => (at % size) * size + Math.floor(at / size))) {
    return {
      kind: "transposed",
      text: "the Jacobian is transposed: a matrix is used where its transpose belongs, or the other way round",
    };
  }
  const [h = 1, w = 1] = shape.slice(-2);
  const inPlane = (at: number) => {
    const cell = at % (h * w);
    return at - cell + (cell % h) * w + Math.floor(cell / h);
  };
  if (!isMoved(evidence, inPlane)) return null;
  return { kind: "transposed", text: "the gradient's last two axes are exchanged: a transpose is missing or too many" };
}

function isMoved({ analytic, numeric, tolerance }: Evidence, from: (at: number) => number): boolean {
  return analytic.every((a, at) => near(a, numeric[from(at)], tolerance));
}

/** analytic[… i …] = numeric[… i ∓ 1 …] along one axis. */
export function shifted(evidence: Evidence): Hint | null {
  const strides = stridesOf(evidence.shape);
  for (const [axis, dim] of evidence.shape.entries()) {
    // Two of two places would say little: a copy of the first looks the same.
    if (dim < 3) continue;
    for (const step of [1, -1]) {
      if (!isShifted(evidence, dim, strides[axis], step)) continue;
      const text = `the gradient is shifted by one along axis ${axis}, towards ${step > 0 ? "larger" : "smaller"} indices: an offset or a padding is off by one`;
      return { kind: "shifted", text };
    }
  }
  return null;
}

function isShifted(evidence: Evidence, dim: number, stride: number, step: number): boolean {
  const { analytic, numeric, tolerance } = evidence;
  let moved = 0;
  for (let at = 0; at < analytic.length; at++) {
    const source = (Math.floor(at / stride) % dim) - step;
    if (source < 0 || source >= dim) continue;
    const a = analytic[at];
    if (!near(a, numeric[at - step * stride], tolerance)) return false;
    if (!near(a, 0, tolerance) && !near(a, numeric[at], tolerance)) moved++;
  }
  return moved >= 2;
}

/** ∂y_o/∂x_i = 0 for all o ≠ i, where it should not be. */
export function crossTerms(evidence: Evidence): Hint | null {
  const { size, wrong, analytic, numeric, tolerance } = evidence;
  if (!isSquare(evidence)) return null;
  const isMissing = (at: number) => {
    const row = Math.floor(at / size);
    return row !== at % size && !near(numeric[row * size + row], 0, tolerance);
  };
  if (!analytic.every((a, at) => onDiagonal(at, size) || near(a, 0, tolerance))) return null;
  const missing = wrong.filter((at) => !onDiagonal(at, size));
  if (missing.length < 2 || !missing.every(isMissing)) return null;
  return {
    kind: "cross terms",
    text: "cross terms are missing: an output depends on other elements than its own, as through a sum, mean or maximum",
  };
}

/** Wrong for o = i only, beside cross terms that are right. */
export function diagonalOnly(evidence: Evidence): Hint | null {
  const { size, wrong, numeric, tolerance } = evidence;
  if (!isSquare(evidence) || wrong.length < 3 || !wrong.every((at) => onDiagonal(at, size))) return null;
  const live = numeric.reduce((sum, n, at) => sum + Number(!onDiagonal(at, size) && !near(n, 0, tolerance)), 0);
  if (live < 2 || 2 * wrong.length < size) return null;
  return {
    kind: "diagonal",
    text: "only each output's own element is wrong: the direct term is, the cross terms are right",
  };
}

function onDiagonal(at: number, size: number): boolean {
  return Math.floor(at / size) === at % size;
}
