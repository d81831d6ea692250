/** Lines along an axis. */
@unmanaged
export class AxisRecord {
  /** Elements of a line, and their distance: 1, or the number of lines side by side. */
  n: i32;
  inner: i32;
}
