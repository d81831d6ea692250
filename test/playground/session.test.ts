import { describe, expect, it } from "vitest";
import type { Choice, Picture } from "../../docs/playground/protocol.ts";
import type { Platform } from "../../docs/playground/session/platform.ts";
import { recipeOf } from "../../docs/playground/session/recipe.ts";
import { Rng } from "../../src/core/rng.ts";
import type { Device } from "../../src/devices/device.ts";
import { reference } from "../../src/devices/reference.ts";
import { decodeSafetensors } from "../../src/io/index.ts";
import { recipeModel } from "../../src/train/build.ts";
import { colored } from "./files.ts";
import { platform as node } from "./platform.ts";
import { choiceOf, Listened } from "./session.ts";

const small = { data: "own", network: { width: 0.25 }, recipe: { batch: 8, epochs: 5 } } as const;
const drawing = { do: "classify", width: 50, height: 60, pixels: new Uint8ClampedArray(50 * 60 * 4).fill(90) } as const;

async function withImages(recipe: Partial<Choice["recipe"]> = small.recipe): Promise<Listened> {
  const session = new Listened();
  await session.ask({ do: "files", files: colored(10) });
  await session.reset({ ...small, recipe });
  return session;
}

describe("a session", () => {
  it("shows layers, filters, maps, and what a drawing is taken for", async () => {
    await using session = await withImages();
    await session.ask({ do: "watch", layer: "relu2" });
    await session.run();
    await session.ask(drawing);
    const look = session.of("look")[0]!;
    expect(look.layers.map(({ name }) => name)).toEqual([
      "conv1",
      "conv2",
      "conv3",
      "conv4",
      "conv5",
      "fc6",
      "fc7",
      "fc8",
    ]);
    for (const { dead, zeros, gradientNorm } of look.layers) {
      expect(dead).toBeLessThanOrEqual(zeros);
      expect(gradientNorm).toBeGreaterThan(0);
    }
    const sizes = (pictures: readonly Picture[]) => pictures.map(({ width, height }) => `${width}×${height}`);
    expect(sizes(look.filters)).toEqual(new Array(4).fill("5×5"));
    expect(sizes(look.filterGradients)).toEqual(sizes(look.filters));
    expect(look.filterGradients).not.toEqual(look.filters);
    expect(look.maps?.layer).toBe("relu2");
    expect(sizes(look.maps!.activations)).toEqual(new Array(6).fill("8×8"));
    expect(sizes(look.maps!.gradients)).toEqual(sizes(look.maps!.activations));
    const { classes, seen, saliency } = session.last("scores");
    expect(classes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    expect(sizes([seen, saliency])).toEqual(["32×32", "32×32"]);
    expect(Math.max(...saliency.rgba.filter((_, i) => i % 4 < 3))).toBe(255);
    const { length } = session.of("look");
    await session.reset(small);
    await session.ask({ do: "watch", layer: "" }, { do: "step" });
    expect(session.of("look").length).toBe(length);
    expect(session.errors).toEqual([]);
  });

  it("gives out weights and a report", async () => {
    await using session = await withImages();
    await session.ask({ do: "step" }, { do: "report" });
    const early = session.last("report");
    await session.run();
    await session.ask({ do: "export" }, { do: "report" });
    const { bytes, name } = session.last("weights");
    expect(name).toBe("alexnet-small-10.safetensors");
    const { tensors } = decodeSafetensors(bytes, name);
    const task = { input: [3, 32, 32], classes: 2 } as const;
    const model = recipeModel(recipeOf(choiceOf(small)), task, { device: reference(), rng: new Rng(1) });
    expect(model.load(tensors)).toEqual({ missing: [], unexpected: [], mismatched: [] });
    expect([...tensors.keys()].slice(0, 2)).toEqual(["classifier.0.bias", "classifier.0.weight"]);
    const { html } = session.last("report");
    expect(/^<!doctype html>.*<\/html>\n$/s.test(html)).toBe(true);
    const parts = [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title);
    expect(parts).toEqual(["Curves", "Layers", "Filters of the first convolution", "Confusion", "Settings"]);
    expect(early.html.includes("<h2>Most wrong</h2>")).toBe(true);
    expect(early.html.includes("Interrupted after step 1, in epoch 1 of 5.")).toBe(true);
    expect(early.html.includes("--resume")).toBe(false);
    expect(session.errors).toEqual([]);
  });

  it("refuses what cannot be now, and loses nothing by it", async () => {
    await using session = new Listened();
    const early = ["run", "pause", "step", "export", "report", "lose"] as const;
    await session.ask(...early.map((what) => ({ do: what })), { do: "move", place: "cpu" }, drawing);
    await session.reset({ data: "own" });
    expect(session.of("error").map(({ request }) => request)).toEqual([...early, "move", "classify", "reset"]);
    await session.ask({ do: "files", files: colored(10) });
    await session.reset(small);
    const requests = [{ do: "pause" }, { do: "step" }, { do: "run" }, { do: "run" }, { do: "step" }] as const;
    await session.ask(...requests);
    await session.reset({ ...small, recipe: { batch: 0 } });
    expect(session.state).toBe("paused");
    await session.reset({ ...small, bug: "no such bug" });
    expect(
      session
        .of("error")
        .slice(early.length + 3)
        .map(({ request }) => request),
    ).toEqual(["pause", "run", "step", "reset", "reset"]);
    await session.run();
    await session.ask({ do: "run" }, { do: "step" });
    expect(session.errors.slice(-2)).toEqual([
      "run: the training is done: reset it, with more epochs if need be",
      "step: the training is done: reset it, with more epochs if need be",
    ]);
    expect(session.steps).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
    expect(session.of("epoch").length).toBe(5);
  });

  it("answers while it runs, and runs on", async () => {
    await using session = await withImages({ batch: 8, epochs: 1000 });
    await session.run(() => session.steps.length > 0);
    await session.ask(drawing, { do: "export" }, { do: "move", place: "cpu1" });
    expect(session.state).toBe("running");
    await session.ask({ do: "pause" });
    const { length } = session.steps;
    await session.ask({ do: "export" });
    expect(session.last("weights").name).toBe(`alexnet-small-${length}.safetensors`);
    expect(session.errors).toEqual([]);
  });

  it("holds no more after many steps, and nothing on a device that it left", async () => {
    const devices: Device[] = [];
    const platform: Platform = {
      ...node,
      async open(place) {
        const opened = await node.open(place);
        devices.push(opened.device);
        return opened;
      },
    };
    await using session = new Listened(platform);
    await session.ask({ do: "files", files: colored(10) });
    await session.reset({ data: "own", network: { width: 0.25, norm: "batch" }, recipe: { batch: 8, epochs: 20 } });
    const held = async () => {
      await session.ask({ do: "step" }, drawing, { do: "report" }, { do: "step" });
      const { liveBytes, liveBuffers } = devices.at(-1)!.memory();
      return { liveBytes, liveBuffers };
    };
    const before = await held();
    expect(before.liveBuffers).toBeGreaterThan(40);
    for (let i = 0; i < 5; i++) expect(await held()).toEqual(before);
    await session.ask({ do: "move", place: "cpu1" });
    expect(await held()).toEqual(before);
    await session.reset({ data: "own" });
    expect(devices.length).toBe(3);
    for (const device of devices.slice(0, 2)) expect(device.memory()).toMatchObject({ liveBytes: 0, liveBuffers: 0 });
    expect(session.errors).toEqual([]);
  });
});
