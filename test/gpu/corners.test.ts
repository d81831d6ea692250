import { expect, it } from "vitest";
import { gpu } from "../../src/devices/gpu/index.node.ts";
import { faultsOf } from "../devices/corners/corner.ts";
import { corners } from "../devices/corners/index.ts";

it("WebGPU keeps the table of corners, but for zeros' signs", async () => {
  const device = await gpu({ fallback: "error" });
  expect(await faultsOf(corners, device, false)).toEqual([]);
  await device.close();
});
