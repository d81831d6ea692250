import { pow4 } from "./power";
import { ResponseRecord } from "./responseWindows";

// d^−β, for the usual β in few roundings.

// @ts-ignore: decorator
@unmanaged
export class ThreeQuarters {
  // @ts-ignore: decorator
  @inline
  power(d: v128, g: ResponseRecord): v128 {
    const root = f32x4.sqrt(d);
    return f32x4.div(f32x4.splat(1), f32x4.mul(root, f32x4.sqrt(root)));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Half {
  // @ts-ignore: decorator
  @inline
  power(d: v128, g: ResponseRecord): v128 {
    return f32x4.div(f32x4.splat(1), f32x4.sqrt(d));
  }
}

// @ts-ignore: decorator
@unmanaged
export class Whole {
  // @ts-ignore: decorator
  @inline
  power(d: v128, g: ResponseRecord): v128 {
    return f32x4.div(f32x4.splat(1), d);
  }
}

// @ts-ignore: decorator
@unmanaged
export class AnyBeta {
  // @ts-ignore: decorator
  @inline
  power(d: v128, g: ResponseRecord): v128 {
    return pow4(d, f32x4.splat(-g.beta));
  }
}
