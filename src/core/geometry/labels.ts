/** Rows of `classes` elements, one label each. A label out of range is an error, or NaN where a device cannot tell. */
export interface LabelGeometry {
  readonly classes: number;
}
