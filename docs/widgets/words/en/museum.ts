import type { GradcheckReport } from "../../../../src/gradcheck/report.ts";
import type { State } from "../../museum/state.ts";

export const museum = {
  title: "A broken gradient",
  bug: "bug",
  place: "where it is looked at",
  places: { shows: "where it shows", hides: "where it hides" } satisfies Record<State["at"], string>,
  run: "Check it now",
  never: "It never hides.",
  because: (because: string) => `What hides it: ${because}.`,
  ask: "The gradient checker has not been asked yet.",
  verdict: (status: GradcheckReport["status"], order: number) =>
    ({
      passed: "Passed, in both orders: here nothing shows that the gradient is wrong.",
      failed: `Failed, in order ${order}.`,
      "kink crossed": "Not judged: a kink is too near.",
    })[status],
  oracles: (order: number) => `Oracle by oracle, order ${order}`,
  columns: ["oracle", "says", "error ÷ error accepted"],
  content: "content",
  rejects: "rejects",
  says: (name: string, value: string, right: string | null) =>
    right === null ? `${name} is ${value}.` : `${name} is ${value}; ${right} would be right.`,
};
