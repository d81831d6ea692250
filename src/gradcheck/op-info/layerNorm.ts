import fc from "fast-check";
import { layerNorm } from "../../ops/index.ts";
import { attribute, choice, flag } from "./attribute.ts";
import { int, biased as large } from "./large.ts";
import { between, type Domain, given, opInfo, shapes, spaced } from "./op-info.ts";
import { corner, grid, inf, nan, type Row } from "./row.ts";

/** Distinct values, so far apart that the variance of two is not small: 1 / √(σ² + ε) bends sharply there. */
export const apart: Domain = (size, rng) => spaced()(size, rng).map((value) => 5 * value);

export const layerNorms: readonly Row[] = [
  {
    ...opInfo(
      "layerNorm",
      fc.record({
        outer: shapes(0, 2),
        own: shapes(1, 2).map(([first, ...rest]) => [first! + 1, ...rest]),
        eps: fc.constantFrom(1e-5 as const, 1e-3 as const, 0.1 as const),
        weighted: fc.boolean(),
        biased: fc.boolean(),
      }),
      ({ outer, own, eps, weighted, biased }) => {
        const isLast = own.length === 1;
        const options = given({ eps, normalizedShape: isLast ? (weighted ? own[0] : undefined) : own });
        return {
          inputs: [
            { shape: [...outer, ...own], domain: apart },
            ...(weighted ? [{ shape: own, domain: between(0.5, 1.5) }] : []),
            ...(biased ? [{ shape: own, domain: between() }] : []),
          ],
          run: (x, ...parameters) => {
            const [weight, bias] = [weighted ? parameters[0] : null, biased ? parameters.at(-1) : null];
            return layerNorm(x!, { ...options, weight: weight!, bias: bias! });
          },
          options,
        };
      },
      {
        shape: attribute(["the last dimension", "several"], ({ own }) =>
          own.length === 1 ? "the last dimension" : "several",
        ),
        eps: choice([1e-5, 1e-3, 0.1], ({ eps }) => eps),
        weight: flag(({ weighted }) => weighted, ["without", "with"]),
        bias: flag(({ biased }) => biased, ["without", "with"]),
      },
    ),
    op: layerNorm,
    example: (from) => [
      from.p(2, 3, 4),
      { normalizedShape: [3, 4], weight: from.p(3, 4), bias: from.p(3, 4), eps: 1e-5 },
    ],
    large: [
      opInfo("layerNorm", fc.tuple(int(1, 40), int(1, 300), fc.constantFrom(0.1, 1)), ([rows, size, eps]) => ({
        inputs: [
          { shape: [rows, size], domain: large },
          { shape: [size], domain: between(-1.5, 1.5) },
          { shape: [size], domain: between() },
        ],
        run: (x, weight, bias) => layerNorm(x!, { weight: weight!, bias: bias!, eps }),
        options: { eps },
      })),
    ],
    corners: [
      corner(
        (x) => layerNorm(x, { eps: 0 }),
        grid([3, 2], [nan, 1, inf, 1, 1, 3]),
        [nan, nan, nan, nan, -1, 1],
        [nan, nan, nan, nan, 0, 0],
      ),
      corner((x) => layerNorm(x), grid([2, 1], [3, -4]), [0, 0], [0, 0]),
    ],
    kinks: "it is smooth",
    errors: [
      [
        "an x that ends otherwise",
        (t) => layerNorm(t(2, 3), { normalizedShape: [2] }),
        "layerNorm: expected x with last dimensions [2], one at least; got x [2, 3]",
      ],
      ["a scalar", (t) => layerNorm(t()), "layerNorm: expected x with last dimensions [], one at least; got x []"],
      [
        "a weight of the wrong size",
        (t) => layerNorm(t(2, 3), { weight: t(2) }),
        "layerNorm: expected weight of shape [3]; got [2]",
      ],
      ["a negative eps", (t) => layerNorm(t(2, 3), { eps: -1 }), "layerNorm: expected eps to be a number ≥ 0; got -1"],
    ],
    golden: {
      call: ({ x, weight, bias }, options) => layerNorm(x, { ...options, weight: weight ?? null, bias: bias ?? null }),
    },
    sizes: [{ name: "layerNorm6", shapes: [[128, 4096]], terms: 4096, run: (x) => layerNorm(x!) }],
  },
];
