import type { Command } from "commander";
import type { Device } from "../devices/device.ts";
import { runTask, type Task, type TaskReport } from "../gradcheck/task.ts";
import { checkInThreads } from "../gradcheck/threads.node.ts";
import { makeFolderOf, writeFileAtomic } from "../io/files.node.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { exitCodes } from "./failure.ts";
import { readPlan, tasksOf } from "./gradcheckPlan.ts";
import { describeResults, junitOf } from "./gradcheckReport.ts";
import { type GradcheckResults, gradcheckResults, mergeGradcheck, nameOfReport } from "./gradcheckResults.ts";
import { examples, type Flags, readText } from "./options.ts";
import { print } from "./output.ts";
import { Progress } from "./progress.ts";
import { checkMerge, readShard, shardOptions, shareOf } from "./shard.ts";

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
  shardOptions(deviceOptions(command, "reference"), "checks", "files of --out")
    .optionsGroup("Options:")
    .option("--json", "Print JSON, with the coverage of every operator's attributes")
    .option("--out <file>", "Write the JSON to a file too")
    .option("--junit <file>", "Write the results as JUnit XML too")
    .addHelpText(
      "after",
      examples(
        "alexgrad gradcheck conv2d maxPool2d --cases 200",
        "alexgrad gradcheck --mode directional --cases 10000 --sizes small",
        "alexgrad gradcheck --shard 2/8 --out shards/2.json",
        "alexgrad gradcheck --merge shards/*.json --junit gradcheck.xml",
      ),
    )
    .action(async (names: string[], flags: Flags) => {
      if (flags.merge) checkMerge(command, names, ["json", "out", "junit", "debug"]);
      process.exitCode = await (flags.merge ? merge(names, flags) : run(names, flags));
    });
}

async function run(names: readonly string[], flags: Flags): Promise<number> {
  const plan = readPlan(names, flags);
  const shard = readShard(flags);
  const tasks = shareOf(tasksOf(plan), shard);
  await makeRoom(flags);
  await using opened = await openDevice(flags);
  const { device } = opened;
  const started = performance.now();
  const progress = new Progress();
  let done = 0;
  const onReport = (report: TaskReport) => progress.show(nameOfReport(report), ++done, tasks.length);
  progress.show("starting", 0, tasks.length);
  const reports =
    device.name === "reference" ? await checkInThreads(tasks, onReport) : await checkOn(device, tasks, onReport);
  progress.clear();
  const seconds = (performance.now() - started) / 1000;
  const results = gradcheckResults({ plan, shard, device: device.name, seconds, reports });
  return report(results, describeDevice(device), flags);
}

async function merge(files: readonly string[], flags: Flags): Promise<number> {
  await makeRoom(flags);
  const results = await mergeGradcheck(files);
  return report(results, results.device, flags);
}

/** Where results cannot be written, that is said before there are any. */
async function makeRoom(flags: Flags): Promise<void> {
  for (const name of ["junit", "out"]) {
    const path = readText(flags, name);
    if (path !== undefined) await makeFolderOf(path);
  }
}

/** Prints and writes what was found. @returns the exit code. */
async function report(results: GradcheckResults, on: string, flags: Flags): Promise<number> {
  const [junit, out] = [readText(flags, "junit"), readText(flags, "out")];
  if (junit !== undefined) await writeFileAtomic(junit, junitOf(results));
  if (out !== undefined) await writeFileAtomic(out, `${JSON.stringify(results)}\n`);
  print(flags.json ? JSON.stringify(results) : describeResults(results, on));
  return results.passed ? 0 : exitCodes.failed;
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
