import { parseArgs } from "node:util";
import { formatDuration, formatTable } from "../../src/cli/format.ts";
import { Progress } from "../../src/cli/progress.ts";
import { opInfos } from "../../src/gradcheck/index.ts";
import { isOpReport, type Task } from "../../src/gradcheck/task.ts";
import { checkInThreads } from "../../src/gradcheck/threads.node.ts";
import { confidenceInterval } from "./interval.ts";
import { missRates } from "./missRate.ts";

const help = `npm run flakes -- [--runs N] [--mode full|directional] [--seed S] [--bugs N] [--json]

How often the gradient checker is wrong: false alarms in N random cases (default 1000) of every operator, of both orders,
and bugs in a single element of the Jacobian that it misses, in N cases (--bugs, default 10) of every operator.`;

/** Cases of one task: a task ends at its first false alarm. */
const chunk = 100;
const sizes = [1, 1e-4, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "1000" },
      mode: { type: "string", default: "directional" },
      seed: { type: "string", default: "0" },
      bugs: { type: "string", default: "10" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [runs, seed, bugs] = [values.runs, values.seed, values.bugs].map(Number) as [number, number, number];
  const isWhole = [runs, seed, bugs].every((number) => Number.isSafeInteger(number) && number >= 0);
  if (values.help || !isWhole || runs < 1 || bugs < 1 || !/^(full|directional)$/.test(values.mode)) {
    process.stdout.write(`${help}\n`);
    return values.help ? 0 : 2;
  }
  const mode = values.mode as "full" | "directional";
  const started = performance.now();
  const progress = new Progress();
  const tasks = opInfos.flatMap(({ name }) =>
    ([1, 2] as const).flatMap((order) =>
      Array.from({ length: Math.ceil(runs / chunk) }, (_, i): Task => {
        const cases = Math.min(chunk, runs - i * chunk);
        return { kind: "op", op: name, order, mode, cases, seed: (seed * 1_000_003 + i * 7919) % 2 ** 31 };
      }),
    ),
  );
  let done = 0;
  const reports = await checkInThreads(tasks, ({ op }) => progress.show(op, ++done, tasks.length));
  const ops = reports.filter(isOpReport);
  const cases = ops.reduce((total, report) => total + report.cases, 0);
  const alarms = ops.filter(({ status }) => status === "failed");
  const kinks = ops.reduce((total, report) => total + report.kinks, 0);
  const margin = Math.max(...ops.map((report) => report.margin));
  const [low, high] = confidenceInterval(alarms.length, cases);
  const seconds = (performance.now() - started) / 1000;
  const missed = await missRates(sizes, { cases: bugs, seed, onCase: (i, total) => progress.show("bugs", i, total) });
  progress.clear();
  if (values.json) {
    const falseAlarms = { cases, alarms: alarms.map(({ op, order, seed, failure }) => ({ op, order, seed, failure })) };
    process.stdout.write(
      `${JSON.stringify({ mode, ...falseAlarms, kinks, interval: [low, high], margin, seconds, missed })}\n`,
    );
    return alarms.length === 0 ? 0 : 1;
  }
  const lines = [
    `${alarms.length} false alarms in ${cases} cases of ${opInfos.length} operators, orders 1 and 2 (${mode}), in ${formatDuration(seconds * 1000)}`,
    `rate from ${low.toExponential(1)} to ${high.toExponential(1)} at 95 % confidence; ${kinks} cases without judgment`,
    `largest error: ${margin.toFixed(3)} of the tolerance`,
    ...alarms.map(
      ({ op, order, seed, failure }) => `${op}, order ${order}, seed ${seed}: ${failure?.case}\n${failure?.reason}`,
    ),
    "",
    "bugs in a single element of the Jacobian that go unseen, by their size over its largest element:",
    formatTable([
      ["size", "bugs", "full", "directional"],
      ...missed.map(({ size, bugs: count, missedByFull, missedByDirectional }) => [
        size.toExponential(0),
        String(count),
        `${((100 * missedByFull) / count).toFixed(1)} %`,
        `${((100 * missedByDirectional) / count).toFixed(1)} %`,
      ]),
    ]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return alarms.length === 0 ? 0 : 1;
}

process.exitCode = await main();
