import { rows } from "../../../src/gradcheck/op-info/index.ts";
import * as ag from "../../../src/index.ts";
import { type Calls, call, method } from "./call.ts";

/** The examples of all rows: as functions, and as methods where there is one. */
const ofRows: Calls = Object.fromEntries(
  rows.flatMap(({ name, op, example }): [string, Calls[string]][] => {
    const asFunction: Calls[string] = (w) => call(op, ...example(w));
    const asMethod: Calls[string] = (w) => {
      const [self, ...rest] = example(w);
      return method(self as ag.Tensor, name, ...rest);
    };
    return name in ag.Tensor.prototype
      ? [
          [name, asFunction],
          [`Tensor.${name}`, asMethod],
        ]
      : [[name, asFunction]];
  }),
);

/** Every operator, and what makes tensors. */
export const operators: Calls = {
  ...ofRows,
  "Tensor.backward": (w) => method(w.p(2).mul(2), "backward", w.t(2), { createGraph: false, retainGraph: true }),
  arange: (w) => call(ag.arange, 4, -1, -2, { device: w.device, requiresGrad: true }),
  full: (w) => call(ag.full, [2, 3], 1.5, { device: w.device, requiresGrad: true }),
  inferBroadcast: () => call(() => ag.inferBroadcast("add")({ a: [2, 1], b: [3] })),
  ones: (w) => call(ag.ones, [2, 3], { device: w.device, requiresGrad: true }),
  rand: (w) => call(ag.rand, [2, 3], { low: 0, high: 2, ...w.layer, requiresGrad: false }),
  randn: (w) => call(ag.randn, [2, 3], { mean: 0, std: 2, ...w.layer, requiresGrad: false }),
  tensor: (w) =>
    call(
      ag.tensor,
      [
        [1, 2],
        [3, 4],
      ],
      { device: w.device, requiresGrad: true },
    ),
  zeros: (w) => call(ag.zeros, [2, 3], { device: w.device, requiresGrad: true }),
};
