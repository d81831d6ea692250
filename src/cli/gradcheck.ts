import type { CAC } from "cac";
import type { Device } from "../devices/device.ts";
import { checkOp, type OpReport, opInfos } from "../gradcheck/index.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { formatDuration, formatTable } from "./format.ts";
import { type Flags, readNumber, readOptional, readText, UsageError } from "./options.ts";
import { Progress } from "./progress.ts";

export function gradcheckCommand(cli: CAC): void {
  const command = cli
    .command(
      "gradcheck [...ops]",
      "Check operators (all by default): gradients against finite differences, or a device against the reference",
    )
    .option("--cases <n>", "Random cases per operator and order", { default: 20 })
    .option("--order <n>", "1: gradients; 2: gradients of gradients (default: both)")
    .option("--seed <n>", "Of the random cases, from 0", { default: 0 })
    .option("--path <path>", "Replay one case of one operator and order, as a failure prints it");
  deviceOptions(command, "reference")
    .option("--json", "Print JSON")
    .example("alexgrad gradcheck conv2d maxPool2d --cases 200")
    .action(run);
}

async function run(names: string[], flags: Flags): Promise<number> {
  const cases = readNumber(flags, "cases", { min: 1, whole: true });
  const seed = readNumber(flags, "seed", { min: 0, max: 2 ** 31 - 1, whole: true });
  const order = readOptional(flags, "order", { min: 1, whole: true });
  const path = readText(flags, "path");
  if (order !== undefined && order > 2) throw new UsageError(`--order: expected 1 or 2; got ${order}`);
  if (path !== undefined && (names.length !== 1 || order === undefined || !/^\d+(:\d+)*$/.test(path))) {
    throw new UsageError(`--path: expected a path such as 4:0:1, one operator and --order; got ${path}`);
  }
  const unknown = names.filter((name) => !opInfos.some((info) => info.name === name));
  if (unknown.length > 0) {
    throw new UsageError(
      `no such operator: ${unknown.join(", ")}; there are ${opInfos.map((info) => info.name).join(", ")}`,
    );
  }
  await using opened = await openDevice(flags);
  const device = opened.device.name === "reference" ? {} : { device: opened.device };
  const infos = names.length === 0 ? opInfos : opInfos.filter((info) => names.includes(info.name));
  const orders = order === undefined ? ([1, 2] as const) : ([order as 1 | 2] as const);
  const started = performance.now();
  const progress = new Progress();
  const reports: OpReport[] = [];
  for (const info of infos) {
    for (const each of orders) {
      progress.show(`${info.name}, order ${each}`, reports.length, infos.length * orders.length);
      reports.push(await checkOp(info, { order: each, cases, seed, ...device, ...(path !== undefined && { path }) }));
    }
  }
  progress.clear();
  const failed = reports.filter((report) => !report.passed);
  if (flags.json) process.stdout.write(`${JSON.stringify({ passed: failed.length === 0, reports })}\n`);
  else
    process.stdout.write(
      `${describe(reports, failed, opened.device)}\n${formatDuration(performance.now() - started)}\n`,
    );
  return failed.length === 0 ? 0 : 1;
}

function describe(reports: readonly OpReport[], failed: readonly OpReport[], device: Device): string {
  const rows = reports.map((report) => [
    report.op,
    `order ${report.order}`,
    `${report.cases} cases`,
    `max error ${report.maxError.toExponential(1)}`,
    report.passed ? "ok" : "WRONG",
  ]);
  const on = device.name === "reference" ? "" : ` --device ${device.name}`;
  const failures = failed.map(({ op, order, cases, seed, failure }) =>
    [
      `${op}, order ${order}, smallest case: ${failure?.case}`,
      `  ${failure?.reason}`,
      `  replay: alexgrad gradcheck ${op} --order ${order} --cases ${cases} --seed ${seed}${on} --path ${failure?.path}`,
    ].join("\n"),
  );
  const verdict =
    failed.length === 0 ? `${reports.length} checks passed` : `${failed.length} of ${reports.length} checks failed`;
  const how =
    device.name === "reference" ? "against finite differences in float64" : "against the reference in float64";
  return [formatTable(rows), ...failures, `${verdict}, on ${describeDevice(device)}, ${how}`].join("\n");
}
