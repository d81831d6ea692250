import { readFileSync } from "node:fs";
import { indexOf } from "../../../docs/widgets/core/fill.ts";

interface Values {
  readonly shape: number[];
  readonly data: number[];
}

/** What PyTorch computed for an operator. */
export interface Golden {
  readonly op: string;
  readonly name: string;
  readonly options: Readonly<Record<string, number>>;
  readonly inputs: Readonly<Record<string, Values>>;
  readonly gradOutput: Values;
  readonly output: Values;
  readonly gradients: Readonly<Record<string, Values>>;
}

export function goldenOf(op: string): Golden[] {
  const { cases } = JSON.parse(readFileSync(new URL("../../golden/ops.json", import.meta.url), "utf8")) as {
    cases: Golden[];
  };
  return cases.filter((each) => each.op === op);
}

/** Numbers as a widget's address writes them. */
export function fillOf(data: readonly number[], shape: readonly number[]): string {
  return ["ones", ...data.map((value, i) => `${indexOf(i, shape).join(",")}:${value}`)].join(";");
}
