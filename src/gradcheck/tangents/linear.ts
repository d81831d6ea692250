import { apply, type Rules, total } from "./rule.ts";

/** Kernels that are linear in each of their inputs: the same kernel, of one tangent at a time. */
export const linear: Rules<
  | ("strided" | "pad" | "concat" | "pick" | "linearCombination")
  | ("matmul" | "conv2d" | "conv2dGradInput" | "conv2dGradWeight")
  | ("maxPool2d" | "maxPool2dGrad" | "maxPool2dGather" | "avgPool2d" | "avgPool2dGrad")
> = {
  strided: ({ length }, [, g], [dx]) => dx && apply("strided", length, dx, g),
  pad: ({ length }, [, g], [dx]) => dx && apply("pad", length, dx, { ...g, value: 0 }),
  concat: ({ length }, [a, b, g], [da, db]) =>
    da === null && db === null
      ? null
      : apply("concat", length, da ?? new Float64Array(a.length), db ?? new Float64Array(b.length), g),
  pick: ({ length }, [, labels, g], [dx]) => dx && apply("pick", length, dx, labels, g),
  linearCombination: (_, [, , , { alpha, beta, gamma }], [da, db, dc]) =>
    total(
      da?.map((t) => alpha * t),
      db?.map((t) => beta * t),
      dc?.map((t) => gamma * t),
    ),
  matmul: ({ length }, [a, b, , g], [da, db, dBias]) =>
    total(
      da && apply("matmul", length, da, b, null, g),
      db && apply("matmul", length, a, db, null, g),
      dBias && apply("matmul", length, zeros(a), b, dBias, g),
    ),
  conv2d: ({ length }, [x, w, , g], [dx, dw, dBias]) =>
    total(
      dx && apply("conv2d", length, dx, w, null, g),
      dw && apply("conv2d", length, x, dw, null, g),
      dBias && apply("conv2d", length, zeros(x), w, dBias, g),
    ),
  conv2dGradInput: ({ length }, [dy, w, g], [ddy, dw]) =>
    total(ddy && apply("conv2dGradInput", length, ddy, w, g), dw && apply("conv2dGradInput", length, dy, dw, g)),
  conv2dGradWeight: ({ length }, [dy, x, g], [ddy, dx]) =>
    total(ddy && apply("conv2dGradWeight", length, ddy, x, g), dx && apply("conv2dGradWeight", length, dy, dx, g)),
  // Linear as long as the winners stay the same.
  maxPool2d: ({ length }, [x, g], [dx]) =>
    dx && apply("maxPool2dGather", length, dx, apply("maxPool2dOffset", length, x, g), g),
  maxPool2dGrad: ({ length }, [, offset, g], [ddy]) => ddy && apply("maxPool2dGrad", length, ddy, offset, g),
  maxPool2dGather: ({ length }, [, offset, g], [dx]) => dx && apply("maxPool2dGather", length, dx, offset, g),
  avgPool2d: ({ length }, [, g], [dx]) => dx && apply("avgPool2d", length, dx, g),
  avgPool2dGrad: ({ length }, [, g], [ddy]) => ddy && apply("avgPool2dGrad", length, ddy, g),
};

function zeros({ length }: { readonly length: number }): Float64Array {
  return new Float64Array(length);
}
