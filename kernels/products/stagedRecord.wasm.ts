import { BlockRecord } from "./blockRecord.wasm";

/** A product whose B is the windows of an image that is staged (see stage.wasm.ts): x, for the convolution and the
 *  gradient of its weight; dy, with stride 1, for the gradient of its input. */
@unmanaged
export class StagedRecord extends BlockRecord {
  /** Rows and columns of the image's planes. */
  imageRows: i32;
  imageColumns: i32;
  /** Phases along each axis: the stride. */
  phasesH: i32;
  phasesW: i32;
  /** Zeros before the image's first row and first column; below 0, so many are left out. */
  zerosTop: i32;
  zerosLeft: i32;
  /** Rows and columns of a staged phase. */
  stagedRows: i32;
  stagedColumns: i32;
  /** Windows in a row of them. */
  windowColumns: i32;
  /** Where the staged image begins within the scratch, in bytes. */
  stagedAt: i32;
}
