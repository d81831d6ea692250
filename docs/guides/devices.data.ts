import type { Row } from "../../bench/results.ts";
import { storedResults } from "../.vitepress/results.ts";

interface Line {
  readonly what: string;
  /** Milliseconds on one thread and on two. */
  readonly one: string;
  readonly two: string;
  readonly ratio: string;
}

interface Data {
  readonly machine: string;
  readonly date: string;
  readonly lines: readonly Line[];
}

declare const data: Data | null;

export { data };

const milliseconds = ({ time }: Row) => `${time.steady.median.toFixed(0)} ms`;

const passes = { forward: "forward", backward: "backward", step: "training step", call: "call" };

/** Torchvision's AlexNet on the cpu device, by threads: the newest measurement that has it. */
export default {
  watch: ["../../bench/results/*.json"],
  load(): Data | null {
    for (const { results } of storedResults()) {
      const rows = results.rows.filter(({ group, what }) => group === "network" && what === "torchvision");
      const ours = (threads: number) => rows.filter(({ facts }) => facts.device === "cpu" && facts.threads === threads);
      const lines = ours(1).flatMap((one): Line[] => {
        const two = ours(2).find(({ size, pass }) => size === one.size && pass === one.pass);
        const ratio = two?.ratios.find(({ to }) => to === one.contender)?.ratio.median.toFixed(2);
        if (two === undefined || ratio === undefined) return [];
        return [{ what: `${passes[one.pass]}, ${one.size}`, one: milliseconds(one), two: milliseconds(two), ratio }];
      });
      const { processor, runtime } = results.machine;
      if (lines.length > 0) return { machine: `${processor}, ${runtime}`, date: results.date.slice(0, 10), lines };
    }
    return null;
  },
};
