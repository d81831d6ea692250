export interface ClampGeometry {
  readonly min: number;
  readonly max: number;
}
