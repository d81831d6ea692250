import { spawnSync } from "node:child_process";

const find = `
  import { create } from "webgpu";
  const adapter = await create([]).requestAdapter();
  const { vendor, architecture, device, description } = adapter?.info ?? {};
  if (adapter) console.log([vendor, architecture, device, description].filter(Boolean).join(" ") || "unnamed");
`;

/** Before the tests: "no adapter" is never a pass. In a process of its own, as the tests open the adapter in theirs. */
export function setup(): void {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", find], { encoding: "utf8" });
  const adapter = stdout.trim();
  if (adapter === "") {
    throw new Error(
      `These tests need a WebGPU adapter, and there is none. One in software will do, such as chromium's: set VK_DRIVER_FILES to its vk_swiftshader_icd.json, and install libvulkan1. ${stderr.trim()}`,
    );
  }
  console.info(`WebGPU adapter: ${adapter}`);
}
