import { apply, constant, type Rules } from "./rule.ts";

/** Linear, as long as the winners stay the same. */
export const pooling: Rules<
  "maxPool2d" | "maxPool2dOffset" | "maxPool2dGrad" | "maxPool2dGather" | "avgPool2d" | "avgPool2dGrad"
> = {
  maxPool2d: ({ length }, [x, g], [dx]) =>
    dx && apply("maxPool2dGather", length, dx, apply("maxPool2dOffset", length, x, g), g),
  maxPool2dOffset: constant,
  maxPool2dGrad: ({ length }, [, offset, g], [ddy]) => ddy && apply("maxPool2dGrad", length, ddy, offset, g),
  maxPool2dGather: ({ length }, [, offset, g], [dx]) => dx && apply("maxPool2dGather", length, dx, offset, g),
  avgPool2d: ({ length }, [, g], [dx]) => dx && apply("avgPool2d", length, dx, g),
  avgPool2dGrad: ({ length }, [, g], [ddy]) => ddy && apply("avgPool2dGrad", length, ddy, g),
};
