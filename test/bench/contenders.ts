import type { Contender, Facts } from "../../bench/engine/contender.ts";
import type { Task } from "../../bench/engine/measure.ts";

/** A contender that says how long it took: the next number with each call, and the last one from then on. */
export function taking(name: string, times: readonly number[], more: Partial<Contender> = {}): Contender {
  let calls = 0;
  const facts: Facts = { device: "cpu", threads: 1 };
  return { name, run: async () => times[Math.min(calls++, times.length - 1)], facts: () => facts, ...more };
}

export function taskOf(contenders: readonly Contender[], rest: Partial<Task> = {}): Task {
  const subject = { group: "operator", what: "relu", size: "relu1", shape: "x 1", pass: "forward" } as const;
  return { ...subject, work: { flop: 100, bytes: 10 }, contenders, limits: [], ...rest };
}
