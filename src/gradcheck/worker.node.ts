import { runTask, type Task } from "./task.ts";

/** What a thread of `checkInThreads` does. */
export default (task: Task) => runTask(task);
