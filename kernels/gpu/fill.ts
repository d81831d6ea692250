import type { Thread } from "./thread.ts";

export function fill(this: Thread, value: number): number {
  return value;
}
