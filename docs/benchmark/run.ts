import type { Results, Row } from "../../bench/results.ts";
import { nameOf, runPlan } from "../../bench/run.ts";
import type { Plan } from "../../bench/workloads/lab.ts";
import { networkNamed, networkPlans } from "../../bench/workloads/networks.ts";
import { operatorPlans } from "../../bench/workloads/operators.ts";
import { convolutionPlans, gemmPlans } from "../../bench/workloads/products.ts";
import { messageOf } from "../../src/core/messageOf.ts";
import { version } from "../../src/core/version.ts";
import type { Choice, Place, Suite } from "./form.ts";
import { makeLab, openDevice } from "./lab.ts";
import { machine } from "./machine.ts";
import { words } from "./words.ts";

/** What the page hears while it measures. */
export interface Listener {
  readonly signal: AbortSignal;
  /** @param share of all that is done. */
  readonly onStatus: (text: string, share: number) => void;
  /** Of a device that is not here, or a task that failed. */
  readonly onAbsent: (text: string) => void;
  /** After each task, all so far. */
  readonly onResults: (results: Results) => void;
}

/** Milliseconds that the rounds of a task may take. */
const budget = 10_000;
/** Of a turn: clocks of pages are coarse. */
const least = 20;

const products = /^(conv2d|linear|matmul)/;

const suites: Readonly<Record<Suite, () => readonly Plan[]>> = {
  glance: () => [
    ...gemmPlans([256]),
    ...convolutionPlans([1]).filter(({ what, size }) => what === "conv2d" && size.startsWith("conv3")),
    ...operatorPlans.filter(({ what, size }) => ["maxPool2d pool1", "relu relu1"].includes(`${what} ${size}`)),
  ],
  products: () => gemmPlans([128, 256, 512, 1024]),
  convolutions: () => convolutionPlans([1]),
  layers: () => operatorPlans.filter(({ what }) => !products.test(what)),
  step: () => networkPlans(networkNamed("alexnet-small")!, [32]),
};

/** Measures what was chosen, one task after the other.
 *  @throws the reason of an abort. */
export async function run({ places, suites: chosen, rounds }: Choice, listener: Listener): Promise<void> {
  const { signal, onStatus, onAbsent, onResults } = listener;
  const present = await presentOf(places, listener);
  if (present.length === 0) return;
  const lab = makeLab(present);
  const all = chosen.flatMap((suite) => suites[suite]());
  // Suites overlap.
  const plans = [...new Map(all.map((plan) => [nameOf(plan), plan])).values()];
  const rows: Row[] = [];
  try {
    for (const [i, plan] of plans.entries()) {
      const name = nameOf(plan);
      const say = (round: number, of: number) =>
        onStatus(words.progress(i, plans.length, name, round, of), i / plans.length);
      say(0, rounds);
      try {
        rows.push(...(await runPlan(plan, lab, { rounds, budget, least, signal, onRound: say })));
      } catch (error) {
        signal.throwIfAborted();
        onAbsent(`${name}: ${messageOf(error)}`);
      }
      onResults(resultsOf(rows));
    }
  } finally {
    await lab.close();
  }
}

async function presentOf(places: readonly Place[], { signal, onStatus, onAbsent }: Listener): Promise<Place[]> {
  const present: Place[] = [];
  for (const place of places) {
    signal.throwIfAborted();
    onStatus(words.opening(words.places[place]), 0);
    try {
      await (await openDevice(place)).close();
      present.push(place);
    } catch (error) {
      onAbsent(words.absent(words.places[place], messageOf(error)));
    }
  }
  return present;
}

function resultsOf(rows: readonly Row[]): Results {
  return {
    format: "alexgrad-bench-1",
    alexgrad: version,
    date: new Date().toISOString(),
    machine: machine(),
    processes: 1,
    rows: [...rows],
  };
}
