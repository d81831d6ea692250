/** Memory that wants a file's bytes from an offset on: what reads a format asks for them so, wherever they come from. */
export interface Fill {
  readonly target: Uint8Array;
  readonly offset: number;
}

/** Runs a reader on bytes that are in memory. */
export function fillFrom<Result>(bytes: Uint8Array, steps: Generator<Fill, Result, void>): Result {
  let next = steps.next();
  for (; !next.done; next = steps.next()) {
    const { target, offset } = next.value;
    target.set(bytes.subarray(offset, offset + target.length));
  }
  return next.value;
}
