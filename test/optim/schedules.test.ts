import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/core/errors.ts";
import {
  CosineAnnealingLR,
  type HasLr,
  LRScheduler,
  OneCycleLR,
  ReduceLROnPlateau,
  StepLR,
} from "../../src/optim/index.ts";

const schedules: [string, (optimizer: HasLr) => LRScheduler][] = [
  ["StepLR", (optimizer) => new StepLR(optimizer, { stepSize: 2 })],
  ["CosineAnnealingLR", (optimizer) => new CosineAnnealingLR(optimizer, { tMax: 5 })],
  ["OneCycleLR", (optimizer) => new OneCycleLR(optimizer, { maxLr: 1, totalSteps: 10 })],
  ["a function", (optimizer) => new LRScheduler(optimizer, (step, lr) => lr / (1 + step))],
];

describe.each(schedules)("%s", (_, make) => {
  it("is a function of the step", () => {
    const optimizer = { lr: 0.1 };
    const schedule = make(optimizer);
    for (let i = 0; i < 12; i++) {
      expect(optimizer.lr).toBe(schedule.lrAt(i));
      schedule.step();
    }
  });

  it("continues from its state, whatever the rate was", () => {
    const [whole, resumed] = [{ lr: 0.1 }, { lr: 0.7 }];
    const [a, b] = [make(whole), make(resumed)];
    for (let i = 0; i < 4; i++) a.step();
    b.load(JSON.parse(JSON.stringify(a.state())));
    expect(resumed.lr).toBe(whole.lr);
    a.step();
    b.step();
    expect(resumed.lr).toBe(whole.lr);
  });
});

describe("OneCycleLR", () => {
  it("stays at its end", () => {
    const schedule = new OneCycleLR({ lr: 1 }, { maxLr: 1, totalSteps: 10 });
    expect(schedule.lrAt(9)).toBeCloseTo(1 / 25 / 1e4, 12);
    expect(schedule.lrAt(100)).toBe(schedule.lrAt(9));
  });

  it("ends at the peak where nothing falls, and starts there where nothing rises", () => {
    expect(new OneCycleLR({ lr: 1 }, { maxLr: 1, totalSteps: 10, pctStart: 1 }).lrAt(9)).toBe(1);
    expect(new OneCycleLR({ lr: 1 }, { maxLr: 1, totalSteps: 10, pctStart: 0.1 }).lrAt(0)).toBe(1);
  });
});

describe("ReduceLROnPlateau", () => {
  it("continues from its state", () => {
    const [whole, resumed] = [{ lr: 0.1 }, { lr: 0.1 }];
    const [a, b] = [whole, resumed].map((optimizer) => new ReduceLROnPlateau(optimizer, { patience: 1, cooldown: 1 }));
    expect(a!.state()).toEqual({ best: null, badSteps: 0, cooldownLeft: 0 });
    for (const metric of [3, 3]) a!.step(metric);
    b!.load(JSON.parse(JSON.stringify(a!.state())));
    for (const metric of [3, 3, 3, 3, Number.NaN]) {
      a!.step(metric);
      b!.step(metric);
      expect(resumed.lr).toBe(whole.lr);
    }
    expect(whole.lr).toBeCloseTo(0.001, 12);
  });
});

it("schedules refuse options out of range", () => {
  expect(() => new StepLR({ lr: 1 }, { stepSize: 0 })).toThrow(
    new OptionError("StepLR: expected stepSize to be a whole number ≥ 1; got 0"),
  );
  expect(() => new CosineAnnealingLR({ lr: 1 }, { tMax: 0 })).toThrow(OptionError);
  expect(() => new OneCycleLR({ lr: 1 }, { maxLr: 1, totalSteps: 1 })).toThrow(OptionError);
  expect(() => new OneCycleLR({ lr: 1 }, { maxLr: 1, totalSteps: 9, pctStart: 2 })).toThrow(OptionError);
  expect(() => new ReduceLROnPlateau({ lr: 1 }, { factor: 2 })).toThrow(
    new OptionError("ReduceLROnPlateau: expected factor to be a number from 0 to 1; got 2"),
  );
});
