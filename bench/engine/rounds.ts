import { Bench } from "tinybench";
import type { Contender } from "./contender.ts";

/** What a contender took, in milliseconds of one call. */
export interface Times {
  /** Of the first call ever, which compiles. */
  readonly first: number;
  /** Of the second. */
  readonly warm: number;
  /** Of each round: the mean of its calls. */
  readonly rounds: readonly number[];
  /** In a round. */
  readonly calls: number;
}

export interface TurnOptions {
  readonly rounds: number;
  /** Milliseconds that a turn takes at least: what is faster is called more often. Default: 5. */
  readonly least?: number;
  readonly signal?: AbortSignal;
  /** Told after each round, from 1 on. */
  readonly onRound?: (round: number) => void;
}

/** Milliseconds between two turns: threads of the last one spin for a while. */
const pause = 20;
const warmups = 2;

/** Times contenders in turns, so that a machine that slows down slows everybody down: in each round all of them, on odd
 *  rounds in reversed order. Warms up with two calls of each. */
export async function takeTurns(contenders: readonly Contender[], options: TurnOptions): Promise<Times[]> {
  const { rounds, least = 5, signal, onRound = () => {} } = options;
  const bench = new Bench({
    concurrency: "bench",
    time: 0,
    iterations: rounds,
    warmupTime: 0,
    warmupIterations: warmups,
    throws: true,
    ...(signal && { signal }),
  });
  const baton = new Baton(contenders.length);
  const all = contenders.map((contender, index) => {
    const turn = new Turn(contender, least, () => bench.now());
    bench.add(`${index}`, () => turn.time(), {
      async: true,
      async beforeEach() {
        await baton.take(index);
        await contender.wake?.();
      },
      async afterEach() {
        await new Promise((resolve) => setTimeout(resolve, pause));
        const round = baton.pass();
        if (round > warmups) onRound(round - warmups);
      },
    });
    return turn;
  });
  try {
    await bench.run();
  } catch (error) {
    baton.drop(error);
    throw error;
  }
  signal?.throwIfAborted();
  return all.map((turn) => turn.times());
}

/** One contender's calls. */
class Turn {
  readonly #contender: Contender;
  readonly #least: number;
  readonly #now: () => number;
  readonly #times: number[] = [];
  #calls = 1;

  constructor(contender: Contender, least: number, now: () => number) {
    this.#contender = contender;
    this.#least = least;
    this.#now = now;
  }

  async time(): Promise<{ overriddenDuration: number }> {
    let elsewhere = 0;
    const start = this.#now();
    for (let call = 0; call < this.#calls; call++) elsewhere += (await this.#contender.run()) ?? 0;
    const took = (elsewhere > 0 ? elsewhere : this.#now() - start) / this.#calls;
    this.#times.push(took);
    if (this.#times.length === warmups) this.#calls = Math.max(1, Math.ceil(this.#least / took));
    return { overriddenDuration: took };
  }

  times(): Times {
    const [first, warm, ...rounds] = this.#times;
    return { first, warm, rounds, calls: this.#calls };
  }
}

/** Whose turn it is. tinybench starts all contenders at once, and each waits here for its turn. */
class Baton {
  readonly #count: number;
  readonly #waiting = new Map<number, { readonly go: () => void; readonly fail: (error: unknown) => void }>();
  #turn = 0;

  constructor(count: number) {
    this.#count = count;
  }

  take(index: number): Promise<void> {
    if (this.#holder === index) return Promise.resolve();
    return new Promise((go, fail) => this.#waiting.set(index, { go, fail }));
  }

  /** @returns the number of rounds that are over, if this was the last turn of one; else 0. */
  pass(): number {
    this.#turn++;
    const holder = this.#holder;
    this.#waiting.get(holder)?.go();
    this.#waiting.delete(holder);
    return this.#turn % this.#count === 0 ? this.#turn / this.#count : 0;
  }

  /** Nobody waits any longer. */
  drop(error: unknown): void {
    for (const { fail } of this.#waiting.values()) fail(error);
  }

  get #holder(): number {
    const place = this.#turn % this.#count;
    const isOdd = Math.floor(this.#turn / this.#count) % 2 === 1;
    return isOdd ? this.#count - 1 - place : place;
  }
}
