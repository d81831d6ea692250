import { describe, expect, it } from "vitest";
import { builtin, type Dataset, Loader } from "../../src/data/index.ts";
import { buildModel, Flatten, Module, Rng, reference, Sequential, SGD, type Tensor } from "../../src/index.ts";
import { evaluate } from "../../src/train/evaluate.ts";
import { makeSchedule } from "../../src/train/schedule.ts";
import { type StepEvent, train } from "../../src/train/train.ts";

const device = reference();

/** Hands its input on: pixels are the scores. */
class Identity extends Module {
  override forward(x: Tensor): Tensor {
    return x;
  }
}

function scored(labels: number[], scores: number[][]): Dataset {
  const classes = scores[0].map((_, i) => String(i));
  return {
    name: "scores",
    shape: [1, 1, classes.length],
    classes,
    images: Uint8Array.from(scores.flat()),
    labels: Uint16Array.from(labels),
  };
}

describe("evaluate", () => {
  it("counts the label's rank; ties count against it", async () => {
    const data = scored(
      [0, 1, 5, 2],
      [
        [9, 1, 2, 3, 4, 5, 6],
        [9, 8, 2, 3, 4, 5, 6],
        [9, 8, 7, 6, 5, 1, 2],
        [4, 4, 4, 4, 0, 0, 0],
      ],
    );
    const model = new Sequential([new Flatten(), new Identity()]);
    const result = await evaluate(model, new Loader(data, { batchSize: 3 }), device);
    expect(result).toMatchObject({ count: 4, top1: 0.25, top5: 0.75 });
    expect(result.loss).toBeGreaterThan(0);
  });

  it("averages the probabilities of several views", async () => {
    const views = [[[4, 0, 0]], [[0, 3, 0]]].map((scores) => new Loader(scored([1], scores), { batchSize: 1 }));
    const model = new Sequential([new Flatten(), new Identity()]);
    const both = await evaluate(model, views, device);
    // Scores are stored as bytes, and handed out as v / 255.
    const softmax = (scores: number[]) =>
      scores.map((s) => Math.exp(s / 255) / scores.reduce((a, v) => a + Math.exp(v / 255), 0));
    const mean = (softmax([4, 0, 0])[1] + softmax([0, 3, 0])[1]) / 2;
    expect(both.loss).toBeCloseTo(-Math.log(mean), 6);
    expect(both.top1).toBe(0);
  });

  it("puts the model's mode back and leaves no memory behind", async () => {
    const data = builtin({ count: 10 });
    const model = buildModel("alexnet-small", { device, rng: new Rng(1) });
    const loader = new Loader(data, { batchSize: 5 });
    const before = device.memory().liveBytes;
    await evaluate(model, loader, device);
    expect(model.training).toBe(true);
    await evaluate(model.eval(), loader, device);
    expect(model.training).toBe(false);
    model.train().children.get("features")!.eval();
    await evaluate(model, loader, device);
    expect([model.training, model.children.get("features")!.training]).toEqual([true, false]);
    expect(device.memory().liveBytes).toBe(before);
  });
});

describe("train", () => {
  const data = builtin({ count: 40 });
  const make = () => {
    const model = buildModel("alexnet-small", { device, rng: new Rng(1) });
    const optimizer = new SGD(model.parameters(), { lr: 0.01, momentum: 0.9 });
    return {
      model,
      optimizer,
      device,
      train: new Loader(data, { batchSize: 16, shuffle: true }),
      validation: null,
      rng: new Rng(2),
    };
  };

  it("tells each step and epoch, and holds its memory", async () => {
    const live: number[] = [];
    const events: string[] = [];
    for await (const event of train({ ...make(), epochs: 2 })) {
      live.push(device.memory().liveBytes);
      events.push(`${event.event} ${event.epoch}.${event.step}`);
    }
    expect(events).toEqual([
      "step 1.1",
      "step 1.2",
      "step 1.3",
      "epoch 1.3",
      "step 2.4",
      "step 2.5",
      "step 2.6",
      "epoch 2.6",
    ]);
    expect(new Set(live).size).toBe(1);
  });

  it("sets the learning rate where it is told to", async () => {
    const options = make();
    const rates: number[] = [];
    const schedule = makeSchedule({ name: "step", milestones: [1], gamma: 0.5 }, options.optimizer, {
      stepsPerEpoch: 2,
      epochs: 1,
    });
    for await (const event of train({ ...options, epochs: 1, schedule })) {
      if (event.event === "step") rates.push(event.lr);
    }
    expect(rates).toEqual([0.01, 0.01, 0.005]);
  });

  it("is the same on every rerun, bit for bit", async () => {
    const losses = async () => {
      const seen: number[] = [];
      for await (const event of train({ ...make(), epochs: 1 })) {
        if (event.event === "step") seen.push((event satisfies StepEvent).loss);
      }
      return seen;
    };
    expect(await losses()).toEqual(await losses());
  });

  it("stops when the loss is no number any more", async () => {
    const options = make();
    options.optimizer.lr = 1e30;
    const run = async () => {
      for await (const _ of train({ ...options, epochs: 3 }));
    };
    await expect(run()).rejects.toThrow(/train: step \d \(epoch 1\): the loss is NaN: \w+: .* are NaN or infinite/);
  });
});
