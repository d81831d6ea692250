import fc from "fast-check";
import { Rng } from "../../core/rng.ts";
import type { Tensor } from "../../core/tensor.ts";
import { abs } from "../../ops/abs.ts";
import { add } from "../../ops/add.ts";
import type { Binary } from "../../ops/broadcast.ts";
import { type ClampOptions, clamp } from "../../ops/clamp.ts";
import { div } from "../../ops/div.ts";
import { dropout } from "../../ops/dropout.ts";
import { exp } from "../../ops/exp.ts";
import { log } from "../../ops/log.ts";
import { maximum } from "../../ops/maximum.ts";
import { mul } from "../../ops/mul.ts";
import { neg } from "../../ops/neg.ts";
import { pow } from "../../ops/pow.ts";
import { relu } from "../../ops/relu.ts";
import { sigmoid } from "../../ops/sigmoid.ts";
import { sqrt } from "../../ops/sqrt.ts";
import { sub } from "../../ops/sub.ts";
import { tanh } from "../../ops/tanh.ts";
import { attribute, choice, flag } from "./attribute.ts";
import { between, broadcastingShapes, type Domain, type OpInfo, opInfo, shapes, spaced } from "./op-info.ts";
import { meeting, rankAttribute } from "./shapeAttributes.ts";

function unary(name: string, op: (x: Tensor) => Tensor, domain: Domain): OpInfo {
  return opInfo(name, shapes(0, 3), (shape) => ({ inputs: [{ shape, domain }], run: (x) => op(x!) }), {
    rank: rankAttribute(0, 3),
  });
}

/** Two tensors that broadcast, or a tensor and a number on either side. */
function binary(name: string, op: Binary, a: Domain, b: Domain): OpInfo {
  const sides = fc.constantFrom("both" as const, "number first" as const, "number second" as const);
  return opInfo(
    name,
    fc.tuple(broadcastingShapes(), sides),
    ([[aShape, bShape], side]) => {
      if (side === "number first")
        return { inputs: [{ shape: bShape, domain: b }], run: (y) => op(1.3, y!), options: { side } };
      if (side === "number second")
        return { inputs: [{ shape: aShape, domain: a }], run: (x) => op(x!, 1.3), options: { side } };
      return {
        inputs: [
          { shape: aShape, domain: a },
          { shape: bShape, domain: b },
        ],
        run: (x, y) => op(x!, y!),
      };
    },
    {
      operands: attribute(
        ["equal shapes", "stretched", "rank differs", "number first", "number second"],
        ([shapes, side]) => (side === "both" ? meeting(shapes) : side),
      ),
    },
  );
}

export const elementwise: readonly OpInfo[] = [
  binary("add", add, between(), between()),
  binary("sub", sub, between(), between()),
  binary("mul", mul, between(), between()),
  binary("div", div, between(), between(0.5, 2)),
  binary("pow", pow, between(0.5, 2), between(-2, 2)),
  binary("maximum", maximum, spaced(), spaced(0.02)),
  unary("neg", neg, between()),
  unary("exp", exp, between(-2, 2)),
  unary("log", log, between(0.5, 3)),
  unary("sqrt", sqrt, between(0.5, 3)),
  unary("abs", abs, spaced()),
  unary("relu", relu, spaced()),
  unary("sigmoid", sigmoid, between(-3, 3)),
  unary("tanh", tanh, between(-2, 2)),
  opInfo(
    "clamp",
    fc.tuple(shapes(0, 3), fc.constantFrom<ClampOptions>({}, { min: -0.3 }, { max: 0.4 }, { min: -0.2, max: 0.2 })),
    ([shape, options]) => ({ inputs: [{ shape, domain: spaced() }], run: (x) => clamp(x!, options), options }),
    {
      bounds: attribute(["none", "min", "max", "both"], ([, { min, max }]) => {
        if (min === undefined) return max === undefined ? "none" : "max";
        return max === undefined ? "min" : "both";
      }),
    },
  ),
  opInfo(
    "dropout",
    fc.tuple(
      shapes(1, 3),
      fc.record({ p: fc.constantFrom(0, 0.3, 0.5), training: fc.boolean(), inverted: fc.boolean() }),
    ),
    ([shape, options]) => ({
      inputs: [{ shape, domain: between() }],
      run: (x) => dropout(x!, { ...options, rng: new Rng(7) }),
      options,
    }),
    {
      p: choice([0, 0.3, 0.5], ([, { p }]) => p),
      training: flag(([, { training }]) => training),
      inverted: flag(([, { inverted }]) => inverted),
    },
  ),
];
