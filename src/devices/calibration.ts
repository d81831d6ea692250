import { choice, finite, kind, listOf, nullable, text } from "../core/kinds.ts";
import { crossoverOf, describeCrossover, type Settled } from "./crossover.ts";

/** How the GPU and the cpu device compare on a machine. */
export interface Calibration {
  /** When it was measured, ISO 8601. */
  readonly date: string;
  readonly operators: readonly CalibrationRow[];
}

/** An operator at growing sizes, its tensors staying on the device. */
export interface CalibrationRow {
  /** "matmul" */
  readonly name: string;
  /** What the sizes are: "n" of n × n matrices, or "batch", images. */
  readonly unit: string;
  /** The sizes to be measured, ascending. */
  readonly scales: readonly number[];
  /** Those that were. Where the last two are the GPU's, so are the larger ones, unmeasured; else there was no time for them. */
  readonly sizes: readonly CalibrationTimes[];
}

/** Milliseconds of one call, the best of the rounds. */
export interface CalibrationTimes extends Settled {
  readonly cpu: number;
  readonly gpu: number;
}

/** Whether the last two sizes are the GPU's: then it pays at larger ones too. */
export function endsOnGpu(sizes: readonly CalibrationTimes[]): boolean {
  return sizes.length >= 2 && sizes.slice(-2).every(({ faster }) => faster === "gpu");
}

/** Whether no operator was left open for want of time. */
export function isComplete({ operators }: Calibration): boolean {
  return operators.every(({ scales, sizes }) => sizes.length === scales.length || endsOnGpu(sizes));
}

/** Whether the GPU is faster at more than half of the sizes. */
export function gpuPays({ operators }: Calibration): boolean {
  const [pays, all] = countSizes(operators);
  return 2 * pays > all;
}

/** "faster at 9 of 14 sizes; matmul from n = 512 (cpu up to n = 256), …" */
export function describeCalibration({ operators }: Calibration): string {
  const [pays, all] = countSizes(operators);
  const crossovers = operators.map(({ name, unit, sizes }) => `${name} ${describeCrossover(crossoverOf(sizes), unit)}`);
  return `faster at ${pays} of ${all} sizes: ${crossovers.join(", ")}`;
}

function countSizes(operators: readonly CalibrationRow[]): readonly [pays: number, all: number] {
  let pays = 0;
  let all = 0;
  for (const { scales, sizes } of operators) {
    all += scales.length;
    pays += sizes.filter(({ faster }) => faster === "gpu").length;
    if (endsOnGpu(sizes)) pays += scales.length - sizes.length;
  }
  return [pays, all];
}

/** Whether something that was kept is a calibration. */
export function isCalibration(value: unknown): value is Calibration {
  return calibration.accepts(value);
}

const has = <T>(fields: { readonly [K in keyof T]: { accepts(value: unknown): boolean } }) =>
  kind("an object", (value): value is T => {
    if (typeof value !== "object" || value === null) return false;
    return Object.entries<{ accepts(value: unknown): boolean }>(fields).every(([name, field]) =>
      field.accepts(value[name as keyof typeof value]),
    );
  });

const filled = <T>(list: { accepts(value: unknown): value is readonly T[] }) =>
  kind("a list that is not empty", (value): value is readonly T[] => list.accepts(value) && value.length > 0);

const faster = nullable(choice("cpu", "gpu"));
const times = has<CalibrationTimes>({ scale: finite, faster, cpu: finite, gpu: finite });
const row = has<CalibrationRow>({
  name: text,
  unit: text,
  scales: filled(listOf(finite)),
  sizes: filled(listOf(times)),
});
const calibration = has<Calibration>({ date: text, operators: filled(listOf(row)) });
