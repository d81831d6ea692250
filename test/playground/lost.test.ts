import { expect, it } from "vitest";
import type { Gpu, Platform } from "../../docs/playground/session/platform.ts";
import { makeDevice } from "../../src/devices/gpu/makeDevice.ts";
import { defaultTiling } from "../../src/devices/gpu/tiling.ts";
import { emulatedDriver } from "../devices/gpu/emulated.ts";
import { colored } from "./files.ts";
import { platform as node } from "./platform.ts";
import { Listened } from "./session.ts";

/** With a GPU that gpu.js emulates. */
const platform: Platform = {
  ...node,
  async open(place) {
    if (place !== "webgl2") return node.open(place);
    const driver = emulatedDriver();
    const options = {
      driver,
      obstacle: "",
      newCpu: null,
      products: "plain",
      tiling: defaultTiling,
      warn() {},
    } as const;
    return { device: makeDevice(options), place, threads: 1, note: "emulated", gpu: driver };
  },
};

const small = { data: "own", network: { width: 0.25 }, recipe: { batch: 8, epochs: 10 } } as const;
const files = { do: "files", files: colored(10) } as const;

it("goes on on the cpu when the GPU is lost, standing or running, with the losses of a training that never was there", async () => {
  await using undisturbed = new Listened();
  await undisturbed.ask(files);
  await undisturbed.reset(small);
  for (let i = 0; i < 6; i++) await undisturbed.ask({ do: "step" });

  await using session = new Listened(platform);
  await session.ask(files);
  await session.reset({ ...small, place: "webgl2" });
  expect(session.last("place")).toMatchObject({ place: "webgl2", note: "emulated" });
  await session.ask({ do: "step" }, { do: "lose" }, { do: "step" });
  expect(session.last("lost")).toMatchObject({ place: "cpu", step: 1, message: "lost by a test" });
  await session.ask({ do: "move", place: "webgl2" });
  await session.run(() => session.steps.length >= 3);
  await session.ask({ do: "lose" });
  expect(session.of("lost").length).toBe(2);
  await session.until(() => session.steps.length >= 6);
  await session.ask({ do: "pause" });

  expect(session.steps).toEqual(Array.from({ length: session.steps.length }, (_, i) => i + 1));
  undisturbed.losses.forEach((loss, i) => {
    expect(Math.abs(session.losses[i]! - loss)).toBeLessThan(1e-3);
  });
  expect(session.last("place").place).toBe("cpu");
  expect(session.errors).toEqual([]);
});

it("goes on on the cpu too when what is asked of a standing network finds the GPU lost", async () => {
  const opened: Gpu[] = [];
  await using session = new Listened({
    ...platform,
    async open(place) {
      const home = await platform.open(place);
      if (home.gpu !== null) opened.push(home.gpu);
      return home;
    },
  });
  await session.ask(files);
  await session.reset({ ...small, place: "webgl2" });
  await session.ask({ do: "step" }, { do: "export" });
  for (const gpu of opened) gpu.lose();
  await session.ask({ do: "export" }, { do: "step" });
  expect(session.last("lost")).toMatchObject({ place: "cpu", step: 1 });
  const [before, after] = session.of("weights");
  expect(after).toEqual(before);
  expect(session.steps).toEqual([1, 2]);
  expect(session.errors).toEqual([]);
});

it("says that there is no GPU", async () => {
  await using session = new Listened();
  await session.ask(files);
  await session.reset({ ...small, place: "webgpu" });
  expect(session.last("place")).toMatchObject({ place: "cpu", note: "there is no webgpu here" });
  await session.ask({ do: "lose" }, { do: "move", place: "webgl2" }, { do: "step" });
  expect(session.errors).toEqual(["lose: there is no GPU to lose", "move: there is no webgl2 here"]);
  expect(session.steps).toEqual([1]);
});
