import { type Block, f32, type Plans, type Step } from "../plan.ts";

/** One pass over inputs of the output's size. */
export function pass(entry: string, cost: number, out: Block, ...inputs: Block[]): Step {
  return { entry, pointers: [out, ...inputs].map((block) => block.address), units: out.size, cost, align: 16 };
}

export const elementwisePlans = {
  neg: (_, out, x) => pass("neg", 0.3, out, x),
  exp: (_, out, x) => pass("exp", 1, out, x),
  log: (_, out, x) => pass("log", 1.7, out, x),
  sqrt: (_, out, x) => pass("sqrt", 0.5, out, x),
  abs: (_, out, x) => pass("abs", 0.3, out, x),
  sign: (_, out, x) => pass("sign", 0.3, out, x),
  clamp: (_, out, x, { min, max }) => ({ ...pass("clamp", 0.3, out, x), words: [f32(min), f32(max)] }),
  relu: (_, out, x) => pass("relu", 0.3, out, x),
  reluGrad: (_, out, dy, y) => pass("reluGrad", 0.4, out, dy, y),
  sigmoid: (_, out, x) => pass("sigmoid", 1.5, out, x),
  tanh: (_, out, x) => pass("tanh", 2, out, x),
} satisfies Partial<Plans>;
