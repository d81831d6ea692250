import { describe, expect, it, vi } from "vitest";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { effectiveRates, type Name, paths } from "../../../docs/widgets/optimizer/compute.ts";
import { widget } from "../../../docs/widgets/optimizer/index.ts";
import { gridOf } from "../../../docs/widgets/optimizer/landscape.ts";
import { type State, steps } from "../../../docs/widgets/optimizer/state.ts";
import { Adagrad, Adam, Muon, reference, SGD, type Tensor, tensor } from "../../../src/index.ts";
import { checkTypes } from "../../snippets.ts";
import { toModule } from "../../toModule.ts";

const stateOf = (text: string) => readState(widget.fields, text, initialState(widget.fields));
const device = reference({ dtype: "float64" });

const makers: Record<Exclude<Name, "rootless">, (w: Tensor, s: State) => SGD | Adagrad | Adam | Muon> = {
  paper: (w, s) => new SGD([w], { lr: 0.1, momentum: s.momentum / 100, weightDecay: s.decay / 1000, rule: "paper" }),
  torch: (w, s) => new SGD([w], { lr: 0.1, momentum: s.momentum / 100, weightDecay: s.decay / 1000 }),
  adagrad: (w, s) => new Adagrad([w], { lr: 0.1, weightDecay: s.decay / 1000 }),
  adam: (w, s) => new Adam([w], { lr: 0.1, betas: [s.momentum / 100, 0.999], weightDecay: s.decay / 1000 }),
  muon: (w, s) => new Muon([w], { lr: 0.1, momentum: s.momentum / 100, weightDecay: s.decay / 1000 }),
};

/** The same landscapes, written anew. */
function lossOf(w: Tensor, land: State["land"]): Tensor {
  if (land === "quadratic")
    return w
      .mul(w)
      .mul(tensor([[1 / 16, 1]], { device }))
      .sum();
  const x = tensor([-2, -1, -0.5, 0.5, 1, 2], { device });
  const [w1, w2] = [0, 1].map((i) => w.slice({ axis: 1, start: i, end: i + 1 }).reshape([1]));
  const error = w2!.mul(w1!.mul(x).tanh()).sub(x.mul(1.2).tanh().mul(0.9));
  return error.mul(error).sum().mul(0.5);
}

describe.each(["land=quadratic", "land=net", "land=quadratic&decay=100&momentum=0", "land=net&x=5&y=-8"])(
  "%s",
  (text) => {
    const s = stateOf(text);

    it.each(Object.keys(makers) as (keyof typeof makers)[])(
      "%s goes where the library's optimizer goes",
      async (name) => {
        const w = tensor([[s.x / 10, s.y / 10]], { requiresGrad: true, device });
        const optimizer = makers[name](w, s);
        const path = paths(s)[name]!;
        expect(path).toHaveLength(steps + 1);
        for (let step = 1; step <= steps; step++) {
          optimizer.zeroGrad();
          lossOf(w, s.land).backward();
          optimizer.step();
          const [row] = (await w.toArray()) as number[][];
          row!.forEach((value, i) => {
            expect(path[step]!.w[i]).toBeCloseTo(value, 9);
          });
        }
        expect(path[steps]!.loss).toBeCloseTo(await lossOf(w, s.land).item(), 9);
      },
    );
  },
);

it("both rules are the same until the rate changes", () => {
  const { paper, torch } = paths(stateOf("mode=rules&drop=15&decay=50"));
  const apart = paper!.map(({ w }, i) => Math.hypot(w[0] - torch![i]!.w[0], w[1] - torch![i]!.w[1]));
  expect(Math.max(...apart.slice(0, 16))).toBeLessThan(1e-12);
  expect(Math.min(...apart.slice(16))).toBeGreaterThan(1e-4);
});

it("a step of the paper's rule is its formula", () => {
  const s = stateOf("mode=rules&drop=15&decay=50");
  const path = paths(s).paper!;
  for (const [step, after] of path.entries()) {
    const before = path[step - 1];
    if (before === undefined) continue;
    for (const i of [0, 1] as const) {
      const v = 0.8 * before.kept[i] - 0.05 * after.rate * before.w[i] - after.rate * after.gradient[i];
      expect(after.kept[i]).toBeCloseTo(v, 12);
      expect(after.w[i]).toBeCloseTo(before.w[i] + v, 12);
    }
  }
});

describe("Adagrad", () => {
  it("the rate that is shown is by what the gradient was multiplied", () => {
    for (const name of ["adagrad", "rootless"] as const) {
      const path = paths(stateOf("mode=adagrad&rootless=yes"))[name]!;
      for (const [i, place] of path.entries()) {
        const before = path[i - 1];
        if (before === undefined) continue;
        effectiveRates(place, name).forEach((rate, axis) => {
          expect((before.w[axis]! - place.w[axis]!) / place.gradient[axis]!).toBeCloseTo(rate, 6);
        });
      }
    }
  });

  it("goes the same way whatever the loss is multiplied by; without the root it does not", () => {
    const end = (name: Name, scale: number) =>
      paths(stateOf(`mode=adagrad&rootless=yes&scale=${scale}`))[name]!.at(-1)!.w;
    for (const i of [0, 1] as const) expect(end("adagrad", 2)[i]).toBeCloseTo(end("adagrad", -1)[i], 6);
    expect(Math.abs(end("rootless", 2)[1] - end("rootless", -1)[1])).toBeGreaterThan(0.5);
  });
});

it("the contours are of the loss", async () => {
  for (const land of ["quadratic", "net"] as const) {
    const { values, across } = gridOf(stateOf(`land=${land}`));
    for (const [row, column] of [
      [0, 0],
      [7, 30],
      [40, 12],
    ] as const) {
      const w = tensor([[-2 + column / 10, 2 - row / 10]], { device });
      expect(values[row * across + column]).toBeCloseTo(await lossOf(w, land).item(), 9);
    }
  }
});

it("a path that leaves the finite numbers ends there; the drawing stays", () => {
  const html = drawn(widget, "rate=0&momentum=99&scale=2");
  expect(html).not.toMatch(/points="[^"]*NaN/);
});

it.each([
  "mode=paths&step=0",
  "mode=rules&step=0",
  "mode=adagrad&step=0",
  "mode=adagrad&rootless=yes",
  "land=net&step=3",
])("draws %s", (text) => {
  expect(drawn(widget, text)).toContain("ag-map");
});

it.each(["", "land=net&decay=20", "mode=rules&drop=9"])("its TypeScript goes the same way: %s", async (text) => {
  const s = stateOf(text);
  const { typescript } = widget.code!(s);
  expect(checkTypes([{ page: "optimizer", line: 1, code: typescript }])).toEqual([]);
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await import(/* @vite-ignore */ toModule(typescript));
  const ends = log.mock.calls.map(([, [end]]) => end as number[]);
  log.mockRestore();
  expect(ends).toHaveLength(5);
  for (const [i, name] of (["paper", "torch"] as const).entries()) {
    paths(s)
      [name]!.at(-1)!
      .w.forEach((value, axis) => {
        expect(ends[i]![axis]).toBeCloseTo(value, 4);
      });
  }
});
