import { shareOfBound, wider } from "./engine/measure.ts";
import type { Spread } from "./engine/statistics.ts";
import type { Results, Row } from "./results.ts";

/** Worst first. "unproven": in one of the runs a contender differs from itself, so that no difference means anything. */
export const verdicts = ["worsened", "missing", "unproven", "improved", "unchanged"] as const;
export type Verdict = (typeof verdicts)[number];

/** A ratio of a stored run, and what has become of it. */
export interface Change {
  /** "network torchvision, batch 8, forward". */
  readonly task: string;
  /** Whose ratio it is. */
  readonly contender: string;
  /** The contender that its time is compared with, or "share of the bound". */
  readonly of: string;
  /** False where `of` is a peer, which may not be installed. */
  readonly isOurs: boolean;
  readonly stored: number;
  /** None where it is missing. */
  readonly now?: number;
  readonly verdict: Verdict;
}

/** Compares the ratios of two runs: our shares of the bound, and our times by those of the contenders that took turns with us.
 *  Milliseconds are not compared: another machine, or another day, has others. */
export function compareRuns(stored: Results, now: Results): Change[] {
  const before = figuresOf(stored);
  const after = new Map(figuresOf(now).map((figure) => [keyOf(figure), figure]));
  return before.map((figure) => {
    const { task, contender, of, isOurs } = figure;
    const other = after.get(keyOf(figure));
    return {
      ...{ task, contender, of, isOurs, stored: figure.ratio.median },
      ...(other && { now: other.ratio.median }),
      verdict: other === undefined ? "missing" : verdictOf(figure, other),
    };
  });
}

interface Figure extends Pick<Change, "task" | "contender" | "of" | "isOurs"> {
  readonly ratio: Spread;
  /** How far from 1 the ratio of a contender's time by its own is. */
  readonly noise: number;
  readonly isProven: boolean;
}

const keyOf = ({ task, contender, of }: Figure) => JSON.stringify([task, contender, of]);

/** With those of what runs on no device: readers of files, checks. */
const ownDevices: readonly string[] = ["cpu", "gpu", "reference", "decoder", "loader", "none"];
const isOurs = ({ facts }: Row) => ownDevices.includes(facts.device);

const taskOf = ({ group, what, size, pass }: Row) => `${group} ${what}, ${size}, ${pass}`;

function figuresOf({ rows }: Results): Figure[] {
  const tasks = [...new Set(rows.map(taskOf))];
  return tasks.flatMap((task) => {
    const contenders = rows.filter((row) => taskOf(row) === task);
    const noises = contenders.flatMap(({ noise }) => noise ?? []);
    const noise = noises.length === 0 ? 0 : noises.reduce(wider).spread;
    const known = { task, noise, isProven: noises.every(({ isProven }) => isProven) };
    return contenders.filter(isOurs).flatMap(({ contender, bound, ratios }, i, ours): Figure[] => {
      const isOwn = (name: string) => ours.some((other) => other.contender === name);
      // Two of ours have a ratio each way: one is enough.
      const earlier = ours.slice(0, i).map((other) => other.contender);
      return [
        ...(bound ? [{ ...known, contender, of: shareOfBound, isOurs: true, ratio: bound.share }] : []),
        ...ratios
          .filter(({ to }) => !earlier.includes(to))
          .map(({ to, ratio }) => ({ ...known, contender, of: to, isOurs: isOwn(to), ratio })),
      ];
    });
  });
}

const isWithin = (value: number, { interval: [low, high] }: Spread) => low <= value && value <= high;

/** A difference lies outside both runs' intervals, and is larger than the noise of either. */
function verdictOf(stored: Figure, now: Figure): Verdict {
  if (!stored.isProven || !now.isProven) return "unproven";
  const [before, after] = [stored.ratio, now.ratio];
  const factor = after.median / before.median;
  const noise = 1 + Math.max(stored.noise, now.noise);
  const isNoise = factor < noise && factor > 1 / noise;
  if (isNoise || isWithin(after.median, before) || isWithin(before.median, after)) return "unchanged";
  return factor > 1 === (stored.of === shareOfBound) ? "improved" : "worsened";
}
