import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import type { Command } from "commander";
import { gpuClock } from "../../bench/gpuClock.node.ts";
import { type DeviceName, productForms } from "../../bench/lab.node.ts";
import { machine } from "../../bench/machine.node.ts";
import { toPage } from "../../bench/report/page.ts";
import type { Results, Row } from "../../bench/results.ts";
import { names, parts, plansFor, takesSizes, usual } from "../../bench/suite.node.ts";
import { version } from "../core/version.ts";
import { makeFolder, writeFileAtomic, writing } from "../io/files.node.ts";
import { argumentsOf, type BenchRun, measureHere } from "./benchHere.ts";
import { measureInProcesses } from "./benchProcesses.ts";
import { formatResults } from "./benchText.ts";
import { exitCodes } from "./failure.ts";
import { wrap } from "./format.ts";
import { Interruption } from "./interrupt.ts";
import { examples, type Flags, readChoices, readNumber, readNumbers, readText, UsageError } from "./options.ts";
import { columns, note, print, printed } from "./output.ts";

const width = Math.max(...Object.keys(parts).map((name) => name.length));

export function benchCommand(cli: Command): void {
  cli
    .command("bench [names...]")
    .summary("Measure operators, networks and the input pipeline beside the machine's limit")
    .description(
      "Measure operators, networks and the input pipeline beside the machine's own limit, and other libraries where they are installed. What is measured takes turns; every result is checked before and after",
    )
    .optionsGroup("Device:")
    .option("--device <list>", "Some of reference, cpu, gpu (default: cpu, and gpu where there is one)")
    .option("--threads <list>", "Threads of the cpu device (default: 1 and as many as the machine runs at a time)")
    .option("--products <list>", `How the gpu device multiplies: some of ${productForms.join(", ")}`, "tiled")
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
      )}`,
    )
    .action(async (named: string[], flags: Flags) => {
      await run(named, flags);
    });
}

async function run(named: readonly string[], flags: Flags): Promise<void> {
  const { bench, processes } = await readRun(named, flags);
  const files = [
    { path: readText(flags, "out"), textOf: (results: Results) => `${JSON.stringify(results)}\n` },
    { path: readText(flags, "html"), textOf: toPage },
  ].flatMap(({ path, textOf }) => (path === undefined ? [] : [{ path, textOf }]));
  const save = async (rows: readonly Row[], done: number) => {
    const results = resultsOf(bench, rows, done);
    for (const { path, textOf } of files) await writeFileAtomic(path, textOf(results));
  };
  for (const { path } of files) {
    makeFolder(dirname(path));
    await writing(path, access(dirname(path), constants.W_OK));
  }
  const controller = new AbortController();
  using interruption = new Interruption(() => controller.abort(new Error("interrupted")));
  const measured = await (processes === 1
    ? measureHere(bench, controller.signal, (rows) => save(rows, 1))
    : measureInProcesses(bench, processes, controller.signal, save));
  if (measured.rows.length > 0) await save(measured.rows, measured.processes);
  const results = resultsOf(bench, measured.rows, measured.processes);
  print(flags.json ? JSON.stringify(results) : formatResults(results, columns()));
  for (const failure of measured.failures) note(failure);
  process.exitCode = interruption.exitCode ?? (measured.failures.length > 0 ? exitCodes.failed : 0);
  if (interruption.exitCode !== null) await leave();
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
  const { threads = [...new Set([1, availableParallelism()])].join(",") } = flags;
  const bench: BenchRun = {
    named,
    plans: plansFor(named, sizes),
    rounds: readNumber(flags, "rounds", { min: 1, max: 1000, whole: true }),
    lab: {
      threads: readNumbers({ threads }, "threads", { min: 1, max: 64, whole: true }),
      products: readChoices(flags, "products", productForms),
      peers: flags.peers !== false,
      devices: await (flags.device === undefined ? usualDevices() : askedDevices(flags)),
    },
    ...(sizes && { sizes }),
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

function resultsOf(bench: BenchRun, rows: readonly Row[], processes: number): Results {
  return {
    format: "alexgrad-bench-1",
    alexgrad: version,
    date: new Date().toISOString(),
    machine: machine(),
    command: argumentsOf(bench),
    processes,
    rows,
  };
}
