import fc from "fast-check";
import { sizeOf } from "../../core/shape.ts";
import { groupNorm } from "../../ops/index.ts";
import { attribute, choice, flag, several } from "./attribute.ts";
import { int, biased as large } from "./large.ts";
import { apart } from "./layerNorm.ts";
import { between, opInfo, shapes } from "./op-info.ts";
import { corner, grid, inf, nan, type Row } from "./row.ts";

export const groupNorms: readonly Row[] = [
  {
    ...opInfo(
      "groupNorm",
      fc
        .record({
          n: fc.integer({ min: 1, max: 2 }),
          groups: fc.integer({ min: 1, max: 3 }),
          channels: fc.integer({ min: 1, max: 2 }),
          inner: shapes(0, 2),
          eps: fc.constantFrom(1e-5 as const, 1e-3 as const, 0.1 as const),
          weighted: fc.boolean(),
          biased: fc.boolean(),
        })
        .map((g) => (g.channels * sizeOf(g.inner) === 1 ? { ...g, channels: 2 } : g)),
      ({ n, groups, channels, inner, eps, weighted, biased }) => {
        const c = groups * channels;
        return {
          inputs: [
            { shape: [n, c, ...inner], domain: apart },
            ...(weighted ? [{ shape: [c], domain: between(0.5, 1.5) }] : []),
            ...(biased ? [{ shape: [c], domain: between() }] : []),
          ],
          run: (x, ...parameters) => {
            const [weight, bias] = [weighted ? parameters[0] : null, biased ? parameters.at(-1) : null];
            return groupNorm(x!, { groups, eps, weight: weight!, bias: bias! });
          },
          options: { groups, eps },
        };
      },
      {
        batch: several(({ n }) => n),
        groups: attribute(["1", "several", "one a channel"], ({ groups, channels }) =>
          groups === 1 ? "1" : channels === 1 ? "one a channel" : "several",
        ),
        eps: choice([1e-5, 1e-3, 0.1], ({ eps }) => eps),
        weight: flag(({ weighted }) => weighted, ["without", "with"]),
        bias: flag(({ biased }) => biased, ["without", "with"]),
        rank: attribute(["2", "3", "4"], ({ inner }) => String(2 + inner.length) as "2"),
      },
    ),
    op: groupNorm,
    example: (from) => [from.p(2, 4, 2, 2), { groups: 2, weight: from.p(4), bias: from.p(4), eps: 1e-5 }],
    large: [
      opInfo(
        "groupNorm",
        fc.tuple(int(1, 3), int(1, 4), int(1, 4), int(1, 12), int(1, 12), fc.constantFrom(0.1, 1)),
        ([n, groups, channels, h, w, eps]) => ({
          inputs: [
            { shape: [n, groups * channels, h, w], domain: large },
            { shape: [groups * channels], domain: between(-1.5, 1.5) },
            { shape: [groups * channels], domain: between() },
          ],
          run: (x, weight, bias) => groupNorm(x!, { groups, weight: weight!, bias: bias!, eps }),
          options: { groups, eps },
        }),
      ),
    ],
    corners: [
      corner(
        (x) => groupNorm(x, { groups: 3, eps: 0 }),
        grid([1, 6], [nan, 1, inf, 1, 1, 3]),
        [nan, nan, nan, nan, -1, 1],
        [nan, nan, nan, nan, 0, 0],
      ),
    ],
    kinks: "it is smooth",
    errors: [
      [
        "groups that do not divide the channels",
        (t) => groupNorm(t(2, 3), { groups: 2 }),
        "groupNorm: expected x [n, c, …] with c divisible by groups (2); got x [2, 3]",
      ],
      [
        "an x without channels",
        (t) => groupNorm(t(2), { groups: 1 }),
        "groupNorm: expected x [n, c, …] with c divisible by groups (1); got x [2]",
      ],
      [
        "no groups",
        (t) => Reflect.apply(groupNorm, undefined, [t(2, 3), {}]),
        "groupNorm: expected groups to be a number; got undefined",
      ],
      [
        "0 groups",
        (t) => groupNorm(t(2, 3), { groups: 0 }),
        "groupNorm: expected groups to be a whole number ≥ 1; got 0",
      ],
      [
        "a bias of the wrong size",
        (t) => groupNorm(t(2, 4), { groups: 2, bias: t(2) }),
        "groupNorm: expected bias of shape [4]; got [2]",
      ],
    ],
    golden: {
      call: ({ x, weight, bias }, options) =>
        groupNorm(x, { ...(options as { groups: number }), weight: weight ?? null, bias: bias ?? null }),
    },
    sizes: [{ name: "groupNorm2", shapes: [[1, 256, 27, 27]], terms: 5832, run: (x) => groupNorm(x!, { groups: 32 }) }],
  },
];
