import { type TileName, tileNames } from "../kernels/products/candidates.wgsl.ts";
import { counted } from "../src/core/counted.ts";
import { matmulGeometry } from "../src/core/geometry/matmul.ts";
import { cpu } from "../src/devices/cpu/index.node.ts";
import { loadModule } from "../src/devices/cpu/load.node.ts";
import type { Device } from "../src/devices/device.ts";
import { type Driver, type Products, productLevels } from "../src/devices/gpu/driver.ts";
import { reference } from "../src/devices/reference.ts";
import { gpuClock } from "./gpuClock.node.ts";
import type { GpuClock } from "./gpuClock.ts";
import { cpuLimits } from "./limits/cpu.ts";
import { loopsOn } from "./limits/threads.node.ts";
import { peersOf } from "./peerTasks.ts";
import type { Entrant, Lab } from "./workloads/lab.ts";

export type DeviceName = "reference" | "cpu" | "gpu";

/** How the gpu device multiplies: a level, or a tile by its name. */
export const productForms = [...productLevels, ...tileNames] as const;
export type ProductForm = (typeof productForms)[number];

export interface LabOptions {
  /** In the order of the contenders. */
  readonly devices: readonly DeviceName[];
  /** Of the cpu device, each as a contender, and of what runs on no device. */
  readonly threads: readonly number[];
  /** Of the gpu device, each as a contender. */
  readonly products: readonly ProductForm[];
  readonly peers: boolean;
}

const none = { contenders: [], asked: [] };

/** This machine. */
export function openLab(options: LabOptions): Lab & { close(): Promise<void> } {
  const { module } = loadModule();
  const loops = new Map<number, ReturnType<typeof loopsOn>>();
  let driver: Driver | null = null;
  let clock: (() => GpuClock | null) | null = null;
  const loopsFor = (threads: number) => {
    const known = loops.get(threads) ?? loopsOn(threads, module);
    loops.set(threads, known);
    return known;
  };
  let tuned: Promise<void> | undefined;
  const openGpu = async (form: ProductForm) => {
    clock ??= await gpuClock();
    tuned ??= tuneGpu();
    await tuned;
    const { gpu } = await import("../src/devices/gpu/index.node.ts");
    const isLevel = (productLevels as readonly string[]).includes(form);
    return gpu({ fallback: "error", ...(isLevel ? { products: form as Products } : { tile: form as TileName }) });
  };
  return {
    entrants: options.devices.flatMap((name) => entrantsOf(name, options, openGpu)),
    clock: () => clock?.() ?? null,
    threads: options.threads,
    cpu: (threads) => cpu({ ...(threads !== undefined && { threads }) }),
    async limits(contenders, traffic) {
      const facts = contenders.map((each) => each.facts());
      const threads = new Set(facts.flatMap((each) => (each.device === "cpu" ? [each.threads ?? 1] : [])));
      const limits = [...threads].flatMap((count) => {
        return cpuLimits(loopsFor(count).run, { device: "cpu", threads: count }, traffic);
      });
      if (!facts.some(({ device }) => device === "gpu")) return limits;
      const { gpuLimits } = await import("./limits/adapter.ts");
      const { webgpuDriver } = await import("../src/devices/gpu/webgpu.ts");
      driver ??= await webgpuDriver();
      return [...limits, ...(await gpuLimits(driver))];
    },
    peers: async (task, batch) => {
      return options.peers ? peersOf(task, { threads: Math.max(...options.threads), batch }) : none;
    },
    async close() {
      for (const { close } of loops.values()) await close();
      await driver?.close();
    },
  };
}

/** A device may tune itself in its first product, and keeps what it finds for those that come: no contender's first call
 *  is to contain that. */
async function tuneGpu(): Promise<void> {
  const { gpu } = await import("../src/devices/gpu/index.node.ts");
  const device = await gpu({ fallback: "error" });
  try {
    if (device.tiles()?.tuned !== false || device.software) return;
    const one = device.write([1]);
    await device.read(device.run.matmul([1, 1], one, one, null, matmulGeometry("bench", [1, 1], [1, 1])));
  } finally {
    await device.close();
  }
}

function entrantsOf(
  name: DeviceName,
  { threads, products }: LabOptions,
  openGpu: (form: ProductForm) => Promise<Device>,
): Entrant[] {
  switch (name) {
    case "reference":
      return [{ name, open: async (): Promise<Device> => reference() }];
    case "cpu":
      return threads.map((count) => ({
        name: `cpu, ${counted(count, "thread")}`,
        open: () => cpu({ threads: count }),
      }));
    case "gpu":
      return products.map((level) => ({
        name: products.length === 1 ? "gpu" : `gpu, ${level}`,
        open: () => openGpu(level),
      }));
  }
}
