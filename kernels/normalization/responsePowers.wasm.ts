import { pow4 } from "../common/power.wasm";
import { ResponseRecord } from "./responseWindows.wasm";

// d^−β, for the usual β in few roundings.

@unmanaged
export class ThreeQuarters {
  @inline
  power(d: v128, g: ResponseRecord): v128 {
    const root = f32x4.sqrt(d);
    return f32x4.div(f32x4.splat(1), f32x4.mul(root, f32x4.sqrt(root)));
  }
}

@unmanaged
export class Half {
  @inline
  power(d: v128, g: ResponseRecord): v128 {
    return f32x4.div(f32x4.splat(1), f32x4.sqrt(d));
  }
}

@unmanaged
export class Whole {
  @inline
  power(d: v128, g: ResponseRecord): v128 {
    return f32x4.div(f32x4.splat(1), d);
  }
}

@unmanaged
export class AnyBeta {
  @inline
  power(d: v128, g: ResponseRecord): v128 {
    return pow4(d, f32x4.splat(-g.beta));
  }
}
