import { type GradFn, gradFnOf, graphOf } from "../../../src/core/gradFn.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { made } from "../core/library.ts";
import { type Input, type Program, programs } from "./programs.ts";
import type { State } from "./state.ts";

/** A tensor of a program, with the step that made it. */
export interface Box {
  /** "" for what an operator made on its way, which no line has a name for. */
  readonly name: string;
  /** Unknown for such a one. */
  readonly tensor: Tensor | null;
  /** null where nothing is recorded. */
  readonly gradFn: GradFn | null;
  readonly from: readonly Box[];
  /** Whether the way back made it. */
  readonly isBackward: boolean;
}

/** What an action made: several steps, where its operator is made of others. */
export interface Done {
  readonly line: number;
  readonly boxes: readonly Box[];
}

/** One run of a program. */
export interface Recording {
  readonly leaves: readonly Box[];
  readonly done: readonly Done[];
  readonly output: Box;
}

export const numbersOf = ({ from }: Input, s: State): readonly number[] =>
  typeof from === "string" ? [s[from]] : from;

export const programOf = (s: State): Program => programs[s.program];

export function leavesOf(s: State): Box[] {
  return programOf(s).inputs.map((input) => {
    const leaf = made(numbersOf(input, s), input.shape);
    const tensor = input.isConstant ? leaf.detach() : leaf;
    return { name: input.name, tensor, gradFn: gradFnOf(tensor), from: [], isBackward: false };
  });
}

/** Runs the program from its leaves on. */
export function record(s: State, leaves: readonly Box[]): Recording {
  const known = new Map(leaves.map((leaf) => [leaf.name, leaf]));
  const boxes = [...leaves];
  const done = programOf(s).lines.flatMap(({ actions }, line) =>
    actions.map(({ name, from, run }): Done => {
      const inputs = from.map((each) => known.get(each)!);
      const added = boxesBehind(run(...inputs.map(({ tensor }) => tensor!)), name, boxes, inputs, false);
      boxes.push(...added);
      known.set(name, added.at(-1)!);
      return { line, boxes: added };
    }),
  );
  return { leaves, done, output: boxes.at(-1)! };
}

/** What is new behind a tensor, itself last; nothing where it is known.
 *  @param inputs what it was computed from: those without a step cannot be seen behind it. */
export function boxesBehind(
  tensor: Tensor,
  name: string,
  known: readonly Box[],
  inputs: readonly Box[],
  isBackward: boolean,
): Box[] {
  const gradFn = gradFnOf(tensor);
  if (gradFn === null) return [{ name, tensor, gradFn, from: inputs, isBackward }];
  const found = new Map(known.map((box) => [box.gradFn, box]));
  const added: Box[] = [];
  for (const each of graphOf(tensor).toReversed()) {
    if (found.has(each)) continue;
    const isResult = each === gradFn;
    const recorded = each.inputs.flatMap((input) => (input.gradFn === null ? [] : [found.get(input.gradFn)!]));
    const from = isResult ? [...recorded, ...inputs.filter((input) => input.gradFn === null)] : recorded;
    const box: Box = { name: isResult ? name : "", tensor: isResult ? tensor : null, gradFn: each, from, isBackward };
    found.set(each, box);
    added.push(box);
  }
  return added;
}
