import type { Planes, Thread } from "./thread.ts";

interface Placement {
  readonly offset: number;
  readonly stride0: number;
  readonly stride1: number;
  readonly stride2: number;
  readonly n0: number;
  readonly n1: number;
  readonly n2: number;
}

/** out[offset + i·stride0 + j·stride1 + k·stride2] = x[i][j][k], `value` elsewhere. What a division leaves of an output's
 *  place is divided by the next stride; the last leaves 0 for an element of x. */
export function pad(this: Thread<Placement>, x: Planes, value: number): number {
  if (
    this.thread.x >= this.constants.offset &&
    quotient(this.thread.x - this.constants.offset, this.constants.stride0) < this.constants.n0 &&
    quotient(remainder(this.thread.x - this.constants.offset, this.constants.stride0), this.constants.stride1) <
      this.constants.n1 &&
    quotient(
      remainder(remainder(this.thread.x - this.constants.offset, this.constants.stride0), this.constants.stride1),
      this.constants.stride2,
    ) < this.constants.n2 &&
    remainder(
      remainder(remainder(this.thread.x - this.constants.offset, this.constants.stride0), this.constants.stride1),
      this.constants.stride2,
    ) === 0
  ) {
    return x[quotient(this.thread.x - this.constants.offset, this.constants.stride0)][
      quotient(remainder(this.thread.x - this.constants.offset, this.constants.stride0), this.constants.stride1)
    ][
      quotient(
        remainder(remainder(this.thread.x - this.constants.offset, this.constants.stride0), this.constants.stride1),
        this.constants.stride2,
      )
    ];
  }
  return value;
}
