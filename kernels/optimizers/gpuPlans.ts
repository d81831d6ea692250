import type { Plans } from "../../src/devices/gpu/plan.ts";

export const optimizerPlans = {
  linearCombination: (gpu, size, a, b, c, { alpha, beta, gamma }) =>
    c === null
      ? gpu.run("linearCombinationOfTwo", size, {}, a, b, alpha, beta)
      : gpu.run("linearCombination", size, {}, a, b, c, alpha, beta, gamma),
  squareAccumulate: (gpu, size, state, grad, w, { decay, gain, weightDecay }) =>
    gpu.run("squareAccumulate", size, {}, state, grad, w, decay, gain, weightDecay),
  adaptiveStep: (gpu, size, w, direction, state, { lr, correction, eps, weightDecay }) =>
    gpu.run("adaptiveStep", size, {}, w, direction, state, lr, correction, eps, weightDecay),
} satisfies Partial<Plans>;
