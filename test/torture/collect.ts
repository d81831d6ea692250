/** From so much on, leftovers are worth a collection. */
const manyBytes = 2 ** 26;

/** What the process held when it had no leftovers. */
let held = 0;

/** Collects the garbage if there is much, so that a peak of memory is of one case, and of one reading, alone.
 *  @returns whether there was. */
export function collectGarbage(): boolean {
  if (process.memoryUsage.rss() <= held + manyBytes) return false;
  globalThis.gc?.();
  held = process.memoryUsage.rss();
  return true;
}
