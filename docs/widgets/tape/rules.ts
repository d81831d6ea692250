import type { Tensor } from "../../../src/core/tensor.ts";
import { values } from "../core/library.ts";
import { factor, show } from "../core/numbers.ts";
import { tape as words } from "../words/en/tape.ts";
import type { Box } from "./record.ts";
import type { Event, Part } from "./trace.ts";

type Pull = Extract<Event, { kind: "pull" }>;

/** The rule of one input: with names, and with numbers where all are single ones. */
export interface Rule {
  readonly names: string;
  readonly numbers: string | null;
}

/** @param nameOf what the reader knows a box as. */
export function ruleOf({ box, dy }: Pull, { input }: Part, nameOf: (box: Box) => string): Rule {
  const { op, inputs, saved } = box.gradFn!;
  const template: string = words.rules[op]?.[input] ?? words.anyRule(op);
  const behind = inputs.map(({ gradFn }) => box.from.find((each) => gradFn !== null && each.gradFn === gradFn));
  const constants = box.from.filter(({ gradFn }) => gradFn === null);
  const name = (token: string) => {
    if (token === "∂y") return `∂${nameOf(box)}`;
    if (token === "y") return nameOf(box);
    const at = inputs.findIndex(({ name }) => name === token);
    const place = inputs.slice(0, at).filter(({ gradFn }) => gradFn === null).length;
    const found = behind[at] ?? (constants.length === 0 ? undefined : constants[place]);
    return found === undefined ? token : nameOf(found);
  };
  const known = new Map<string, Tensor>([["∂y", dy], ...saved.map((each) => [each.name, each.detach()] as const)]);
  const tokens = [...template.matchAll(/\{(.+?)\}/g)].map(([, token]) => token);
  const isSingle = tokens.every((token) => known.get(token)?.size === 1);
  const fill = (by: (token: string) => string) => template.replace(/\{(.+?)\}/g, (_, token: string) => by(token));
  return {
    names: fill(name),
    numbers: isSingle ? fill((token) => factor(values(known.get(token)!)[0])) : null,
  };
}

/** Whether a tensor's numbers fit into a box. */
export const isBrief = ({ size, rank }: Tensor): boolean => size === 1 || (rank === 1 && size <= 3);

/** A tensor in a few letters: its numbers, or its shape where they are many. */
export function brief(tensor: Tensor): string {
  if (!isBrief(tensor)) return tensor.shape.join("×");
  const shown = Array.from(values(tensor), show);
  return tensor.size === 1 ? shown[0] : `[${shown.join(", ")}]`;
}
