import type { Facts } from "./engine/contender.ts";
import type { Spread } from "./engine/statistics.ts";

/** What `alexgrad bench --json` prints, `bench/results` keeps and the pages show. */
export interface Results {
  readonly format: "alexgrad-bench-1";
  readonly alexgrad: string;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  /** Arguments of `alexgrad bench` that measured it, so that it can be measured again. */
  readonly command?: readonly string[];
  /** Fresh processes that each measured everything; intervals are over these where there are several. */
  readonly processes: number;
  /** Which part of the command's tasks it measured, the index-th of count, and how many of these are left or failed. */
  readonly shard?: { readonly index: number; readonly count: number; readonly left: number };
  readonly rows: readonly Row[];
}

export interface Machine {
  /** "Node v20.20.2", or a browser's name and version. */
  readonly runtime: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB?: number;
}

export const groups = ["operator", "network", "input", "dispatch", "crossover", "scaling", "profile"] as const;
export type Group = (typeof groups)[number];

export const passes = ["forward", "backward", "step", "call"] as const;
export type Pass = (typeof passes)[number];

/** One contender at one task. */
export interface Row {
  readonly group: Group;
  /** The operator, network or reader: "conv2d", "torchvision". */
  readonly what: string;
  /** Which of its sizes: "conv1", "batch 8". */
  readonly size: string;
  /** The size as a number, where several make a curve: n, or the batch. */
  readonly scale?: number;
  /** In words: "x 1×3×227×227, w 96×3×11×11". */
  readonly shape: string;
  readonly pass: Pass;
  /** In a profile, how often a step makes this call. */
  readonly count?: number;
  /** Its name among those that took turns. */
  readonly contender: string;
  readonly facts: Facts;
  /** Milliseconds of one call. */
  readonly time: Time;
  /** What its tensors took at most, with the weights. */
  readonly peakBytes?: number;
  /** Of one call, by the formulas of bench/workloads/work.ts. */
  readonly work: Work;
  /** The least that the machine could take, in the same rounds; none where nothing bounds it. */
  readonly bound?: Bound;
  /** Time by that of others in the same rounds. */
  readonly ratios: readonly Ratio[];
  /** Of its time by its own time at another turn of the same round: what lies within it is no difference. */
  readonly noise?: Noise;
  /** The largest error of its result, before the first and after the last round, as a share of what is allowed. */
  readonly checked?: number;
  readonly targets: readonly Target[];
}

/** The same for all rows of a task, in every process. */
export function taskKey({ group, what, size, pass }: Pick<Row, "group" | "what" | "size" | "pass">): string {
  return JSON.stringify([group, what, size, pass]);
}

/** First · compile · warm · steady. */
export interface Time {
  /** Of the first call. */
  readonly first: number;
  /** What only the first call takes: first − warm. */
  readonly compile: number;
  /** Of the second call. */
  readonly warm: number;
  /** Of the rounds. */
  readonly steady: Spread;
  readonly calls: number;
}

export interface Work {
  readonly flop: number;
  readonly bytes: number;
  /** Images, where it is a network or a reader. */
  readonly images?: number;
  /** Calls of a kernel, where it is a chain of them. */
  readonly calls?: number;
}

export interface Bound {
  readonly kind: "compute" | "memory";
  /** The bound's time by this one's: 1 is the machine's limit. */
  readonly share: Spread;
}

export interface Ratio {
  readonly to: string;
  readonly ratio: Spread;
  /** Whether the difference is above the noise. */
  readonly verdict: "faster" | "slower" | "no difference";
}

export interface Noise {
  readonly ratio: Spread;
  /** How far from 1 a ratio must be to be a difference. */
  readonly spread: number;
  /** False where it finds a difference between a contender and itself: then nothing of the task is proven. */
  readonly isProven: boolean;
}

/** What we hold ourselves to. */
export interface Target {
  /** "share of the bound", "time / PyTorch". */
  readonly of: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly value: number;
  readonly isMet: boolean;
}
