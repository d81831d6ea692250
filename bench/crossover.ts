import { ruledTable } from "../src/core/ruledTable.ts";
import { type Crossover, crossoverOf, describeCrossover, type Settled } from "../src/devices/crossover.ts";
import type { Row } from "./results.ts";

/** How the names of contenders end whose calls are waited for one by one: their latency. */
export const eachAwaited = ", each awaited";

/** One way to count on the GPU against one cpu contender, over the sizes of an operator. */
export interface MeasuredCrossover extends Crossover {
  readonly what: string;
  readonly pass: Row["pass"];
  /** What sizes count: "n", "batch". */
  readonly unit: string;
  /** The contenders' names. */
  readonly gpu: string;
  readonly cpu: string;
  /** Ascending; milliseconds are medians. */
  readonly points: readonly (Settled & { readonly gpu: number; readonly cpu: number })[];
}

/** The crossovers that rows of any operators tell: each way to count on the GPU against each cpu contender, calls that are
 *  awaited against such, and what the GPU's own clock timed against none. */
export function crossoversOf(rows: readonly Row[]): MeasuredCrossover[] {
  const sized = rows.filter((row): row is SizedRow => row.group === "crossover" && row.scale !== undefined);
  const operatorOf = ({ what, pass }: Row) => `${what} ${pass}`;
  return [...new Set(sized.map(operatorOf))].flatMap((operator) => {
    const all = sized.filter((row) => operatorOf(row) === operator);
    const on = (device: string) => {
      const names = all.filter(({ facts }) => facts.device === device && facts.clock === undefined);
      return [...new Set(names.map(({ contender }) => contender))];
    };
    return on("gpu").flatMap((gpu) =>
      on("cpu")
        .filter((cpu) => cpu.endsWith(eachAwaited) === gpu.endsWith(eachAwaited))
        .map((cpu) => measured(all, gpu, cpu)),
    );
  });
}

type SizedRow = Row & { readonly scale: number };

function measured(rows: readonly SizedRow[], gpu: string, cpu: string): MeasuredCrossover {
  const [{ what, pass, size }] = rows as [SizedRow];
  const points = rows
    .filter(({ contender }) => contender === gpu)
    .flatMap((row) => {
      const other = rows.find(({ contender, scale }) => contender === cpu && scale === row.scale);
      if (other === undefined) return [];
      const isProven = rows.every(({ scale, noise }) => scale !== row.scale || noise?.isProven !== false);
      const faster = isProven ? fasterOf(row, cpu) : null;
      return [{ scale: row.scale, faster, gpu: row.time.steady.median, cpu: other.time.steady.median }];
    })
    .sort((a, b) => a.scale - b.scale);
  const unit = /^[^\s=]+/.exec(size)?.[0] ?? "size";
  return { what, pass, unit, gpu, cpu, points, ...crossoverOf(points) };
}

/** What is within the noise, or was not compared, is not settled. */
function fasterOf({ ratios }: Row, cpu: string): Settled["faster"] {
  const verdict = ratios.find(({ to }) => to === cpu)?.verdict;
  return verdict === "faster" ? "gpu" : verdict === "slower" ? "cpu" : null;
}

/** Where the GPU pays, a line for each operator and way to count. */
export function crossoverTable(crossovers: readonly MeasuredCrossover[]): string {
  const lines = crossovers.map((each) => {
    const { what, pass, gpu, cpu, unit } = each;
    return [what, pass, gpu, cpu, describeCrossover(each, unit)];
  });
  const pays = crossovers.filter(({ gpuFrom }) => gpuFrom !== null).length;
  const total = [`pays in ${pays} of ${crossovers.length}`, "", "", "", ""];
  return ruledTable(["operator", "pass", "GPU", "against", "pays"], lines, total, 5);
}
