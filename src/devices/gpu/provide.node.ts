import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { DeviceError } from "../../core/errors.ts";

let provided = false;

/** Puts the `webgpu` package where a browser has its own: gpu.js looks there.
 *  @param flags of Dawn's, for measurements; they count at the first call.
 *  @returns what gpu.js asks for an adapter.
 *  @throws DeviceError if the package is missing or does not load. */
export async function provideWebGpu(flags: string[] = []): Promise<Pick<GPU, "requestAdapter">> {
  if (provided || globalThis.navigator?.gpu !== undefined) return globalThis.navigator.gpu;
  const { create } = await import("webgpu").catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new DeviceError(`gpu: the package webgpu, which brings WebGPU to Node, did not load: ${reason}`, { cause });
  });
  const native = create(flags);
  let found: Promise<boolean> | undefined;
  const requestAdapter = async () => {
    found ??= mayFindAdapter();
    return (await found) ? native.requestAdapter({ powerPreference: "high-performance" }) : null;
  };
  if (globalThis.navigator === undefined) Object.defineProperty(globalThis, "navigator", { value: {} });
  Object.defineProperty(globalThis.navigator, "gpu", { value: { requestAdapter } });
  provided = true;
  return globalThis.navigator.gpu;
}

const none = 3;
const look = `
  const { create } = await import(process.argv[1]);
  process.exit((await create([]).requestAdapter()) === null ? ${none} : 0);
`;

/** False if there is no adapter. Dawn writes that to the process's stderr itself, where no program can keep it from: so a
 *  process that has none looks first. Where none can be started, the question stays open. */
function mayFindAdapter(): Promise<boolean> {
  const webgpu = pathToFileURL(createRequire(import.meta.url).resolve("webgpu")).href;
  return new Promise<boolean>((resolve) => {
    // Electron's executable is Node only when it is asked to.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
    const args = ["--input-type=module", "-e", look, webgpu];
    const looker = spawn(process.execPath, args, { stdio: "ignore", env, timeout: 10_000 });
    looker.once("error", () => resolve(true));
    looker.once("exit", (code) => resolve(code !== none));
  }).catch(() => true);
}
