import type { Bound, Noise, Ratio, Row, Target, Work } from "../results.ts";
import type { Contender, Facts } from "./contender.ts";
import { type Times, type TurnOptions, takeTurns } from "./rounds.ts";
import { type Spread, spreadOf } from "./statistics.ts";

/** What the machine does at most, in the same rounds as a task: a bare loop that does `per` of it in a call. It bounds the
 *  contenders on the same device with as many threads, by the same API and the same clock. */
export interface Limit {
  readonly kind: Bound["kind"];
  readonly contender: Contender;
  /** FLOP, or bytes, of one call. */
  readonly per: number;
}

/** What a figure should be: `of` is "share of the bound", or the name of the contender that time is compared with. */
export type Asked = { readonly of: string } & ({ readonly atLeast: number } | { readonly atMost: number });

export const shareOfBound = "share of the bound";

/** What is measured of what. */
export type Subject = Pick<Row, "group" | "what" | "size" | "scale" | "shape" | "pass" | "count">;

/** Contenders that do the same work. */
export interface Task extends Subject {
  readonly work: Work;
  /** What is asked is asked of the first. */
  readonly contenders: readonly Contender[];
  /** Those that are timed twice: how far they are from themselves is the noise, of all on the same device. Default: the
   *  first, for all. */
  readonly twice?: readonly Contender[];
  /** As of `TurnOptions`, where this task's turns must be longer. */
  readonly least?: number;
  readonly limits: readonly Limit[];
  readonly asked?: readonly Asked[];
}

/** Times contenders in turns with the limits and with some again, and checks them before the first round and after the last.
 *  What a first call takes is measured before any check.
 *  @throws if a result is wrong, or something else ran than before. */
export async function measure(task: Task, options: TurnOptions): Promise<Row[]> {
  const { contenders, limits, least, twice = contenders.slice(0, 1) } = task;
  const facts = contenders.map((each) => JSON.stringify(each.facts()));
  const all = [...contenders, ...limits.map(({ contender }) => contender), ...twice];
  const checks: (readonly (number | undefined)[])[] = [];
  const onWarm = async () => {
    checks.push(await Promise.all(contenders.map(checkOf)));
  };
  const times = await takeTurns(all, { ...options, onWarm, ...(least !== undefined && { least }) });
  await onWarm();
  for (const [i, each] of contenders.entries()) refuseChange(each, facts[i]);
  const noises = twice.map((each, i) => {
    const own = times[contenders.indexOf(each)].rounds;
    return noiseOf(times[contenders.length + limits.length + i].rounds.map((ms, round) => ms / own[round]));
  });
  const noiseOn = (device: string) => noises[twice.findIndex((each) => each.facts().device === device)] ?? noises[0];
  return contenders.map((contender, i): Row => {
    const { first, warm, rounds, calls } = times[i];
    const { device } = contender.facts();
    const bound = boundOf(task, contender.facts(), rounds, times.slice(contenders.length));
    const ratios = contenders.flatMap((other, j) => {
      const noise = wider(noiseOn(device), noiseOn(other.facts().device));
      return j === i ? [] : ratioTo(other.name, rounds, times[j].rounds, noise);
    });
    const errors = checks.flatMap((all) => all[i] ?? []);
    const { group, what, size, scale, shape, pass, count, work } = task;
    return {
      ...{ group, what, size, shape, pass, work, contender: contender.name, facts: contender.facts() },
      ...(scale !== undefined && { scale }),
      ...(count !== undefined && { count }),
      time: { first, compile: Math.max(0, first - warm), warm, steady: spreadOf(rounds), calls },
      ...(contender.peakBytes && { peakBytes: contender.peakBytes() }),
      ...(bound && { bound }),
      ratios,
      ...(twice.includes(contender) && { noise: noises[twice.indexOf(contender)] }),
      ...(errors.length > 0 && { checked: Math.max(...errors) }),
      targets: i === 0 ? (task.asked ?? []).flatMap((asked) => targetOf(asked, bound, ratios)) : [],
    };
  });
}

async function checkOf(contender: Contender): Promise<number | undefined> {
  const error = await contender.check?.();
  if (error !== undefined && !(error <= 1)) {
    throw new Error(
      `${contender.name}: expected the reference's values; got an error ${error} times as large as allowed`,
    );
  }
  return error;
}

function refuseChange(contender: Contender, before: string): void {
  const now = JSON.stringify(contender.facts());
  if (now !== before || (contender.facts().fallbacks ?? 0) > 0) {
    throw new Error(`${contender.name}: expected ${before} in every round; got ${now}`);
  }
}

/** How far from 1 a ratio is, or its inverse: the same from either side. */
function distanceOf(ratio: number): number {
  return Math.max(ratio, 1 / ratio) - 1;
}

/** @param least what the spread is at least. */
export function noiseOf(ratios: readonly number[], least = 0): Noise {
  const ratio = spreadOf(ratios);
  const { median, mad, interval } = ratio;
  const isBiased = interval[0] > 1 || interval[1] < 1;
  const distance = distanceOf(median);
  return { ratio, spread: Math.max(least, distance + mad), isProven: !isBiased || distance < 0.02 };
}

/** Of two noises, the one that hides more. */
export function wider(a: Noise, b: Noise): Noise {
  return b.spread > a.spread ? b : a;
}

const comparable = ["device", "threads", "backend", "clock"] as const;

/** The limit that takes longest for the task's work; of several of a kind, the fastest one counts. */
function boundOf({ work, limits }: Task, own: Facts, rounds: readonly number[], times: readonly Times[]) {
  const shares = limits.flatMap(({ kind, per, contender }, i): Bound[] => {
    const facts = contender.facts();
    if (comparable.some((name) => facts[name] !== own[name])) return [];
    const amount = kind === "compute" ? work.flop : work.bytes;
    return [{ kind, share: spreadOf(rounds.map((ms, round) => (times[i].rounds[round] * amount) / per / ms)) }];
  });
  const fastest = (["compute", "memory"] as const).flatMap((kind) => {
    const own = shares.filter((bound) => bound.kind === kind).sort((a, b) => a.share.median - b.share.median);
    return own.slice(0, 1);
  });
  return fastest.sort((a, b) => b.share.median - a.share.median).at(0);
}

function ratioTo(to: string, own: readonly number[], others: readonly number[], noise: Noise): Ratio {
  const ratio = spreadOf(own.map((ms, round) => ms / others[round]));
  return { to, ratio, verdict: verdictOf(ratio, noise) };
}

export function verdictOf({ median }: Spread, { spread }: Noise): Ratio["verdict"] {
  return distanceOf(median) <= spread ? "no difference" : median < 1 ? "faster" : "slower";
}

/** None where the bound, or the other contender, is not there. */
function targetOf(asked: Asked, bound: Bound | undefined, ratios: readonly Ratio[]): Target[] {
  const found: Spread | undefined =
    asked.of === shareOfBound ? bound?.share : ratios.find(({ to }) => to === asked.of)?.ratio;
  if (found === undefined) return [];
  return [judge(asked, found.median)];
}

/** What is asked, and whether a value has it. */
export function judge({ of, atLeast, atMost }: Omit<Target, "value" | "isMet">, value: number): Target {
  return {
    of,
    ...(atLeast !== undefined && { atLeast }),
    ...(atMost !== undefined && { atMost }),
    value,
    isMet: value >= (atLeast ?? Number.NEGATIVE_INFINITY) && value <= (atMost ?? Number.POSITIVE_INFINITY),
  };
}
