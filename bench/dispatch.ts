import { cpu } from "../src/devices/cpu/index.node.ts";
import type { Figure } from "./report.ts";
import { median, takeTurns, timed } from "./rounds.ts";

const chain = 1000;

/** What a kernel costs besides its arithmetic: one element, awaited, and in a chain. */
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
  const times = await takeTurns([single, many], rounds);
  await device.close();
  const microseconds = (name: string, calls: number) => `${((1000 * median(times.get(name)!)) / calls).toFixed(1)} µs`;
  return [
    { what: "a call, awaited", value: microseconds("single", 1) },
    { what: `a call in a chain of ${chain}`, value: microseconds("chain", chain) },
  ];
}
