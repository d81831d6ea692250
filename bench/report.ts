import { availableParallelism, cpus } from "node:os";

/** One line of a benchmark's result. `asked` is what we hold ourselves to, where we do. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly asked?: string;
}

export interface Report {
  readonly task: string;
  readonly figures: readonly Figure[];
}

/** Progress goes to stderr, so that stdout holds the result alone. */
export function log(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function print(report: Report, json: boolean): void {
  const machine = { node: process.version, processor: cpus()[0]?.model ?? "unknown", cores: availableParallelism() };
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...report, ...machine })}\n`);
    return;
  }
  const width = Math.max(...report.figures.map(({ what }) => what.length));
  const valueWidth = Math.max(...report.figures.map(({ value }) => value.length));
  const lines = report.figures.map(({ what, value, asked }) => {
    return `  ${what.padEnd(width)}  ${value.padEnd(valueWidth)}${asked === undefined ? "" : `  asked: ${asked}`}`.trimEnd();
  });
  const title = `${report.task}: ${machine.processor}, ${machine.cores} cores, Node ${machine.node}`;
  process.stdout.write(`${[title, ...lines].join("\n")}\n\n`);
}
