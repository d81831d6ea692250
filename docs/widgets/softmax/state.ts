import { choice, type Fields, flag, range, text } from "../core/fields.ts";
import { type Fill, fill, filled } from "../core/fill.ts";

export const modes = ["forward", "jacobian", "loss", "second", "overflow", "probe", "broken"] as const;

export type State = {
  readonly mode: (typeof modes)[number];
  readonly n: number;
  readonly classes: number;
  /** A row's label; −1: the row is ignored. */
  readonly l0: number;
  readonly l1: number;
  readonly l2: number;
  /** Tenths. */
  readonly smoothing: number;
  readonly weighted: boolean;
  readonly weight: Fill;
  readonly x: Fill;
  /** Added to every logit, in tens. */
  readonly shift: number;
  readonly select: string;
  readonly step: number;
  /** The probe's step is 2^−h2. */
  readonly h2: number;
  readonly bug: number;
};

export type Numbers = "x" | "weight";

const allSteps = 999;
const label = (initial: number) => range(initial, -1, 5);

export const fields: Fields<State> = {
  mode: choice(...modes),
  n: range(2, 1, 3),
  classes: range(3, 2, 6),
  l0: label(2),
  l1: label(0),
  l2: label(1),
  smoothing: range(0, 0, 10),
  weighted: flag(),
  weight: fill("ramp"),
  x: fill("random", 7),
  shift: range(0, -20, 20),
  select: { ...text, initial: "p:0,0" },
  step: range(allSteps, 0, allSteps),
  h2: range(6, 0, 50),
  bug: range(0, 0, 99),
};

const ignored = -100;

export const labelsOf = (s: State): number[] =>
  [s.l0, s.l1, s.l2].slice(0, s.n).map((label) => (label < 0 ? ignored : label));

export const xShapeOf = (s: State) => [s.n, s.classes];

/** What crossEntropy is told besides the labels. */
export const optionsOf = (s: State) => ({
  labelSmoothing: s.smoothing / 10,
  ...(s.weighted ? { weight: Array.from(filled(s.weight, [s.classes])) } : {}),
});

/** The first row alone, unweighted and not ignored: enough for a Jacobian. */
export const firstRow = (s: State): State => ({ ...s, n: 1, weighted: false, l0: Math.max(0, s.l0) });
