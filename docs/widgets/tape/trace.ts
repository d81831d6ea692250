import { noGrad } from "../../../src/core/autograd.ts";
import { backward, grad } from "../../../src/core/backward.ts";
import { type GradFn, gradFnOf, graphOf, savedStorages } from "../../../src/core/gradFn.ts";
import { sumOfBytes } from "../../../src/core/storage.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { add } from "../../../src/ops/index.ts";
import { made } from "../core/library.ts";
import { once } from "../core/memo.ts";
import { type Box, boxesBehind, type Done, leavesOf, type Recording, record } from "./record.ts";
import type { State } from "./state.ts";

/** What a step gives to one of its inputs. */
export interface Part {
  /** What the operator calls the input. */
  readonly input: string;
  readonly to: Box;
  readonly gradient: Tensor;
  /** What was there already; null at first. */
  readonly before: Tensor | null;
  readonly after: Tensor;
}

export type Event =
  | { readonly kind: "start" }
  | { readonly kind: "record"; readonly box: Box; readonly line: number; readonly boxes: readonly Box[] }
  | { readonly kind: "seed"; readonly box: Box; readonly dy: Tensor }
  | {
      readonly kind: "pull";
      readonly box: Box;
      readonly dy: Tensor;
      readonly parts: readonly Part[];
      readonly freed: number;
      readonly made: readonly Box[];
    }
  | {
      readonly kind: "rest";
      readonly box: Box;
      readonly dy: Tensor;
      readonly before: Tensor | null;
      readonly after: Tensor;
    }
  | { readonly kind: "zero" };

/** All that there is after an event. */
export interface Frame {
  readonly event: Event;
  /** Which run of the program, and which way back, from 1 on; 0 before the first. */
  readonly run: number;
  readonly pass: number;
  /** All boxes of the run, and those that are there already. */
  readonly all: readonly Box[];
  readonly shown: ReadonlySet<Box>;
  /** What has arrived in this way back. */
  readonly gradients: ReadonlyMap<Box, Tensor>;
  /** By the box that gives and the one that gets. */
  readonly passed: ReadonlyMap<Box, ReadonlyMap<Box, readonly Tensor[]>>;
  /** What `grad` holds. */
  readonly grads: ReadonlyMap<Box, Tensor>;
  readonly freed: ReadonlySet<Box>;
  /** Bytes that are kept for the way back, each buffer counted once. */
  readonly kept: number;
}

/** Every step of the state's program and mode, from the library's own steps.
 *  @throws AlexgradError where the library refuses what the mode does. */
export const trace = once(walked);

function walked(s: State): readonly Frame[] {
  const walk = new Walk(s);
  if (s.mode === "again" && !s.retain) walk.refuse();
  walk.forward();
  walk.seed(walk.output);
  if (s.mode === "recursion") walk.recur(walk.output);
  else walk.back({ frees: s.mode !== "again" && s.mode !== "second", records: s.mode === "second" });
  if (s.mode === "twice") {
    if (s.zero) walk.zeroGrad();
    walk.forward();
  }
  if (s.mode !== "once" && s.mode !== "recursion") {
    walk.seed(s.mode === "second" ? walk.firstGradient() : walk.output);
    walk.back({ frees: true, records: false });
  }
  const runs = walk.frames.map(({ run }) => run);
  return walk.frames.map((frame, i) => ({ ...frame, all: [...walk.frames[runs.lastIndexOf(runs[i])].shown] }));
}

class Walk {
  readonly frames: Frame[] = [];
  readonly #state: State;
  readonly #leaves: readonly Box[];
  #recording: Recording;
  #root: Box;
  #run = 0;
  #pass = 0;
  #shown = new Set<Box>();
  #gradients = new Map<Box, Tensor>();
  #passed = new Map<Box, Map<Box, Tensor[]>>();
  #grads = new Map<Box, Tensor>();
  #freed = new Set<Box>();

  constructor(s: State) {
    this.#state = s;
    this.#leaves = leavesOf(s);
    this.#recording = record(s, this.#leaves);
    this.#root = this.#recording.output;
  }

  get output(): Box {
    return this.#recording.output;
  }

  /** @throws DisposedError: a second way back over what the first one freed. */
  refuse(): void {
    backward(this.output.tensor!);
    backward(this.output.tensor!);
  }

