import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { Device } from "../devices/device.ts";
import { alexnetSizes } from "../gradcheck/alexnetSizes.ts";
import { opInfos } from "../gradcheck/index.ts";
import { runTask, type Task, type TaskReport } from "../gradcheck/task.ts";
import { checkInThreads } from "../gradcheck/threads.node.ts";
import { writing } from "../io/files.node.ts";
import { deviceOptions, openDevice } from "./device.ts";
import { describeReports, junitOf } from "./gradcheckReport.ts";
import {
  examples,
  type Flags,
  readChoice,
  readNumber,
  readOptional,
  readText,
  repeats,
  UsageError,
} from "./options.ts";
import { print } from "./output.ts";
import { Progress } from "./progress.ts";

export function gradcheckCommand(cli: Command): void {
  const command = cli
    .command("gradcheck [ops...]")
    .summary("Check operators' gradients, or a device against the reference")
    .description(
      "Check operators (all by default): gradients against finite differences and other oracles, or a device against the reference",
    )
    .option("--cases <n>", "Random cases per operator and order", "20")
    .option("--order <n>", "1: gradients; 2: gradients of gradients (default: both)")
    .option(
      "--mode <name>",
      "full: every element of the Jacobian; directional: its product with random vectors, for many cases",
      "full",
    )
    .option("--sizes <name>", "small: random geometries; alexnet: its layers' own sizes; or both", "both")
    .option("--seed <n>", "Seed of the random cases, from 0", "0")
    .option("--path <path>", "Replay one case of one operator and order, as a failure prints it");
  deviceOptions(command, "reference")
    .optionsGroup("Options:")
    .option("--json", "Print JSON, with the coverage of every operator's attributes")
    .option("--junit <file>", "Write the results as JUnit XML too")
    .addHelpText(
      "after",
      examples(
        "alexgrad gradcheck conv2d maxPool2d --cases 200",
        "alexgrad gradcheck --mode directional --cases 10000 --sizes small",
      ),
    )
    .action(async (names: string[], flags: Flags) => {
      process.exitCode = await run(names, flags);
    });
}

async function run(names: string[], flags: Flags): Promise<number> {
  const tasks = plan(names, flags);
  const junit = readText(flags, "junit");
  if (junit !== undefined) await writing(junit, writeFile(junit, ""));
  await using opened = await openDevice(flags);
  const { device } = opened;
  const started = performance.now();
  const progress = new Progress();
  let done = 0;
  const onReport = (report: TaskReport) => {
    done++;
    progress.show("layer" in report ? report.layer : `${report.op}, order ${report.order}`, done, tasks.length);
  };
  progress.show("starting", 0, tasks.length);
  const reports =
    device.name === "reference" ? await checkInThreads(tasks, onReport) : await checkOn(device, tasks, onReport);
  progress.clear();
  const seconds = (performance.now() - started) / 1000;
  const passed = reports.every((report) => report.passed);
  if (junit !== undefined) await writing(junit, writeFile(junit, junitOf(reports, seconds)));
  if (flags.json) print(JSON.stringify({ passed, device: device.name, seconds, reports }));
  else print(describeReports(reports, device, seconds, flags));
  return passed ? 0 : 1;
}

/** One at a time: the device has threads of its own. */
async function checkOn(device: Device, tasks: readonly Task[], onReport: (report: TaskReport) => void) {
  const reports: TaskReport[] = [];
  for (const task of tasks) {
    const report = await runTask(task, device);
    reports.push(report);
    onReport(report);
  }
  return reports;
}

function plan(names: readonly string[], flags: Flags): Task[] {
  const cases = readNumber(flags, "cases", repeats);
  const seed = readNumber(flags, "seed", { min: 0, max: 2 ** 31 - 1, whole: true });
  const order = readOptional(flags, "order", { min: 1, max: 2, whole: true });
  const mode = readChoice(flags, "mode", ["full", "directional"]);
  const sizes = readChoice(flags, "sizes", ["small", "alexnet", "both"]);
  const path = readText(flags, "path");
  if (path !== undefined && (names.length !== 1 || order === undefined || !/^\d+(:\d+)*$/.test(path))) {
    throw new UsageError(`--path: expected a path such as 4:0:1, one operator and --order; got ${path}`);
  }
  const unknown = names.filter((name) => !opInfos.some((info) => info.name === name));
  if (unknown.length > 0) {
    throw new UsageError(
      `no such operator: ${unknown.join(", ")}; there are ${opInfos.map((info) => info.name).join(", ")}`,
    );
  }
  const asked = (op: string) => names.length === 0 || names.includes(op);
  const orders = order === undefined ? ([1, 2] as const) : [order as 1 | 2];
  const layers = alexnetSizes
    .filter(({ op }) => sizes !== "small" && path === undefined && orders.includes(1) && asked(op))
    .map(({ name }): Task => ({ kind: "layer", layer: name, seed }));
  const ops = opInfos
    .filter(({ name }) => sizes !== "alexnet" && asked(name))
    .flatMap(({ name }) =>
      orders.map(
        (each): Task => ({ kind: "op", op: name, order: each, cases, seed, mode, ...(path !== undefined && { path }) }),
      ),
    );
  const tasks = [...layers, ...ops];
  if (tasks.length === 0) throw new UsageError(`--sizes: AlexNet has no ${names.join(", ")}, or not of order ${order}`);
  return tasks;
}
