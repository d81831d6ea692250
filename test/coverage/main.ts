import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { describeDevice } from "../../src/cli/device.ts";
import { Progress } from "../../src/cli/progress.ts";
import { cpu } from "../../src/devices/cpu/index.node.ts";
import type { Device } from "../../src/devices/device.ts";
import { gpu } from "../../src/devices/gpu/index.node.ts";
import { type CoverageRow, mergeCoverage, missing } from "../../src/gradcheck/coverage.ts";
import { opInfos } from "../../src/gradcheck/index.ts";
import { isOpReport, runTask, type Task, type TaskReport } from "../../src/gradcheck/task.ts";
import { checkInThreads } from "../../src/gradcheck/threads.node.ts";
import { type CoveredDevice, coveragePage, gridOf } from "./page.ts";

const help = `npm run coverage -- [--cases N] [--gpu-cases N]

Checks every operator in N random cases of both orders (default 300) on the reference and on the cpu device with 1 to 4
threads, and on the gpu where there is an adapter (default 300; software adapters are slow), and writes what was exercised
to docs/house/coverage.md and docs/house/coverage.json.`;

function tasksOf(cases: number, seed: number): Task[] {
  return opInfos.flatMap(({ name }) =>
    ([1, 2] as const).map((order): Task => ({ kind: "op", op: name, order, cases, seed, mode: "directional" })),
  );
}

/** The rows of those that passed. @throws Error where a check failed: this is no page to publish. */
function rowsOf(reports: readonly TaskReport[]): CoverageRow[] {
  const failed = reports.filter(({ passed }) => !passed).map(({ op }) => op);
  if (failed.length > 0) throw new Error(`checks failed: ${failed.join(", ")}: see alexgrad gradcheck`);
  return mergeCoverage(...reports.filter(isOpReport).map(({ coverage }) => coverage));
}

async function checkOn(device: Device, cases: number, seed: number, progress: Progress): Promise<CoverageRow[]> {
  const tasks = tasksOf(cases, seed);
  const reports: TaskReport[] = [];
  for (const task of tasks) {
    reports.push(await runTask(task, device));
    progress.show(`${describeDevice(device)}: ${reports.at(-1)!.op}`, reports.length, tasks.length);
  }
  await device.close();
  return rowsOf(reports);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: "string", default: "300" },
      "gpu-cases": { type: "string", default: "300" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [cases, gpuCases] = [Number(values.cases), Number(values["gpu-cases"])];
  if (values.help || ![cases, gpuCases].every((count) => Number.isSafeInteger(count) && count >= 4)) {
    process.stdout.write(`${help}\n`);
    return values.help ? 0 : 2;
  }
  const progress = new Progress();
  const tasks = tasksOf(cases, 0);
  let done = 0;
  const rows = rowsOf(await checkInThreads(tasks, ({ op }) => progress.show(`reference: ${op}`, ++done, tasks.length)));
  const devices: CoveredDevice[] = [
    { name: "reference", ran: true, description: `float64, all oracles but the device's, ${cases} cases each` },
  ];
  for (const threads of [1, 2, 3, 4])
    rows.push(...(await checkOn(await cpu({ threads }), Math.ceil(cases / 4), threads, progress)));
  devices.push({
    name: "cpu",
    ran: true,
    description: `float32 against the float64 reference, with the invariants; ${Math.ceil(cases / 4)} cases each with 1, 2, 3 and 4 threads`,
  });
  const device = await gpu({ fallback: "error" }).catch((error: Error) => error);
  if (device instanceof Error) devices.push({ name: "gpu", ran: false, description: `did not run: ${device.message}` });
  else {
    const description = `float32 against the float64 reference, with the invariants; ${gpuCases} cases each on ${describeDevice(device)}`;
    rows.push(...(await checkOn(device, gpuCases, 5, progress)));
    devices.push({ name: "gpu", ran: true, description });
  }
  progress.clear();
  const merged = mergeCoverage(rows);
  const grid = gridOf(merged);
  writeFileSync("docs/house/coverage.json", `${JSON.stringify({ devices, grid }, null, 1)}\n`);
  writeFileSync("docs/house/coverage.md", coveragePage(grid, devices));
  const unmet = missing(merged);
  process.stdout.write(`${merged.length - unmet.length} of ${merged.length} cells were met\n`);
  for (const { op, attribute, bucket, order, device: on } of unmet) {
    process.stdout.write(`never met: ${op} ${attribute}: ${bucket}, order ${order}, ${on}\n`);
  }
  return 0;
}

process.exitCode = await main();
