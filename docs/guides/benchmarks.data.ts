import { storedResults } from "../.vitepress/results.ts";

interface Machine {
  /** Where on the page. */
  readonly anchor: string;
  readonly processor: string;
  readonly runtime: string;
  readonly date: string;
  readonly rows: number;
  readonly targets: number;
  readonly met: number;
}

declare const data: readonly Machine[];

export { data };

/** What the page says of the machines that something was measured on. */
export default {
  watch: ["../../bench/results/*.json"],
  load: (): readonly Machine[] =>
    storedResults().map(({ name, results: { machine, date, rows } }) => {
      const targets = rows.flatMap((row) => row.targets);
      return {
        anchor: `#${name}`,
        processor: machine.processor,
        runtime: machine.runtime,
        date: date.slice(0, 10),
        rows: rows.length,
        targets: targets.length,
        met: targets.filter(({ isMet }) => isMet).length,
      };
    }),
};
