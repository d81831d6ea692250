import { noGrad } from "../../../src/core/autograd.ts";
import { backward } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { add, div, mul, reshape, sqrt, sub } from "../../../src/ops/index.ts";
import { Adagrad, type AdagradOptions } from "../../../src/optim/adagrad.ts";
import { Adam } from "../../../src/optim/adam.ts";
import { Muon } from "../../../src/optim/muon.ts";
import { type Group, Optimizer, type Turn } from "../../../src/optim/optimizer.ts";
import { SGD, type SGDOptions } from "../../../src/optim/sgd.ts";
import { made, values } from "../core/library.ts";
import { once } from "../core/memo.ts";
import { lossOf } from "./landscape.ts";
import { decayOf, momentumOf, rateAt, rateOf, type State, steps } from "./state.ts";

export const names = ["paper", "torch", "adagrad", "adam", "muon", "rootless"] as const;
export type Name = (typeof names)[number];
type Pair = readonly [number, number];

/** Where an optimizer stands after a step; the first of a path is the start. */
export interface Place {
  readonly w: Pair;
  readonly loss: number;
  /** What the step went by. Zero at the start, as are the next two. */
  readonly gradient: Pair;
  /** What the optimizer keeps, after the step: the velocity, or the sum of squares. */
  readonly kept: Pair;
  readonly rate: number;
}

/** What an optimizer keeps of its one parameter is looked at after each step. */
class WatchedSGD extends SGD {
  kept: Pair = [0, 0];
  protected override update(turn: Turn, group: Group<SGDOptions>): void {
    super.update(turn, group);
    this.kept = keptOf(turn);
  }
}

class WatchedAdagrad extends Adagrad {
  kept: Pair = [0, 0];
  protected override update(turn: Turn, group: Group<AdagradOptions>): void {
    super.update(turn, group);
    this.kept = keptOf(turn);
  }
}

/** What Adagrad would be without its root: w ← w − lr · g / (s + ε). */
class Rootless extends Optimizer {
  kept: Pair = [0, 0];
  protected override initialBuffers() {
    return { sum: 0 };
  }

  protected override update(turn: Turn): void {
    const { w, grad, lr, buffers } = turn;
    const s = buffers.get("sum")!;
    noGrad(() => {
      s.copyFrom(add(s, mul(grad, grad)));
      w.copyFrom(sub(w, div(mul(grad, lr), add(s, eps))));
    });
    this.kept = keptOf(turn);
  }
}

const eps = 1e-10;

const pairOf = (x: Tensor): Pair => [values(x)[0], values(x)[1]];

function keptOf({ buffers }: Turn): Pair {
  const [buffer] = buffers.values();
  return buffer === undefined ? [0, 0] : pairOf(buffer);
}

function optimizerOf(name: Name, w: Tensor, s: State): Optimizer & { readonly kept?: Pair } {
  const [lr, momentum, weightDecay] = [rateOf(s), momentumOf(s), decayOf(s)];
  switch (name) {
    case "paper":
    case "torch":
      return new WatchedSGD([w], { lr, momentum, weightDecay, rule: name });
    case "adagrad":
      return new WatchedAdagrad([w], { lr, weightDecay, eps });
    case "adam":
      return new Adam([w], { lr, betas: [momentum, 0.999], weightDecay });
    case "muon":
      return new Muon([w], { lr, momentum, weightDecay });
    case "rootless":
      return new Rootless([w], lr, {});
  }
}

/** An optimizer's way over the landscape, until it ends or leaves the finite numbers. */
function walk(name: Name, s: State): readonly Place[] {
  const w = made([s.x / 10, s.y / 10], [1, 2]);
  const optimizer = optimizerOf(name, w, s);
  const nothing: Pair = [0, 0];
  let loss = reshape(lossOf(s, w), []);
  const path: Place[] = [{ w: pairOf(w), loss: values(loss)[0], gradient: nothing, kept: nothing, rate: rateOf(s) }];
  for (let step = 1; step <= steps; step++) {
    optimizer.zeroGrad();
    backward(loss);
    const gradient = pairOf(w.grad!);
    optimizer.lr = rateAt(s, step);
    optimizer.step();
    loss = reshape(lossOf(s, w), []);
    const place = {
      w: pairOf(w),
      loss: values(loss)[0],
      gradient,
      kept: optimizer.kept ?? nothing,
      rate: optimizer.lr,
    };
    if (![...place.w, place.loss].every(Number.isFinite)) break;
    path.push(place);
  }
  optimizer.dispose();
  return path;
}

export type Paths = Readonly<Partial<Record<Name, readonly Place[]>>>;

/** Which optimizers a mode shows. */
export function shownIn(s: State): readonly Name[] {
  switch (s.mode) {
    case "paths":
      return names.filter((name) => name !== "rootless");
    case "rules":
      return ["paper", "torch"];
    case "adagrad":
      return s.rootless ? ["adagrad", "rootless"] : ["adagrad"];
  }
}

export const paths = once(
  (s: State): Paths => Object.fromEntries(shownIn(s).map((name) => [name, walk(name, s)])),
  (s) => JSON.stringify({ ...s, step: 0, select: "" }),
);

/** By what Adagrad multiplies each coordinate's gradient after its sums have grown to these. */
export function effectiveRates({ kept, rate }: Place, name: Name): Pair {
  const s = made(kept, [1, 2]);
  return noGrad(() => pairOf(div(rate, add(name === "rootless" ? s : sqrt(s), eps))));
}
