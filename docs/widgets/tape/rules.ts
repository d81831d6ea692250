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

/** What the program calls an operator's letter: of `q = s.mul(p)` a is s, b is p and y is q. */
function letter(box: Box, token: string, nameOf: (box: Box) => string): string {
  if (token === "y") return nameOf(box);
  const { inputs } = box.gradFn!;
  const at = inputs.findIndex(({ name }) => name === token);
  const step = inputs[at]?.gradFn ?? null;
  if (step !== null) return nameOf(box.from.find(({ gradFn }) => gradFn === step)!);
  const place = inputs.slice(0, at).filter(({ gradFn }) => gradFn === null).length;
  const constant = box.from.filter(({ gradFn }) => gradFn === null)[place];
  return constant === undefined ? token : nameOf(constant);
}

/** What a step keeps for the way back, by the program's names. */
export function keptBy(box: Box, nameOf: (box: Box) => string): { readonly name: string; readonly tensor: Tensor }[] {
  const saved = box.gradFn?.saved ?? [];
  return saved.map((each) => ({ name: letter(box, each.name, nameOf), tensor: each.detach() }));
}

/** @param nameOf what the reader knows a box as. */
export function ruleOf({ box, dy }: Pull, { input }: Part, nameOf: (box: Box) => string): Rule {
  const { op, saved } = box.gradFn!;
  const template: string = words.rules[op]?.[input] ?? words.anyRule(op);
  const known = new Map<string, Tensor>([["∂y", dy], ...saved.map((each) => [each.name, each.detach()] as const)]);
  const tokens = [...template.matchAll(/\{(.+?)\}/g)].map(([, token]) => token);
  const isSingle = tokens.every((token) => known.get(token)?.size === 1);
  const fill = (by: (token: string) => string) => template.replace(/\{(.+?)\}/g, (_, token: string) => by(token));
  return {
    names: fill((token) => (token === "∂y" ? `∂${nameOf(box)}` : letter(box, token, nameOf))),
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

const boxLetters = 13;

/** The same where there is little room. */
export function boxed(tensor: Tensor): string {
  const text = brief(tensor);
  return text.length > boxLetters ? tensor.shape.join("×") : text;
}
