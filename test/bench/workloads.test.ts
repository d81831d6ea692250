import { describe, expect, it } from "vitest";
import type { Contender } from "../../bench/engine/contender.ts";
import type { Row } from "../../bench/results.ts";
import { runPlan } from "../../bench/run.ts";
import { plansFor } from "../../bench/suite.node.ts";
import { closeAll, type Lab, type Plan } from "../../bench/workloads/lab.ts";
import { type Network, networkNamed, networkPlan } from "../../bench/workloads/networks.ts";
import { refuseOthers } from "../../bench/workloads/profile.ts";
import { networkWork, operatorWork, productWork } from "../../bench/workloads/work.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { tensor } from "../../src/create.ts";
import { cpu } from "../../src/devices/cpu/index.node.ts";
import type { Device } from "../../src/devices/device.ts";
import { ReferenceDevice, reference } from "../../src/devices/reference.ts";
import { alexnetSizes } from "../../src/gradcheck/alexnetSizes.ts";
import { summarize } from "../../src/models/index.ts";
import { taking, taskOf } from "./contenders.ts";

describe("work", () => {
  it("of products is 2·m·n·k, and a convolution's its direct count", () => {
    expect(productWork(2, 3, 5)).toEqual({ flop: 60, read: 4 * (10 + 15), written: 4 * 6 });
    const shapes = [[1, 96, 27, 27], [256, 48, 5, 5], [256]];
    const y = 256 * 27 * 27;
    const [x, w] = [96 * 27 * 27, 256 * 48 * 25];
    expect(operatorWork("conv2d", "forward", shapes, y, undefined)).toEqual({
      flop: 2 * y * 48 * 25,
      read: 4 * (x + w + 256),
      written: 4 * y,
    });
    expect(operatorWork("conv2d", "backward", shapes, y, undefined)).toEqual({
      flop: 4 * y * 48 * 25,
      read: 4 * (x + w + y),
      written: 4 * (x + w + 256),
    });
  });

  it("is known of every operator that is measured", () => {
    for (const { op, shapes, window } of alexnetSizes) {
      for (const pass of ["forward", "backward"] as const) {
        const { flop, read, written } = operatorWork(op, pass, shapes, 10, window);
        expect([op, flop, read, written].slice(1).every((value) => (value as number) > 0)).toBe(true);
      }
    }
    expect(() => operatorWork("conv3d", "forward", [[1]], 1, undefined)).toThrow("expected a formula for conv3d");
  });

  it("of a network grows with its batch, but for the weights", () => {
    const summary = summarize("torchvision");
    const [one, three] = [1, 3].map((batch) => networkWork(summary, "forward", batch));
    expect(three.flop).toBe(3 * one.flop);
    expect(one.flop).toBe(2 * summary.totals.macs);
    expect(3 * one.read - three.read).toBe(2 * summary.totals.parameterBytes);
  });
});

function labOf(...devices: (() => Device | Promise<Device>)[]): Lab {
  return {
    entrants: devices.map((open, i) => ({ name: `device ${i}`, open: async () => open() })),
    threads: [1],
    cpu: () => cpu({ threads: 1 }),
    limits: async () => [],
    peers: async () => ({ contenders: [], asked: [] }),
  };
}

const options = { rounds: 1, least: 0 };
const first = (...name: Parameters<typeof plansFor>) => plansFor(...name)[0];

/** A reference that is off by a thousandth. */
function spoiled(kernel: "relu" | "matmul" | "conv2d"): Device {
  return new ReferenceDevice("float32", {
    ...referenceKernels,
    [kernel]: (...args: Parameters<typeof referenceKernels.matmul>) => {
      (referenceKernels[kernel] as typeof referenceKernels.matmul)(...args);
      args[0].forEach((value, i) => {
        args[0][i] = 1.001 * value;
      });
    },
  });
}

