import { describe, expect, it } from "vitest";
import { type GradFn, grad, graphOf, reference, relu, type Tensor, tensor } from "../../src/index.ts";

const device = reference({ dtype: "float64" });
const leaf = (values: number) => tensor(values, { device, requiresGrad: true });
const one = () => tensor(1, { device });

type Gradients = Map<GradFn, Tensor>;

/** Passes a step's gradient on to its inputs, where it adds to what is there. */
function passOn(step: GradFn, gradients: Gradients): void {
  const found = step.backward(gradients.get(step)!);
  step.inputs.forEach(({ gradFn }, i) => {
    const gradient = found[i];
    if (gradFn === null || gradient == null) return;
    gradients.set(gradFn, gradients.get(gradFn)?.add(gradient) ?? gradient);
  });
}

/** Step by step, in the tape's order. */
function inOrder(y: Tensor): Gradients {
  const gradients: Gradients = new Map([[y.gradFn!, one()]]);
  for (const step of graphOf(y)) passOn(step, gradients);
  return gradients;
}

/** By plain recursion, which passes on a sum before it is complete, and again with each part that comes. */
function recursively(y: Tensor): Gradients {
  const gradients: Gradients = new Map([[y.gradFn!, one()]]);
  const visit = (step: GradFn) => {
    passOn(step, gradients);
    for (const { gradFn } of step.inputs) if (gradFn !== null) visit(gradFn);
  };
  visit(y.gradFn!);
  return gradients;
}

interface Program {
  readonly text: string;
  readonly run: (a: Tensor, b: Tensor) => Tensor;
  readonly ops: string;
  readonly sums: readonly [a: number, b: number];
  /** What recursion gives, where it is wrong. */
  readonly recursion?: readonly [a: number, b: number];
}

/** At a = 2 and b = 3. */
const programs: readonly Program[] = [
  { text: "a + b", run: (a, b) => a.add(b), ops: "add leaf leaf", sums: [1, 1] },
  { text: "a · b", run: (a, b) => a.mul(b), ops: "mul leaf leaf", sums: [3, 2] },
  { text: "a · a", run: (a) => a.mul(a), ops: "mul leaf", sums: [4, 0] },
  { text: "a / b", run: (a, b) => a.div(b), ops: "div leaf leaf", sums: [1 / 3, -2 / 9] },
  { text: "a³ · b", run: (a, b) => a.pow(3).mul(b), ops: "mul pow leaf leaf", sums: [36, 8] },
  {
    text: "relu(b − a) + a",
    run: (a, b) => relu(b.sub(a)).add(a),
    ops: "add relu sub leaf leaf",
    sums: [0, 1],
  },
  { text: "a · b, detached, · a", run: (a, b) => a.mul(b).detach().mul(a), ops: "mul leaf", sums: [6, 0] },
  {
    text: "(a + b)²",
    run(a, b) {
      const sum = a.add(b);
      return sum.mul(sum);
    },
    ops: "mul add leaf leaf",
    sums: [10, 10],
    recursion: [20, 20],
  },
  {
    text: "(a · b)² + a · b",
    run(a, b) {
      const product = a.mul(b);
      return product.mul(product).add(product);
    },
    ops: "add mul mul leaf leaf",
    sums: [39, 26],
    recursion: [117, 78],
  },
  {
    text: "(a + b) + ab + (a + b) · ab",
    run(a, b) {
      const [sum, product] = [a.add(b), a.mul(b)];
      return sum.add(product).add(sum.mul(product));
    },
    ops: "add mul add mul add leaf leaf",
    sums: [25, 19],
    recursion: [29, 22],
  },
];

describe("graphOf", () => {
  it.each(programs)("steps back through $text", async ({ run, ops, sums, recursion = sums }) => {
    const [a, b] = [leaf(2), leaf(3)];
    const y = run(a, b);
    const at = async (gradients: Gradients) =>
      Promise.all([a, b].map(async (x) => (await gradients.get(x.gradFn!)?.item()) ?? 0));
    const graph = graphOf(y);
    expect(graph.map(({ op }) => op).join(" ")).toBe(ops);
    const ids = graph.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((one, other) => other - one));
    for (const { id, inputs } of graph) for (const { gradFn } of inputs) expect(gradFn?.id ?? -1).toBeLessThan(id);
    expect(await at(inOrder(y))).toEqual(sums.map((sum) => expect.closeTo(sum, 12)));
    expect(await at(recursively(y))).toEqual(recursion.map((sum) => expect.closeTo(sum, 12)));
    y.backward();
    expect([(await a.grad?.item()) ?? 0, (await b.grad?.item()) ?? 0]).toEqual(
      sums.map((sum) => expect.closeTo(sum, 12)),
    );
  });

  it("has each step once, of several outputs too, and nothing for constants", () => {
    const [a, b] = [leaf(2), leaf(3)];
    const [y, z] = [a.mul(b), a.add(b)];
    expect(graphOf([y, z, y])).toEqual([z.gradFn, y.gradFn, b.gradFn, a.gradFn]);
    expect(graphOf(tensor(1, { device }))).toEqual([]);
    expect(graphOf([])).toEqual([]);
  });

  it("steps back through a backward pass, for the second order", async () => {
    const x = leaf(3);
    const [dx] = grad(x.pow(3), [x], { createGraph: true });
    expect(await inOrder(dx!).get(x.gradFn!)!.item()).toBe(18);
  });
});
