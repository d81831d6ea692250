import { measure } from "./engine/measure.ts";
import type { TurnOptions } from "./engine/rounds.ts";
import type { Row } from "./results.ts";
import { closeAll, type Lab, type Plan } from "./workloads/lab.ts";

/** Prepares a task, measures it, and closes what it opened. */
export async function runPlan(plan: Plan, lab: Lab, options: TurnOptions): Promise<Row[]> {
  const task = await plan.prepare(lab);
  try {
    return await measure(task, options);
  } finally {
    await closeAll([...task.contenders, ...task.limits.map(({ contender }) => contender)]);
  }
}

/** "conv2d conv1 forward" */
export function nameOf({ what, size, pass }: Pick<Plan, "what" | "size" | "pass">): string {
  return `${what} ${size} ${pass}`;
}
