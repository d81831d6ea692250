import type { Flat, Planes, Thread } from "../common/thread.ts";

/** `size` and `step` of the dimensions outside the last, `size1` being the elements of the output's innermost rows. */
interface Strides {
  readonly step0: number;
  readonly size1: number;
  readonly step1: number;
  readonly size2: number;
  readonly step2: number;
  readonly size3: number;
  readonly step3: number;
  readonly size4: number;
  readonly step4: number;
  readonly size5: number;
  readonly step5: number;
  readonly size6: number;
  readonly step6: number;
  readonly size7: number;
  readonly step7: number;
}

/** out[i] = x[offset + Σ_d ⌊i / size_d⌋ · step_d]. With coordinates c_d = ⌊i / size_d⌋ − n_d · ⌊i / size_{d+1}⌋ this is
 *  Σ c_d · stride_d: step_d = stride_d − n_{d−1} · stride_{d−1}, counted from the last dimension.
 *  The offset is high · 2^20 + low, either exact as a float32 and made an integer by `quotient`. */
export function strided(this: Thread<Strides>, x: Flat, high: number, low: number): number {
  return x[
    quotient(high, 1) * 1048576 +
      quotient(low, 1) +
      this.thread.x * this.constants.step0 +
      quotient(this.thread.x, this.constants.size1) * this.constants.step1 +
      quotient(this.thread.x, this.constants.size2) * this.constants.step2 +
      quotient(this.thread.x, this.constants.size3) * this.constants.step3 +
      quotient(this.thread.x, this.constants.size4) * this.constants.step4 +
      quotient(this.thread.x, this.constants.size5) * this.constants.step5 +
      quotient(this.thread.x, this.constants.size6) * this.constants.step6 +
      quotient(this.thread.x, this.constants.size7) * this.constants.step7
  ];
}

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

interface Rows {
  readonly aRow: number;
  readonly bRow: number;
}

/** Row by row: aRow elements of a, then bRow of b. */
export function concat(this: Thread<Rows>, a: Flat, b: Flat): number {
  if (remainder(this.thread.x, this.constants.aRow + this.constants.bRow) < this.constants.aRow) {
    return a[this.thread.x - quotient(this.thread.x, this.constants.aRow + this.constants.bRow) * this.constants.bRow];
  }
  return b[
    this.thread.x - (quotient(this.thread.x, this.constants.aRow + this.constants.bRow) + 1) * this.constants.aRow
  ];
}

/** out[i] = x[i]. */
export function copy(this: Thread, x: Flat): number {
  return x[this.thread.x];
}