describe("on devices", () => {
  const lab = labOf(
    () => cpu({ threads: 1 }),
    () => reference(),
  );

  it.each([
    ["relu", undefined, "relu", 2],
    ["dropout", undefined, "dropout", 2],
    ["gemm", [16], "matmul", 2],
    ["lenet5", [2], "lenet5", 2],
    ["dispatch", undefined, "neg", 2],
    ["input", undefined, "decode JPEG", 1],
  ])("%s is measured, its results checked", async (name, sizes, what, count) => {
    for (const plan of plansFor([name], sizes).slice(0, 2)) {
      const rows = await runPlan(plan, lab, options);
      expect(rows.length).toBeGreaterThanOrEqual(count);
      expect(plan.what.split(" ")[0]).toBe(what.split(" ")[0]);
      if (what !== "neg") for (const { checked } of rows) expect(checked).toBeLessThanOrEqual(1);
    }
  });

  it("forward is not called before it is timed", async () => {
    let calls = 0;
    const relu = (...args: Parameters<typeof referenceKernels.relu>) => {
      calls++;
      referenceKernels.relu(...args);
    };
    const device = new ReferenceDevice("float32", { ...referenceKernels, relu });
    await first(["relu"], undefined).prepare(labOf(() => device));
    expect(calls).toBe(0);
  });

  it("backward is measured alone, from a graph that was made before", async () => {
    const [, backward] = plansFor(["softmax"], undefined);
    const [row] = await runPlan(backward, lab, options);
    expect([row.pass, row.what, row.work.flop]).toEqual(["backward", "softmax", 4 * 128 * 1000]);
  });

  it.each([
    ["relu", undefined, "relu"],
    ["gemm", [16], "matmul"],
    ["lenet5", [2], "conv2d"],
  ] as const)("a wrong result of %s is refused", async (name, sizes, kernel) => {
    const wrong = labOf(() => spoiled(kernel));
    await expect(runPlan(first([name], sizes), wrong, options)).rejects.toThrow("expected the reference's values");
  });

  it("rows of a plan's first tasks are handed out where a later one fails", async () => {
    const plan: Plan = {
      ...{ group: "profile", what: "one", size: "1", pass: "step" },
      async *prepare() {
        yield taskOf([taking("one", [1])]);
        yield taskOf([taking("one", [1], { check: async () => 2 })]);
      },
    };
    const told: Row[] = [];
    const onRows = (rows: readonly Row[]) => told.push(...rows);
    await expect(runPlan(plan, lab, { ...options, onRows })).rejects.toThrow("as large as allowed");
    expect(told).toMatchObject([{ contender: "one" }]);
  });

  it("calls of devices are paired only where they are the same", () => {
    const of = (name: string, ...counts: number[]) => {
      const call = { kernel: "relu" as const, size: 2, inputs: [2], geometry: null, repeat: () => () => {} };
      return { name, calls: counts.map((count) => ({ call, count })) };
    };
    expect(() => refuseOthers([of("one", 1, 2), of("two", 1, 2)])).not.toThrow();
    expect(() => refuseOthers([of("one", 1, 2), of("two", 1, 3)])).toThrow(
      "two: expected the calls of one, 2 × relu 2 → 2; got 3 × relu 2 → 2",
    );
    expect(() => refuseOthers([of("one", 1), of("two", 1, 3)])).toThrow("of one, none; got 3 ×");
  });

  it("the default device stays open", async () => {
    const [plan] = plansFor(["dispatch"], undefined).slice(-1);
    const task = await plan.prepare(lab);
    if (Symbol.asyncIterator in task) throw new Error("expected one task");
    await closeAll(task.contenders);
    expect(await tensor([1, 2]).data()).toEqual(Float32Array.of(1, 2));
  });

  it("what several names mean is measured once", () => {
    const count = (...names: string[]) => plansFor(names, undefined).length;
    expect(count("dispatch", "dispatch")).toBe(count("dispatch"));
    expect(count("operator", "conv2d")).toBe(count("operator"));
    expect(count("conv2d", "operator")).toBe(count("operator"));
  });

  it("what was opened is closed where another device cannot be", async () => {
    const device = await cpu({ threads: 1 });
    const broken = labOf(
      () => device,
      () => {
        throw new Error("no such device");
      },
    );
    await expect(runPlan(first(["relu"], undefined), broken, options)).rejects.toThrow("no such device");
    expect(() => device.write([1])).toThrow("closed");
  });

  it.each([
    ["relu", undefined],
    ["gemm", [16]],
    ["lenet5", [2]],
    ["crossover", [16]],
  ])("what %s opened is closed where its limits cannot be measured", async (name, sizes) => {
    const device = await cpu({ threads: 1 });
    const limits = async () => {
      throw new Error("no limits");
    };
    const plan = plansFor([name], sizes).find(({ what }) => what !== "wait")!;
    await expect(runPlan(plan, { ...labOf(() => device), limits }, options)).rejects.toThrow("no limits");
    expect(() => device.write([1])).toThrow("closed");
  });

  it("what was opened beside other libraries is closed with them, also where one cannot be", async () => {
    const device = await cpu({ threads: 1 });
    const closed: string[] = [];
    const peer = (name: string): Contender => ({
      name,
      run: async () => {},
      facts: () => ({ device: name }),
      close: async () => {
        closed.push(name);
        throw new Error(`${name} does not close`);
      },
    });
    const peered: Lab = {
      ...labOf(() => device),
      peers: async () => ({ contenders: [peer("one"), peer("two")], asked: [] }),
      limits: async () => {
        throw new Error("no limits");
      },
    };
    const { table } = networkNamed("lenet5")!;
    const network: Network = {
      ...{ name: "lenet5", table, batches: { forward: [], step: [] } },
      against: [{ pass: "forward", batch: 2, task: "forward" }],
    };
    await expect(runPlan(networkPlan("network", network, "forward", 2), peered, options)).rejects.toThrow("no limits");
    expect(closed).toEqual(["one", "two"]);
    expect(() => device.write([1])).toThrow("closed");
  });

  it("more threads than decode are refused", async () => {
    const [decode] = plansFor(["input"], undefined);
    await expect(runPlan(decode, { ...lab, threads: [1000] }, options)).rejects.toThrow(
      /^decode JPEG: expected at most \d threads; got 1000$/,
    );
  });

  it("the first error of a close is told, once all are closed", async () => {
    const closed: number[] = [];
    const contenders = [1, 2].map((i) => ({
      async close() {
        closed.push(i);
        throw new Error(`${i} does not close`);
      },
    }));
    await expect(closeAll(contenders)).rejects.toThrow("1 does not close");
    expect(closed).toEqual([1, 2]);
  });
});
