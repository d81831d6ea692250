import { FormatError } from "../core/errors.ts";
import { version } from "../core/version.ts";
import { isOpReport, type Task, type TaskReport } from "../gradcheck/task.ts";
import {
  boolean,
  type Check,
  check,
  fields,
  isRecord,
  listOf,
  number,
  oneOf,
  orNull,
  parseJson,
  text,
  whole,
} from "../io/check.ts";
import { readText } from "../io/open.node.ts";
import { type GradcheckPlan, planCheck, tasksOf } from "./gradcheckPlan.ts";
import { inOrder, type Shard, type ShardFile, shardCheck, shareOf } from "./shard.ts";

/** What `alexgrad gradcheck --json` prints, and --out writes. */
export interface GradcheckResults {
  readonly format: typeof format;
  readonly alexgrad: string;
  readonly plan: GradcheckPlan;
  /** Where only one was done. */
  readonly shard?: Shard;
  readonly passed: boolean;
  readonly device: string;
  /** How long all shards took together. */
  readonly seconds: number;
  readonly reports: readonly TaskReport[];
}

const format = "alexgrad-gradcheck-1";

export function gradcheckResults(
  run: Pick<GradcheckResults, "plan" | "device" | "seconds" | "reports"> & { readonly shard: Shard | undefined },
): GradcheckResults {
  const { shard, ...rest } = run;
  const passed = run.reports.every((report) => report.passed);
  return { format, alexgrad: version, ...(shard && { shard }), passed, ...rest };
}

const amount = number(0, Number.MAX_VALUE);
/** JSON has null for what is not finite; `revive` makes NaN of it. */
const margin: Check = (value, where) => (Number.isNaN(value) ? null : amount(value, where));
const revive = (key: string, value: unknown) => (key === "margin" && value === null ? Number.NaN : value);
const common = { op: text(), passed: boolean, margin, milliseconds: amount };

const coverageRow = fields({
  ...{ op: text(), attribute: text(), bucket: text(), order: whole(1, 2), device: text(), cases: whole(0) },
});
const opReport = fields({
  ...{ ...common, order: whole(1, 2), status: oneOf(["passed", "failed", "kink crossed"]), cases: whole(0) },
  ...{ kinks: whole(0), seed: whole(0), coverage: listOf(coverageRow) },
  failure: orNull(fields({ case: text(), reason: text(), path: text() })),
});
const layerReport = fields({ ...common, layer: text(), reason: orNull(text()) });

const resultsCheck = fields(
  {
    ...{ format: oneOf([format]), alexgrad: oneOf([version]), plan: planCheck, passed: boolean, device: text() },
    seconds: amount,
    reports: listOf((value, where) => (isRecord(value) && "layer" in value ? layerReport : opReport)(value, where)),
  },
  { shard: shardCheck },
);

const mostBytes = 2 ** 26;

/** @throws FormatError if it is not what this version writes. */
async function readResults(file: string): Promise<ShardFile<GradcheckResults>> {
  const results = parseJson(file, await readText(file, mostBytes), revive);
  check(file, results, resultsCheck);
  return { file, results: results as GradcheckResults };
}

/** The results of all shards as those of the whole, of which they differ in times only.
 *  @throws FormatError that names the file unless they are of one plan, each once, with all checks of its share. */
export async function mergeGradcheck(paths: readonly string[]): Promise<GradcheckResults> {
  const files = inOrder(await Promise.all(paths.map(readResults)), {
    plan: ({ plan }) => plan,
    device: ({ device }) => device,
  });
  const { plan, device } = files[0].results;
  const tasks = tasksOf(plan);
  const reports = new Map(
    files.flatMap(({ file, results }) => {
      const share = shareOf(tasks, results.shard).map(nameOfTask);
      const names = results.reports.map(nameOfReport);
      if (names.join() !== share.join()) {
        throw new FormatError(file, `reports: expected the ${share.length} checks of its share, in their order`);
      }
      return results.reports.map((report, i) => [names[i], report] as const);
    }),
  );
  const seconds = files.reduce((sum, { results }) => sum + results.seconds, 0);
  return gradcheckResults({
    ...{ plan, device, seconds, shard: undefined },
    reports: tasks.map((task) => reports.get(nameOfTask(task))!),
  });
}

function nameOfTask(task: Task): string {
  return task.kind === "layer" ? task.layer : `${task.op}, order ${task.order}`;
}

export function nameOfReport(report: TaskReport): string {
  return isOpReport(report) ? `${report.op}, order ${report.order}` : report.layer;
}
