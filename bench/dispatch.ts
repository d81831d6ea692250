import { conv2dOptions } from "../src/core/geometry/conv2d.ts";
import { checkOptions } from "../src/core/options.ts";
import { cpu } from "../src/devices/cpu/index.node.ts";
import type { Figure } from "./report.ts";
import { median, takeTurns, timed } from "./rounds.ts";

const chain = 1000;
const checks = 10_000;

/** What a kernel costs besides its arithmetic: one element, awaited, and in a chain; and the check of its options. */
export async function dispatchTask(rounds: number): Promise<Figure[]> {
  const device = await cpu({ threads: 2 });
  const x = device.write([1]);
  const single = await timed("single", async () => {
    const y = device.run.neg([1], x);
    await device.read(y);
    device.free(y);
  });
  const many = await timed("chain", async () => {
    let last = device.run.neg([1], x);
    for (let i = 1; i < chain; i++) {
      const next = device.run.neg([1], last);
      device.free(last);
      last = next;
    }
    await device.read(last);
    device.free(last);
  });
  const check = await timed("check", async () => {
    for (let i = 0; i < checks; i++) {
      checkOptions("conv2d", { stride: 1, padding: i, dilation: 1, groups: 1, ceilMode: false }, conv2dOptions);
    }
  });
  const times = await takeTurns([single, many, check], rounds);
  await device.close();
  const microseconds = (name: string, calls: number, digits = 1) =>
    `${((1000 * median(times.get(name)!)) / calls).toFixed(digits)} µs`;
  return [
    { what: "a call, awaited", value: microseconds("single", 1) },
    { what: `a call in a chain of ${chain}`, value: microseconds("chain", chain) },
    { what: "the check of five options", value: microseconds("check", checks, 2) },
  ];
}
