import { backward } from "../src/core/backward.ts";
import { Rng } from "../src/core/rng.ts";
import { scope } from "../src/core/scope.ts";
import { sizeOf } from "../src/core/shape.ts";
import { tensor } from "../src/create.ts";
import { type CpuDevice, cpu } from "../src/devices/cpu/index.node.ts";
import { alexnetSizes, type Layer } from "../src/gradcheck/alexnetSizes.ts";
import type { Figure } from "./report.ts";
import { type Contender, median, ratio, takeTurns, timed } from "./rounds.ts";

/** An operator of AlexNet's, forward and backward. */
function contender({ name, shapes, run }: Layer, device: CpuDevice): Promise<Contender> {
  const rng = new Rng(1);
  const inputs = shapes.map((shape) => {
    const values = Float32Array.from({ length: sizeOf(shape) }, () => rng.uniform(-1, 1));
    return tensor(values, shape, { device, requiresGrad: true });
  });
  return timed(`${name}, ${device.threads}`, async () => {
    scope(() => {
      const y = run(...inputs);
      backward(y, tensor(new Float32Array(y.size).fill(1), y.shape, { device }));
    });
    for (const input of inputs) input.zeroGrad();
    await device.sync();
  });
}

/** Every operator of the table at the sizes that its row gives. */
export async function operatorsTask(rounds: number): Promise<Figure[]> {
  const devices = await Promise.all([1, 2].map((threads) => cpu({ threads })));
  const figures: Figure[] = [];
  for (const layer of alexnetSizes) {
    const contenders = await Promise.all(devices.map((device) => contender(layer, device)));
    const times = await takeTurns(contenders, rounds);
    const [one, two] = contenders.map(({ name }) => name) as [string, string];
    const share = ratio(times, one, two).toFixed(2);
    figures.push({
      what: `${layer.name} (${layer.op}), forward and backward`,
      value: `${median(times.get(one)!).toFixed(2)} ms on one thread, ${share} times as fast on two`,
    });
  }
  await Promise.all(devices.map((device) => device.close()));
  return figures;
}
