import { addressOf, f32, type Plans } from "../plan.ts";
import { pass } from "./elementwise.ts";

export const optimiserPlans = {
  linearCombination: (_, out, a, b, c, { alpha, beta, gamma }) => ({
    ...pass("linearCombination", 0.6, out, a, b),
    pointers: [out.address, a.address, b.address, addressOf(c)],
    words: [f32(alpha), f32(beta), f32(gamma)],
  }),
  squareAccumulate: (_, out, state, grad, w, { decay, gain, weightDecay }) => ({
    ...pass("squareAccumulate", 0.6, out, state, grad, w),
    words: [f32(decay), f32(gain), f32(weightDecay)],
  }),
  adaptiveStep: (_, out, w, direction, state, { lr, correction, eps, weightDecay }) => ({
    ...pass("adaptiveStep", 1, out, w, direction, state),
    words: [f32(lr), f32(correction), f32(eps), f32(weightDecay)],
  }),
} satisfies Partial<Plans>;
