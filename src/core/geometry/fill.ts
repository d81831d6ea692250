export interface FillGeometry {
  readonly value: number;
}
