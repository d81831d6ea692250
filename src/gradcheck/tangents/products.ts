import { apply, type Rules, total } from "./rule.ts";

/** Kernels that are linear in each of their inputs: the same kernel, of one tangent at a time. */
export const products: Rules<"matmul" | "conv2d" | "conv2dGradInput" | "conv2dGradWeight"> = {
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
};

function zeros({ length }: { readonly length: number }): Float64Array {
  return new Float64Array(length);
}
