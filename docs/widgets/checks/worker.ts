import { check, type Task } from "./run.ts";

// A thread of its own: a case may take longer than a page should stand still.
self.onmessage = async ({ data }: MessageEvent<Task>) => {
  for await (const progress of check(data)) self.postMessage(progress);
};
