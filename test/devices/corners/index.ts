import { rows } from "../../../src/gradcheck/op-info/index.ts";
import { corner, listed } from "../../../src/gradcheck/op-info/row.ts";
import { Dropout } from "../../../src/index.ts";
import type { NamedCorner } from "./corner.ts";

/** What every operator makes of NaN, ±∞ and zeros of both signs: PyTorch's values and gradients, unless the operator says
 *  otherwise. One table for all devices. */
export const corners: readonly NamedCorner[] = [
  ...rows.flatMap(({ name: op, corners }) => listed(corners).map((each): NamedCorner => ({ op, ...each }))),
  { op: "Dropout", ...corner((x) => new Dropout({ p: 1 }).forward(x), [1, 2], [0, 0], [0, 0]) },
];
