import type { State } from "../../dropout/state.ts";

export const dropout = {
  title: "Dropout",
  mode: "what is shown",
  modes: {
    forward: "forward",
    "by-x": "by x",
    masks: "many masks",
    second: "second order",
    probe: "probe",
    broken: "broken",
  } satisfies Record<State["mode"], string>,
  layer: "the layer",
  p: "p",
  seed: "seed",
  convention: "convention",
  conventions: {
    inverted: "today's: scaled in training",
    "2012": "2012's: scaled in evaluation",
  } satisfies Record<State["convention"], string>,
  training: "training",
  masks: "masks",
  numbers: "numbers",
  unitsCount: "units",
  maskOf: (seed: number, training: boolean) => (training ? `the mask of seed ${seed}` : "in evaluation: no mask"),
  meanOver: (count: number) => `mean over ${count} ${count === 1 ? "mask" : "masks"}`,
  overMasks: "of one mask, from 1000",
  units: "Units above, what is left of them below",
  unitsBack: "∂y above, the ∂x that it becomes below: the same mask",
  evaluation: "evaluation",
  above: "one standard error above",
  below: "and below",
  meanTitle: (count: number) =>
    count === 1
      ? "One mask against evaluation, unit by unit"
      : `The mean over ${count} masks against evaluation, unit by unit`,
  unit: "unit",
  distance: "distance of the mean from evaluation",
  expected: "deviation / √masks",
  distanceTitle: (i: number) => `Unit ${i}: how far the mean is from evaluation`,
  masksSay:
    "In either convention evaluation is the mean of what training computes: today's scales what is kept by 1 / (1 − p) in training, 2012's scales everything by 1 − p in evaluation.",
  secondSays:
    "S = Σ v·∂x with ∂x = m·∂y: by ∂y it is v·m, the same mask a third time. x does not appear in it: ∂S/∂x is 0.",
  loss: "L = Σ ∂y·tanh(y), one mask for all evaluations",
  says: {
    unit: (name: string, value: string, mask: string, dropped: number, units: number) =>
      `${name} is ${value}; its mask is ${mask}. ${dropped} of ${units} units are dropped.`,
    masks: (unit: number, count: string, mean: string, evaluated: string) =>
      `Unit ${unit}: mean ${mean} over ${count} ${count === "1" ? "mask" : "masks"}, ${evaluated} in evaluation.`,
  },
};
