import { parseArgs } from "node:util";
import { catalog } from "../../docs/museum/catalog/index.ts";
import { formatDuration, formatTable } from "../../src/cli/format.ts";
import { Progress } from "../../src/cli/progress.ts";
import { type Score, scoreBug } from "./score.ts";

const help = `npm run mutants -- [--cases N] [--seed S] [--json]

Which seeded gradient bugs the gradient checker catches, in N random cases (default 100) of each operator concerned.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: "string", default: "100" },
      seed: { type: "string", default: "0" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [cases, seed] = [Number(values.cases), Number(values.seed)];
  if (values.help || !Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed) || seed < 0) {
    process.stdout.write(`${help}\n`);
    return values.help ? 0 : 2;
  }
  const started = performance.now();
  const progress = new Progress();
  const scores: Score[] = [];
  for (const bug of catalog) {
    progress.show(bug.name, scores.length, catalog.length);
    scores.push(await scoreBug(bug, { cases, seed }));
  }
  progress.clear();
  const survivors = scores.filter(({ killed }) => killed === null);
  const rate = 1 - survivors.length / scores.length;
  if (values.json) process.stdout.write(`${JSON.stringify({ rate, cases, seed, scores })}\n`);
  else {
    const rows = scores.map(({ bug, killed }) =>
      killed === null
        ? [bug, "SURVIVED", "", ""]
        : [bug, `${killed.op}, order ${killed.order}`, `case ${killed.cases}`, killed.oracles.join(" ")],
    );
    process.stdout.write(
      `${formatTable(rows)}\n\n${scores.length - survivors.length} of ${scores.length} bugs caught (${(100 * rate).toFixed(1)} %) in ${formatDuration(performance.now() - started)}\n`,
    );
    for (const { bug } of survivors) process.stdout.write(`survived: ${bug}\n`);
  }
  return rate >= 0.98 ? 0 : 1;
}

process.exitCode = await main();
