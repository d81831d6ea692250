/** Something that is timed: each call of `round` does it once and says how many milliseconds it took. */
export interface Contender {
  readonly name: string;
  round(): Promise<number>;
  close(): Promise<void>;
}

/** Milliseconds of every round, contender by contender. */
export type Times = ReadonlyMap<string, readonly number[]>;

/** Takes turns, so that a machine which slows down slows everybody down. */
export async function takeTurns(contenders: readonly Contender[], rounds: number): Promise<Times> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      times.get(contender.name)!.push(await contender.round());
      await new Promise((resolve) => setTimeout(resolve, 30)); // others' threads spin for a while after a round
    }
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median over the rounds of one contender's time by another's in the same round. */
export function ratio(times: Times, name: string, to: string): number {
  const others = times.get(to)!;
  return median(times.get(name)!.map((time, round) => time / others[round]));
}

/** A contender made of a function that is awaited and timed. Two rounds warm it up; `wake` comes before each round,
 *  untimed, since idle threads take a while to start. */
export async function timed(
  name: string,
  run: () => Promise<unknown>,
  { wake = run, close = async () => {} }: { wake?: () => Promise<unknown>; close?: () => Promise<void> } = {},
): Promise<Contender> {
  const round = async () => {
    await wake();
    const start = performance.now();
    await run();
    return performance.now() - start;
  };
  await round();
  await round();
  return { name, round, close };
}
