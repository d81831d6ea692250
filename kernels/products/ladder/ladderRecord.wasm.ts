import { ConvRecord } from "../convRecord.wasm";

/** A rung convolves the channels and filters of one group, of one image:
 *
 *    out[k, i, j] = Σ_{c,u,v} w[k, c, u, v] · x[c, i·sh + u·dh − top, j·sw + v·dw − left]
 *
 *  That is C [rows, columns] = A [rows, steps] · B [steps, columns], with a row of A for each filter k, a column of B
 *  for each window (i, j), and a step of the sum for each tap (c, u, v). Nothing is staged: of the record's places in
 *  the scratch, the rungs use packedAt, cAt, and these. */
@unmanaged
export class LadderRecord extends ConvRecord {
  /** Where the matrix B begins within the scratch, in bytes, and where the panels of A do. */
  matrixAt: i32;
  panelsAt: i32;

  /** Channels of the group. */
  @inline
  get channels(): i32 {
    return this.c / this.groups;
  }
}
