import { OutOfMemory } from "../executor.ts";

/** A stretch of memory, in bytes; both ends are multiples of 64. */
export interface Range {
  readonly start: number;
  readonly end: number;
  /** What `free` was last told about any part of it, 0 if never: until then, earlier users may still be using the
   *  memory. */
  readonly freedAt: number;
}

const granule = 64;

/** Best fit over a memory that grows: the free ranges sorted by size, neighbors merged. A network asks for the same
 *  sizes step after step, so that most requests find a range of just their size. */
export class Allocator {
  /** By size, then by address. */
  readonly #free: Range[] = [];
  readonly #byStart = new Map<number, Range>();
  readonly #byEnd = new Map<number, Range>();
  readonly #limit: number;
  readonly #grow: (end: number) => number;
  #end: number;
  #liveBytes = 0;
  #liveRanges = 0;

  /** Memory from `start` to `end`, which `grow` extends: it is told the least end that will do, at most `limit`, and
   *  returns the new one, or the old one where it cannot. */
  constructor(start: number, end: number, limit: number, grow: (end: number) => number) {
    this.#end = end;
    this.#limit = limit;
    this.#grow = grow;
    if (end > start) this.#insert({ start, end, freedAt: 0 });
  }

  /** @throws OutOfMemory if there is no room. */
  allocate(bytes: number): Range {
    const size = Math.max(1, Math.ceil(bytes / granule)) * granule;
    const found = this.#take(size) ?? this.#extend(size);
    if (found === undefined) throw new OutOfMemory(this.#shortage(bytes));
    const { start, end, freedAt } = found;
    if (end - start > size) this.#insert({ start: start + size, end, freedAt });
    this.#liveBytes += size;
    this.#liveRanges += 1;
    return { start, end: start + size, freedAt };
  }

  free({ start, end }: Range, freedAt: number): void {
    this.#liveBytes -= end - start;
    this.#liveRanges -= 1;
    const before = this.#byEnd.get(start);
    const after = this.#byStart.get(end);
    if (before !== undefined) this.#remove(before);
    if (after !== undefined) this.#remove(after);
    this.#insert({
      start: before?.start ?? start,
      end: after?.end ?? end,
      freedAt: Math.max(before?.freedAt ?? 0, freedAt, after?.freedAt ?? 0),
    });
  }

  #take(size: number): Range | undefined {
    const range = this.#free[this.#position(size, 0)];
    if (range !== undefined) this.#remove(range);
    return range;
  }

  /** Grows the memory by what the last free range lacks. */
  #extend(size: number): Range | undefined {
    const last = this.#byEnd.get(this.#end);
    const start = last?.start ?? this.#end;
    if (start + size > this.#limit) return undefined;
    const end = this.#grow(start + size);
    if (end < start + size) return undefined;
    if (last !== undefined) this.#remove(last);
    this.#end = end;
    return { start, end, freedAt: last?.freedAt ?? 0 };
  }

  #insert(range: Range): void {
    this.#free.splice(this.#position(range.end - range.start, range.start), 0, range);
    this.#byStart.set(range.start, range);
    this.#byEnd.set(range.end, range);
  }

  #remove(range: Range): void {
    this.#free.splice(this.#position(range.end - range.start, range.start), 1);
    this.#byStart.delete(range.start);
    this.#byEnd.delete(range.end);
  }

  /** Where in the order a range of this size and address is or belongs. */
  #position(size: number, start: number): number {
    let low = 0;
    let high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const range = this.#free[middle];
      const difference = range.end - range.start - size || range.start - start;
      if (difference < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #shortage(bytes: number): string {
    const last = this.#byEnd.get(this.#end);
    const ahead = this.#limit - (last?.start ?? this.#end);
    const largest = Math.max(ahead, ...this.#free.slice(-1).map(({ start, end }) => end - start));
    return (
      `out of memory: asked for ${format(bytes)}; ${format(this.#liveBytes)} of ${format(this.#limit)} are in use by ` +
      `${this.#liveRanges} buffers, and the largest free range is ${format(largest)}; scope and dispose free what is no longer needed`
    );
  }
}

function format(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 2 ** 10)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
