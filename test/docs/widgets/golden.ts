import { readFileSync } from "node:fs";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";

export interface Values {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** What PyTorch computed for an operator. */
export interface Golden<Options = Readonly<Record<string, number>>> {
  readonly op: string;
  readonly name: string;
  readonly options: Options;
  readonly inputs: Readonly<Record<string, Values>>;
  readonly gradOutput: Values;
  readonly output: Values;
  readonly gradients: Readonly<Record<string, Values>>;
  /** A loss's labels. */
  readonly extra?: { readonly labels: readonly number[] };
}

export function goldenOf<Options = Readonly<Record<string, number>>>(...ops: readonly string[]): Golden<Options>[] {
  const { cases } = JSON.parse(readFileSync(new URL("../../golden/ops.json", import.meta.url), "utf8")) as {
    cases: Golden<Options>[];
  };
  return cases.filter(({ op }) => ops.includes(op));
}

/** Numbers as a widget's address writes them. */
export function fillOf({ data, shape }: Values): string {
  return ["ones", ...data.map((value, i) => `${coordinates(i, shape).join(",")}:${value}`)].join(";");
}

/** A state as a widget's address writes it. */
export function addressOf(state: Readonly<Record<string, string | number>>): string {
  return Object.entries(state)
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}
