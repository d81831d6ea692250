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
  /** At most. */
  readonly rounds: number;
  /** Milliseconds that all rounds may take: there are fewer where it is little, but at least three. Default: no limit. */
  readonly budget?: number;
  /** Milliseconds that a turn takes at least: what is faster is called more often. Default: 5. */
  readonly least?: number;
  readonly signal?: AbortSignal;
  /** Awaited between warming up and the rounds. */
  readonly onWarm?: () => Promise<void>;
  /** Told after each round, from 1 on, how many there will be. */
  readonly onRound?: (round: number, rounds: number) => void;
}

/** Milliseconds between two turns: threads of the last one spin for a while. */
const pause = 20;
const warmups = 2;
const fewest = 3;

/** Times contenders in turns, so that a machine that slows down slows everybody down: in each round all of them, on odd
 *  rounds in reversed order. Warms up with two calls of each.
 *  @throws what a contender throws, or the reason of an abort: then nothing more is begun, and nothing is under way. */
export async function takeTurns(contenders: readonly Contender[], options: TurnOptions): Promise<Times[]> {
  const { rounds, budget = Number.POSITIVE_INFINITY, least = 5, signal, onWarm, onRound = () => {} } = options;
  const turns = contenders.map((contender) => new Turn(contender, least));
  await runRounds(turns, warmups, () => {}, signal);
  await onWarm?.();
  const round = turns.reduce((sum, { estimate }) => sum + estimate + pause, 0);
  const count = Math.min(rounds, Math.max(fewest, Math.floor(budget / round)));
  await runRounds(turns, count, (done) => onRound(done, count), signal);
  return turns.map((turn) => turn.times());
}

async function runRounds(
  turns: readonly Turn[],
  rounds: number,
  onRound: (round: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const bench = new Bench({
    concurrency: "bench",
    time: 0,
    iterations: rounds,
    warmup: false,
    throws: true,
  });
  const baton = new Baton(turns.length);
  for (const [index, turn] of turns.entries()) {
    bench.add(`${index}`, () => baton.holding(() => turn.time(() => bench.now())), {
      async: true,
      async beforeEach() {
        await baton.take(index);
        await baton.holding(() => turn.wake());
      },
      async afterEach() {
        await new Promise((resolve) => setTimeout(resolve, pause));
        const round = baton.pass();
        if (round > 0) onRound(round);
      },
    });
  }
  const abort = () => baton.drop(signal?.reason);
  signal?.addEventListener("abort", abort);
  try {
    await bench.run();
  } finally {
    await baton.idle();
    signal?.removeEventListener("abort", abort);
  }
  signal?.throwIfAborted();
}

/** One contender's calls. */
class Turn {
  readonly #contender: Contender;
  readonly #least: number;
  readonly #times: number[] = [];
  #calls = 1;
  /** Milliseconds of the last turn. */
  #wall = 0;

  constructor(contender: Contender, least: number) {
    this.#contender = contender;
    this.#least = least;
  }

  async wake(): Promise<void> {
    await this.#contender.wake?.();
  }

  async time(now: () => number): Promise<{ overriddenDuration: number }> {
    const took = await this.#take(now);
    this.#times.push(took);
    if (this.#times.length === warmups) await this.#fill(now);
    return { overriddenDuration: took };
  }

  /** Finds how many calls fill a turn: more than one of them says, where there is a wait at the end. */
  async #fill(now: () => number): Promise<void> {
    for (let attempt = 0; attempt < 4 && this.#wall < 0.8 * this.#least; attempt++) {
      this.#calls = Math.ceil(this.#calls * Math.min(1000, this.#least / this.#wall));
      await this.#take(now);
    }
  }

  async #take(now: () => number): Promise<number> {
    const start = now();
    const elsewhere = await this.#run();
    this.#wall = Math.max(now() - start, elsewhere ?? 0);
    return (elsewhere ?? this.#wall) / this.#calls;
  }

  /** @returns milliseconds of all calls by another clock, if one timed them. */
  async #run(): Promise<number | undefined> {
    if (this.#contender.chain) return (await this.#contender.chain(this.#calls)) ?? undefined;
    let elsewhere: number | undefined;
    for (let call = 0; call < this.#calls; call++) {
      const ms = await this.#contender.run();
      if (ms !== undefined) elsewhere = (elsewhere ?? 0) + ms;
    }
    return elsewhere;
  }

  /** Milliseconds that a turn will take. */
  get estimate(): number {
    return this.#wall;
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
  #dropped: { readonly reason: unknown } | null = null;
  #work: Promise<unknown> = Promise.resolve();

  constructor(count: number) {
    this.#count = count;
  }

  take(index: number): Promise<void> {
    if (this.#dropped !== null) return Promise.reject(this.#dropped.reason);
    if (this.#holder === index) return Promise.resolve();
    return new Promise((go, fail) => this.#waiting.set(index, { go, fail }));
  }

  /** Does what is done in a turn: if it fails, nobody else has one. */
  async holding<T>(work: () => Promise<T>): Promise<T> {
    if (this.#dropped !== null) throw this.#dropped.reason;
    try {
      const working = work();
      this.#work = working;
      return await working;
    } catch (error) {
      this.drop(error);
      throw error;
    }
  }

  /** What was begun has come to its end, whichever. */
  async idle(): Promise<void> {
    await Promise.allSettled([this.#work]);
  }

  /** @returns the number of rounds that are over, if this was the last turn of one; else 0. */
  pass(): number {
    this.#turn++;
    const holder = this.#holder;
    this.#waiting.get(holder)?.go();
    this.#waiting.delete(holder);
    return this.#turn % this.#count === 0 ? this.#turn / this.#count : 0;
  }

  /** Nobody waits any longer, now or later. */
  drop(reason: unknown): void {
    this.#dropped ??= { reason };
    for (const { fail } of this.#waiting.values()) fail(reason);
    this.#waiting.clear();
  }

  get #holder(): number {
    const place = this.#turn % this.#count;
    const isOdd = Math.floor(this.#turn / this.#count) % 2 === 1;
    return isOdd ? this.#count - 1 - place : place;
  }
}
