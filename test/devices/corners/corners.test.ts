import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cpu } from "../../../src/devices/cpu/index.node.ts";
import type { Device } from "../../../src/devices/device.ts";
import { makeDevice } from "../../../src/devices/gpu/makeDevice.ts";
import { defaultTiling } from "../../../src/devices/gpu/tiling.ts";
import { reference } from "../../../src/devices/reference.ts";
import { emulatedDriver } from "../gpu/emulated.ts";
import { faultsOf } from "./corner.ts";
import { corners } from "./index.ts";

const emulated = { obstacle: "", newCpu: null, products: "tiled", tiling: defaultTiling, warn: () => {} } as const;

const names = [...new Set(corners.map(({ op }) => op))];

describe.each<[string, () => Promise<Device>]>([
  ["the reference in float64", async () => reference({ dtype: "float64" })],
  ["the reference in float32", async () => reference()],
  ["one thread of the cpu device", () => cpu({ threads: 1 })],
  ["two threads of the cpu device", () => cpu({ threads: 2 })],
  ["gpu.js without a GPU", async () => makeDevice({ driver: emulatedDriver(), ...emulated })],
])("%s keeps the table of corners", (name, open) => {
  let device: Device;
  beforeAll(async () => {
    device = await open();
  });
  afterAll(() => device.close());

  it.each(names)("%s", async (op) => {
    const own = corners.filter((corner) => corner.op === op);
    expect(await faultsOf(own, device, !name.includes("GPU"))).toEqual([]);
  });
});
