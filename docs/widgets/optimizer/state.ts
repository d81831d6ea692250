import { choice, type Fields, flag, range, text } from "../core/fields.ts";

export const modes = ["paths", "rules", "adagrad"] as const;
export const landscapes = choice("quadratic", "net");

export type State = {
  readonly mode: (typeof modes)[number];
  readonly land: (typeof landscapes.options)[number];
  /** The rate is 10^(−rate/10). */
  readonly rate: number;
  /** In hundredths. */
  readonly momentum: number;
  /** Weight decay, in thousandths. */
  readonly decay: number;
  /** With the rules, the rate is divided by 10 after this step; 0: never. */
  readonly drop: number;
  /** The loss is multiplied by 10^scale. */
  readonly scale: number;
  /** Where all begin, in tenths. */
  readonly x: number;
  readonly y: number;
  /** Whether Adagrad without its root is drawn too. */
  readonly rootless: boolean;
  readonly step: number;
  readonly select: string;
};

export const steps = 30;

export const fields: Fields<State> = {
  mode: choice(...modes),
  land: landscapes,
  rate: range(10, 0, 40),
  momentum: range(80, 0, 99),
  decay: range(0, 0, 200),
  drop: range(15, 0, steps - 1),
  scale: range(0, -2, 2),
  x: range(-17, -20, 20),
  y: range(13, -20, 20),
  rootless: flag(),
  step: range(steps, 0, steps),
  select: text,
};

export const rateOf = (s: State) => 10 ** (-s.rate / 10);
export const momentumOf = (s: State) => s.momentum / 100;
export const decayOf = (s: State) => s.decay / 1000;
export const scaleOf = (s: State) => 10 ** s.scale;
/** The rate of a step, from 1. */
export const rateAt = (s: State, step: number) =>
  rateOf(s) / (s.mode === "rules" && s.drop > 0 && step > s.drop ? 10 : 1);
