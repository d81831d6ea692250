import { type Spread, spreadOf } from "../../bench/engine/statistics.ts";
import type { Bound, Group, Pass, Ratio, Row, Target } from "../../bench/results.ts";
import { counted } from "../../src/core/counted.ts";
import { Rng } from "../../src/core/rng.ts";

const rng = new Rng(22);
const around = (value: number, deviation = 0.02): Spread =>
  spreadOf(Array.from({ length: 9 }, () => value * (1 + rng.uniform(-deviation, deviation))));

interface Made {
  readonly name: string;
  readonly facts: Row["facts"];
  readonly ms: number;
  readonly bound?: Bound["kind"];
  readonly share?: number;
}

interface Given {
  readonly group: Group;
  readonly what: string;
  readonly size: string;
  readonly scale?: number;
  readonly shape: string;
  readonly pass: Pass;
  readonly work: Row["work"];
  readonly targets?: readonly Target[];
  readonly isProven?: boolean;
}

/** A row for each that was made up. */
export function task(given: Given, made: readonly Made[]): Row[] {
  const { group, what, size, scale, shape, pass, work, targets = [], isProven = true } = given;
  return made.map(({ name, facts, ms, bound, share = 0.5 }, i): Row => {
    const ratios = made.flatMap((other): Ratio[] => {
      const ratio = ms / other.ms;
      const verdict = Math.abs(ratio - 1) < 0.03 ? "no difference" : ratio < 1 ? "faster" : "slower";
      return other.name === name ? [] : [{ to: other.name, ratio: around(ratio), verdict }];
    });
    return {
      ...{ group, what, size, shape, pass, work, contender: name, facts, ratios },
      ...(scale !== undefined && { scale }),
      time: { first: 3 * ms + 1, compile: 2 * ms + 0.9, warm: ms + 0.1, steady: around(ms), calls: Math.ceil(20 / ms) },
      ...(bound !== undefined && { bound: { kind: bound, share: around(share) } }),
      ...(i === 0 && { noise: { ratio: around(1), spread: 0.012, isProven } }),
      ...(group !== "dispatch" && { checked: 0.08 * (i + 1) }),
      targets: i === 0 ? targets : [],
    };
  });
}

export const cpu = (threads: number) => ({ device: "cpu", threads, simd: "relaxed" });
export const gpu = { device: "gpu", backend: "webgpu", adapter: "An adapter <of no maker>", fallbacks: 0 };
const peak = (threads: number) => 80 * threads;
const bandwidth = (threads: number) => 9 + 3 * threads;

/** By the roof of so many threads. */
export function onCpu(threads: number, work: Row["work"], efficiency: number): Made {
  const compute = work.flop / peak(threads) / 1e6;
  const memory = work.bytes / bandwidth(threads) / 1e6;
  const bound = compute > memory ? "compute" : "memory";
  return {
    name: `cpu, ${counted(threads, "thread")}`,
    facts: cpu(threads),
    ms: Math.max(compute, memory) / efficiency,
    bound,
    share: efficiency,
  };
}
