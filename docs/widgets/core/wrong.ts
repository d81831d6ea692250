import { core as words } from "../words/en/core.ts";
import { isClose } from "./numbers.ts";
import type { Cell } from "./plane.ts";

/** A tensor, and what its values should be where a bug has made them. */
interface Judged {
  readonly values: ArrayLike<number>;
  readonly right?: ArrayLike<number> | undefined;
}

const isWrong = ({ values, right }: Judged, flat: number) => right !== undefined && !isClose(values[flat], right[flat]);

/** What a cell shows of a value that is wrong. */
export const wrongAt = (tensor: Judged, flat: number): Pick<Cell, "mark" | "right"> =>
  isWrong(tensor, flat) ? { mark: "wrong", right: tensor.right?.[flat] } : {};

/** How many elements of all are wrong. */
export function wrongSays(tensors: readonly Judged[]): string {
  const judged = tensors.flatMap((each) => Array.from(each.right ?? [], (_, flat) => isWrong(each, flat)));
  return words.wrongCells(judged.filter(Boolean).length, judged.length);
}
