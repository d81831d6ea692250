import { alexnetSizes } from "../gradcheck/alexnetSizes.ts";
import { opInfos } from "../gradcheck/index.ts";
import type { Task } from "../gradcheck/task.ts";
import { type Check, fields, listOf, oneOf, text, whole } from "../io/check.ts";
import { type Flags, readChoice, readNumber, readOptional, readText, repeats, UsageError } from "./options.ts";

/** What the command line asks for. */
export interface GradcheckPlan {
  /** In the table's order. */
  readonly ops: readonly string[];
  readonly orders: readonly (1 | 2)[];
  readonly cases: number;
  readonly seed: number;
  readonly mode: "full" | "directional";
  readonly sizes: "small" | "alexnet" | "both";
  /** The one case that is replayed. */
  readonly path?: string;
}

const seeds = { min: 0, max: 2 ** 31 - 1, whole: true } as const;
const modes = ["full", "directional"] as const;
const sizeNames = ["small", "alexnet", "both"] as const;
const isPath = (path: string) => /^\d+(:\d+)*$/.test(path);
const known = opInfos.map(({ name }) => name);

export const planCheck: Check = fields(
  {
    ...{ ops: listOf(oneOf(known)), orders: listOf(whole(1, 2)), cases: whole(1, repeats.max) },
    ...{ seed: whole(seeds.min, seeds.max), mode: oneOf(modes), sizes: oneOf(sizeNames) },
  },
  { path: text("a path such as 4:0:1", isPath) },
);

export function readPlan(names: readonly string[], flags: Flags): GradcheckPlan {
  const cases = readNumber(flags, "cases", repeats);
  const seed = readNumber(flags, "seed", seeds);
  const order = readOptional(flags, "order", { min: 1, max: 2, whole: true });
  const mode = readChoice(flags, "mode", modes);
  const sizes = readChoice(flags, "sizes", sizeNames);
  const path = readText(flags, "path");
  if (path !== undefined && (names.length !== 1 || order === undefined || !isPath(path))) {
    throw new UsageError(`--path: expected a path such as 4:0:1, one operator and --order; got ${path}`);
  }
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`no such operator: ${unknown.join(", ")}; there are ${known.join(", ")}`);
  }
  const plan: GradcheckPlan = {
    ops: names.length === 0 ? known : known.filter((name) => names.includes(name)),
    orders: order === undefined ? [1, 2] : [order as 1 | 2],
    ...{ cases, seed, mode, sizes },
    ...(path !== undefined && { path }),
  };
  if (tasksOf(plan).length === 0) {
    const what = names.length === 0 ? "layers" : names.join(", ");
    throw new UsageError(
      `--sizes: AlexNet has no ${what} to check${order === undefined ? "" : `, or not of order ${order}`}`,
    );
  }
  return plan;
}

/** Layers of AlexNet first, then the operators. */
export function tasksOf({ ops, orders, cases, seed, mode, sizes, path }: GradcheckPlan): Task[] {
  const layers = alexnetSizes
    .filter(({ op }) => sizes !== "small" && path === undefined && orders.includes(1) && ops.includes(op))
    .map(({ name }): Task => ({ kind: "layer", layer: name, seed }));
  const own = sizes === "alexnet" ? [] : ops;
  const checks = own.flatMap((op) =>
    orders.map((order): Task => ({ kind: "op", op, order, cases, seed, mode, ...(path !== undefined && { path }) })),
  );
  return [...layers, ...checks];
}
