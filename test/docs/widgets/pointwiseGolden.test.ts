import { describe, expect, it } from "vitest";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { widget as linearWidget } from "../../../docs/widgets/linear/index.ts";
import { widget as softmaxWidget } from "../../../docs/widgets/softmax/index.ts";
import { partsOf } from "../../../docs/widgets/softmax/parts.ts";
import { reference, tensor } from "../../../src/index.ts";
import { addressOf, fillOf, goldenOf, type Values } from "./golden.ts";
import { expectCells } from "./parts.ts";

const device = reference({ dtype: "float64" });
const tensorOf = ({ data, shape }: Values) => tensor(Float64Array.from(data), shape, { device });

describe("PyTorch's linear", () => {
  it.each(goldenOf("linear").filter(({ inputs }) => inputs.x.shape.length === 2))(
    "$name",
    async ({ inputs, gradOutput, output, gradients }) => {
      const [n, features] = inputs.x.shape;
      const sizes = { n, in: features, out: inputs.w.shape[0] };
      const bias = inputs.bias === undefined ? { bias: "no" } : { b: fillOf(inputs.bias) };
      const fills = { x: fillOf(inputs.x), weight: fillOf(inputs.w), dy: fillOf(gradOutput) };
      const html = drawn(linearWidget, addressOf({ ...sizes, ...bias, ...fills, mode: "step" }));
      await expectCells(html, "y", tensorOf(output));
      await expectCells(html, "∂x", tensorOf(gradients.x));
      await expectCells(html, "∂w", tensorOf(gradients.w));
    },
  );
});

/** A matrix's rows from one on, as many as the widget has room for. */
const most = 3;
const rowsOf = ({ shape, data }: Values, from: number): Values => {
  const [n, classes] = shape;
  const rows = Math.min(most, n);
  return { shape: [rows, classes], data: data.slice(from * classes, (from + rows) * classes) };
};

it.each(goldenOf("softmax", "logSoftmax").filter(({ inputs }) => inputs.x.shape.length === 2))(
  "PyTorch's $op: $name",
  async ({ op, inputs: { x }, output }) => {
    const [n, classes] = x.shape;
    const html = drawn(softmaxWidget, addressOf({ n, classes, x: fillOf(x) }));
    await expectCells(html, op === "softmax" ? "p" : "z", tensorOf(output));
  },
);

interface Options {
  readonly labelSmoothing: number;
  readonly reduction: "mean" | "sum" | "none";
  readonly ignoreIndex?: number;
}

describe("PyTorch's crossEntropy", () => {
  it.each(goldenOf<Options>("crossEntropy"))("$name", async (golden) => {
    const { x, weight = { shape: [x.shape[1]], data: x.data.slice(0, x.shape[1]).map(() => 1) } } = golden.inputs;
    const { labelSmoothing, reduction, ignoreIndex = -100 } = golden.options;
    const [n, classes] = x.shape;
    const labels = golden.extra!.labels.map((label) => (label === ignoreIndex ? -1 : label));
    const counted = (all: readonly number[]) =>
      all.reduce((sum, label) => sum + (label < 0 ? 0 : weight.data[label]), 0);
    /** What the loss is multiplied by, row for row: the widget's is always the mean. */
    const factor = (row: number, shown: readonly number[]) =>
      (golden.gradOutput.data[reduction === "none" ? row : 0] * counted(shown)) /
      (reduction === "mean" ? counted(labels) : 1);
    const losses = new Array<number>(n);
    // As many rows as the widget has room for: the first, and the last.
    for (const from of new Set([0, Math.max(0, n - most)])) {
      const rows = rowsOf(x, from);
      const shown = labels.slice(from, from + most);
      const options = { smoothing: Math.round(labelSmoothing * 10), weighted: "yes", weight: fillOf(weight) };
      const labeled = Object.fromEntries(shown.map((label, row) => [`l${row}`, label]));
      const state = addressOf({ n: rows.shape[0], classes, x: fillOf(rows), ...options, ...labeled, mode: "loss" });
      const gradient = rowsOf(golden.gradients.x, from);
      const expected = gradient.data.map((value, i) => value / factor(from + Math.floor(i / classes), shown));
      await expectCells(drawn(softmaxWidget, state), "∂x", tensorOf({ ...gradient, data: expected }));
      const { fields } = softmaxWidget;
      const parts = partsOf(readState(fields, state, initialState(fields)));
      const each = parts.find(({ name }) => name === "y")!.values;
      shown.forEach((_, row) => {
        losses[from + row] = each[row];
      });
    }
    const total = losses.reduce((sum, loss) => sum + loss, 0);
    const all = { mean: [total / counted(labels)], sum: [total], none: losses }[reduction];
    expect(all).toEqual(golden.output.data.map((value) => expect.closeTo(value, 9)));
  });
});