  forward(): void {
    if (this.#run > 0) this.#recording = record(this.#state, this.#leaves);
    this.#run++;
    this.#shown = new Set(this.#leaves);
    this.#begin();
    this.#freed = new Set();
    if (this.#run === 1) this.#push({ kind: "start" });
    for (const { line, boxes } of this.#recording.done) this.#record({ line, boxes });
  }

  seed(root: Box): void {
    this.#begin();
    this.#pass++;
    this.#root = root;
    const { shape, size } = root.tensor!;
    const dy = made(new Array(size).fill(1), shape).detach();
    this.#gradients.set(root, dy);
    this.#push({ kind: "seed", box: root, dy });
  }

  /** By descending id: each step once all that feeds it on the way back has arrived. Under second order, as `grad` does it:
   *  nothing is put into a leaf's `grad`. */
  back({ frees, records }: { readonly frees: boolean; readonly records: boolean }): void {
    for (const gradFn of graphOf(this.#root.tensor!)) {
      const box = this.#find(gradFn)!;
      if (!this.#gradients.has(box)) continue;
      if (!gradFn.isLeaf) this.#pull(box, frees, records);
      else if (this.#state.mode !== "second") this.#rest(box);
    }
  }

  /** As it must not be done: each step passes on what it has as soon as something arrives. */
  recur(box: Box): void {
    this.#pull(box, false, false);
    for (const { gradFn } of box.gradFn!.inputs) {
      if (gradFn !== null && !gradFn.isLeaf) this.recur(this.#find(gradFn)!);
    }
  }

  zeroGrad(): void {
    this.#grads = new Map();
    this.#push({ kind: "zero" });
  }

  /** The gradient by the first leaf, which the way back has recorded.
   *  @throws GradientError where it does not depend on anything. */
  firstGradient(): Box {
    const leaf = this.#leaves.find(({ gradFn }) => gradFn !== null)!;
    const gradient = this.#gradients.get(leaf)!;
    const gradFn = gradFnOf(gradient);
    if (gradFn === null) grad(gradient, [leaf.tensor!]);
    return this.#find(gradFn)!;
  }

  #find(gradFn: GradFn | null): Box | undefined {
    return [...this.#shown].find((box) => box.gradFn === gradFn);
  }

  #begin(): void {
    this.#gradients = new Map();
    this.#passed = new Map();
  }

  #record({ line, boxes }: Done): void {
    for (const box of boxes) this.#shown.add(box);
    this.#push({ kind: "record", box: boxes.at(-1)!, line, boxes });
  }

  #pull(box: Box, frees: boolean, records: boolean): void {
    const dy = this.#gradients.get(box)!;
    const gradFn = box.gradFn!;
    const added: Box[] = [];
    const give = (tensor: Tensor, to: Box) => {
      if (!records) return;
      const behind = boxesBehind(tensor, `∂${to.name}`, [...this.#shown], [], true);
      for (const each of behind.filter(({ gradFn }) => gradFn !== null)) {
        this.#shown.add(each);
        added.push(each);
      }
    };
    const found = gradFn.backward(dy, { createGraph: records });
    const parts = gradFn.inputs.flatMap(({ name, gradFn }, i): Part[] => {
      const gradient = found[i];
      if (gradFn === null || gradient === null) return [];
      const to = this.#find(gradFn)!;
      give(gradient, to);
      const before = this.#gradients.get(to) ?? null;
      const after = before === null ? gradient : records ? add(before, gradient) : noGrad(() => add(before, gradient));
      if (before !== null) give(after, to);
      this.#gradients.set(to, after);
      const ways = this.#passed.get(box) ?? new Map<Box, Tensor[]>();
      this.#passed.set(box, ways.set(to, [...(ways.get(to) ?? []), gradient]));
      return [{ input: name, to, gradient, before, after }];
    });
    const before = this.#kept();
    if (frees) this.#freed.add(box);
    this.#push({ kind: "pull", box, dy, parts, freed: before - this.#kept(), made: added });
  }

  #rest(box: Box): void {
    const dy = this.#gradients.get(box)!;
    const before = this.#grads.get(box) ?? null;
    const after = before === null ? dy : noGrad(() => add(before, dy));
    this.#grads.set(box, after);
    this.#push({ kind: "rest", box, dy, before, after });
  }

  #kept(): number {
    const graph = [...this.#shown].filter((box) => !this.#freed.has(box)).flatMap(({ gradFn }) => gradFn ?? []);
    return sumOfBytes(savedStorages(graph));
  }

  #push(event: Event): void {
    this.frames.push({
      event,
      run: this.#run,
      pass: this.#pass,
      all: [],
      shown: new Set(this.#shown),
      gradients: new Map(this.#gradients),
      passed: new Map([...this.#passed].map(([from, ways]) => [from, new Map(ways)])),
      grads: new Map(this.#grads),
      freed: new Set(this.#freed),
      kept: this.#kept(),
    });
  }
}
