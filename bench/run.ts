import { measure } from "./engine/measure.ts";
import type { TurnOptions } from "./engine/rounds.ts";
import type { Row } from "./results.ts";
import { closeAll, type Lab, type Plan } from "./workloads/lab.ts";

export interface RunOptions extends TurnOptions {
  /** Told of each task's rows: where a later one fails, these are there. */
  readonly onRows?: (rows: readonly Row[]) => void;
}

/** Prepares the task of a plan, measures it, and closes what it opened; of a plan of several, one after the other. */
export async function runPlan(plan: Plan, lab: Lab, { onRows, ...options }: RunOptions): Promise<Row[]> {
  const rows: Row[] = [];
  const prepared = plan.prepare(lab);
  for await (const task of Symbol.asyncIterator in prepared ? prepared : [prepared]) {
    try {
      const own = await measure(task, options);
      onRows?.(own);
      rows.push(...own);
    } finally {
      await closeAll([...task.contenders, ...task.limits.map(({ contender }) => contender)]);
    }
  }
  return rows;
}

/** "conv2d conv1 forward" */
export function nameOf({ what, size, pass }: Pick<Plan, "what" | "size" | "pass">): string {
  return `${what} ${size} ${pass}`;
}
