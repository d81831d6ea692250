import { Rng } from "../../../src/core/rng.ts";
import { ReferenceDevice } from "../../../src/devices/reference.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { differentiate } from "../../museum/differentiate.ts";
import { type Geometry, valuesAt } from "../../museum/geometry.ts";
import { call, type OperatorName } from "../../museum/operators.ts";
import { once } from "../core/memo.ts";
import type { Shown } from "../core/tensors.ts";
import { exhibitOf, geometryOf, type State } from "./state.ts";

/** What an operator's tensors are called, where it is not x. */
const namesOf: Partial<Record<OperatorName, readonly string[]>> = {
  conv2d: ["x", "w", "b"],
  linear: ["x", "w"],
  batchNorm: ["x", "γ"],
  mseLoss: ["x", "target"],
};

const names = ({ op, shapes }: Geometry) => namesOf[op] ?? (shapes.length === 1 ? ["x"] : ["a", "b"]);

/** The inputs, then the gradients of the order in which the bug shows, with what they should be. */
export const tensorsOf = once((s: State): readonly Shown[] => {
  const at = geometryOf(s);
  if (at === null) return [];
  const { bug, order } = exhibitOf(s);
  const values = valuesAt(at);
  const point = {
    shapes: at.shapes,
    values,
    run: (...inputs: Parameters<typeof call>[1][number][]) => call(at.op, inputs, at.options),
  };
  const [wrong, right] = [bugDevice(bug), new ReferenceDevice("float64")].map((device) =>
    differentiate(point, device, new Rng(0)),
  );
  const inputs = names(at).slice(0, at.shapes.length);
  const [found, wanted] = order === 1 ? [wrong.first, right.first] : [wrong.second, right.second];
  const gradients = found.map((values, i) => ({
    name: order === 1 ? `∂${inputs[i]}` : i < inputs.length ? `∂S/∂${inputs[i]}` : "∂S/∂(∂y)",
    shape: drawable(at.shapes[i] ?? wrong.shape),
    values: values ?? [],
    right: wanted[i] ?? undefined,
    isResult: true,
  }));
  const given = inputs.map((name, i) => ({ name, shape: drawable(at.shapes[i]), values: values[i] }));
  return [...given, ...gradients.filter(({ values }) => values.length > 0)];
});

/** A scalar is drawn as a vector of one. */
const drawable = (shape: readonly number[]) => (shape.length === 0 ? [1] : shape);
