import { rows } from "./op-info/index.ts";
import { listed, type SizedOp } from "./op-info/row.ts";

export interface Layer extends SizedOp {
  readonly op: string;
}

/** Its number in the network, which its name says; what follows the last layer has none. */
function numberOf({ name }: Layer): number {
  return Number(/\d+/.exec(name) ?? Number.POSITIVE_INFINITY);
}

/** Krizhevsky et al. 2012, with the sizes that its code ran at: 227 × 227, one image. In order of layers. */
export const alexnetSizes: readonly Layer[] = rows
  .flatMap(({ name: op, sizes }) => listed(sizes).map((size): Layer => ({ ...size, op })))
  .sort((a, b) => (numberOf(a) < numberOf(b) ? -1 : numberOf(a) > numberOf(b) ? 1 : 0));
