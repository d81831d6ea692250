import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { NodeThreads } from "../threads/threads.node.ts";
import type { Task, TaskReport } from "./task.ts";

const filename = createRequire(import.meta.url).resolve("#gradcheck-worker");

/** Runs checks on the float64 reference in as many threads as the machine runs at a time. The result of a check depends on
 *  the check alone.
 *  @param onReport called as each is done, in no fixed order.
 *  @returns the reports, in the order of the tasks. */
export async function checkInThreads(
  tasks: readonly Task[],
  onReport: (report: TaskReport) => void,
): Promise<TaskReport[]> {
  const count = Math.min(tasks.length, availableParallelism());
  const threads = new NodeThreads<Task, TaskReport>({ filename, count, who: (task) => `gradcheck ${nameOf(task)}` });
  try {
    return await Promise.all(
      tasks.map(async (task) => {
        const report = await threads.run(task);
        onReport(report);
        return report;
      }),
    );
  } finally {
    await threads.close();
  }
}

function nameOf(task: Task): string {
  return task.kind === "op" ? task.op : task.layer;
}
