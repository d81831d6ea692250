import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { gpuClock } from "../../bench/gpuClock.node.ts";
import { type DeviceName, productForms } from "../../bench/lab.node.ts";
import { machine } from "../../bench/machine.node.ts";
import { toPage } from "../../bench/report/page.ts";
import type { Results, Row } from "../../bench/results.ts";
import { names, parts, plansFor, takesSizes, usual } from "../../bench/suite.node.ts";
import { version } from "../core/version.ts";
import { makeFolderOf, writeFileAtomic } from "../io/files.node.ts";
import { argumentsOf, type BenchRun, type Measured, measureHere } from "./benchHere.ts";
import { mergeBench } from "./benchMerge.ts";
import { measureInProcesses } from "./benchProcesses.ts";
import { formatResults } from "./benchText.ts";
import { exitCodes } from "./failure.ts";
import { wrap } from "./format.ts";
import { Interruption } from "./interrupt.ts";
import { examples, type Flags, readChoices, readNumber, readNumbers, readText, UsageError } from "./options.ts";
import { columns, note, print, printed } from "./output.ts";
import { checkMerge, readShard, shardOptions, shareOf } from "./shard.ts";

const width = Math.max(...Object.keys(parts).map((name) => name.length));

export function benchCommand(cli: Command): void {
  const command = cli
    .command("bench [names...]")
    .summary("Measure operators, networks and the input pipeline beside the machine's limit")
    .description(
      "Measure operators, networks and the input pipeline beside the machine's own limit, and other libraries where they are installed. What is measured takes turns; every result is checked before and after",
    )
    .optionsGroup("Device:")
    .option("--device <list>", "Some of reference, cpu, gpu (default: cpu, and gpu where there is one)")
    .option("--threads <list>", "Threads of the cpu device (default: 1 and as many as the machine runs at a time)")
    .option("--products <list>", `How the gpu device multiplies: some of ${productForms.join(", ")}`, "tiled");
  shardOptions(command, "tasks", "files of --out")
    .optionsGroup("Options:")
    .option("--sizes <list>", "Batches of networks, sides of matrices (default: each its own)")
    .option("--rounds <n>", "Rounds at most, fewer where they take long", "9")
    .option("--processes <n>", "Fresh processes that each measure everything, one after another", "1")
    .option("--no-peers", "Leave the other libraries out")
    .option("--json", "Print JSON")
    .option("--out <file>", "Write the JSON to a file, too, after each task or process")
    .option("--html <file>", "Write a page with plots: one file, which asks for nothing from the network")
    .addHelpText(
      "after",
      `\n${[
        "Names:",
        ...Object.entries(parts).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`),
        wrap(`  or an operator or a network, such as conv2d or torchvision (default: ${usual.join(", ")})`),
      ].join("\n")}\n${examples(
        "alexgrad bench",
        "alexgrad bench conv2d gemm --threads 1",
        "alexgrad bench torchvision --sizes 1,8,32 --processes 3 --out alexnet.json",
        "alexgrad bench --shard 2/8 --out shards/2.json",
        "alexgrad bench --merge shards/*.json --out all.json --html all.html",
      )}`,
    )
    .action(async (named: string[], flags: Flags) => {
      if (flags.merge) checkMerge(command, named, ["json", "out", "html", "debug"]);
      await (flags.merge ? merge(named, flags) : run(named, flags));
    });
}

async function run(named: readonly string[], flags: Flags): Promise<void> {
  const { bench, processes } = await readRun(named, flags);
  const write = await openFiles(flags);
  const save = (rows: readonly Row[], left: number, done: number) =>
    write(resultsOf(bench, { rows, left, processes: done }));
  const controller = new AbortController();
  using interruption = new Interruption(() => controller.abort(new Error("interrupted")));
  const measured = await (processes === 1
    ? measureHere(bench, controller.signal, (rows, left) => save(rows, left, 1))
    : measureInProcesses(bench, processes, controller.signal, save));
  const results = resultsOf(bench, measured);
  if (measured.rows.length > 0 || bench.plans.length === 0) await write(results);
  report(results, measured.failures, flags);
  if (interruption.exitCode === null) return;
  process.exitCode = interruption.exitCode;
  await leave();
}

async function merge(paths: readonly string[], flags: Flags): Promise<void> {
  const write = await openFiles(flags);
  const { results, failures } = await mergeBench(paths);
  await write(results);
  report(results, failures, flags);
}

/** Where results cannot be written, that is said before there are any. @returns writes them to --out and --html. */
async function openFiles(flags: Flags): Promise<(results: Results) => Promise<void>> {
  const files = [
    { path: readText(flags, "out"), textOf: (results: Results) => `${JSON.stringify(results)}\n` },
    { path: readText(flags, "html"), textOf: toPage },
  ].flatMap(({ path, textOf }) => (path === undefined ? [] : [{ path, textOf }]));
  for (const { path } of files) await makeFolderOf(path);
  return async (results) => {
    for (const { path, textOf } of files) await writeFileAtomic(path, textOf(results));
  };
}

function report(results: Results, failures: readonly string[], flags: Flags): void {
  print(flags.json ? JSON.stringify(results) : formatResults(results, columns()));
  for (const failure of failures) note(failure);
  process.exitCode = failures.length > 0 ? exitCodes.failed : 0;
}

/** What is under way when a signal comes is not waited for. */
async function leave(): Promise<void> {
  note("interrupted: what was finished is above");
  await printed();
  process.exit();
}

async function readRun(named: readonly string[], flags: Flags) {
  const unknown = named.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`no such benchmark: ${unknown.join(", ")}; there are ${names.join(", ")}`);
  const sizes =
    flags.sizes === undefined ? undefined : readNumbers(flags, "sizes", { min: 1, max: 2 ** 16, whole: true });
  if (sizes !== undefined && (named.length === 0 || !named.every(takesSizes))) {
    throw new UsageError(
      `--sizes: expected it with ${names.filter(takesSizes).join(", ")}; got ${named.join(", ") || "none"}`,
    );
  }
  const shard = readShard(flags);
  const { threads = [...new Set([1, availableParallelism()])].join(",") } = flags;
  const bench: BenchRun = {
    named,
    plans: shareOf(plansFor(named, sizes), shard),
    rounds: readNumber(flags, "rounds", { min: 1, max: 1000, whole: true }),
    lab: {
      threads: readNumbers({ threads }, "threads", { min: 1, max: 64, whole: true }),
      products: readChoices(flags, "products", productForms),
      peers: flags.peers !== false,
      devices: await (flags.device === undefined ? usualDevices() : askedDevices(flags)),
    },
    ...(sizes && { sizes }),
    ...(shard && { shard }),
  };
  return { bench, processes: readNumber(flags, "processes", { min: 1, max: 100, whole: true }) };
}

/** Where there is no GPU that is asked for, one line says so, and not one of each task. */
async function askedDevices(flags: Flags): Promise<DeviceName[]> {
  const devices = readChoices(flags, "device", ["reference", "cpu", "gpu"] as const);
  if (devices.includes("gpu")) await (await openGpu()).close();
  return devices;
}

/** Its clock's flags count before the first device is opened. */
async function openGpu() {
  await gpuClock();
  const { gpu } = await import("../devices/gpu/index.node.ts");
  return gpu({ fallback: "error" });
}

/** A software adapter is a processor at work, and waited for long. */
async function usualDevices(): Promise<DeviceName[]> {
  const device = await openGpu().catch(() => null);
  await device?.close();
  return device === null || device.software ? ["cpu"] : ["cpu", "gpu"];
}

function resultsOf(bench: BenchRun, { rows, left, processes }: Pick<Measured, "rows" | "left" | "processes">): Results {
  return {
    format: "alexgrad-bench-1",
    alexgrad: version,
    date: new Date().toISOString(),
    machine: machine(),
    command: argumentsOf(bench),
    processes,
    ...(bench.shard && { shard: { ...bench.shard, left } }),
    rows,
  };
}
