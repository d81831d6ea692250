import type { Conv2dGeometry } from "../src/core/geometry/conv2d.ts";
import { Rng } from "../src/core/rng.ts";
import { sizeOf } from "../src/core/shape.ts";
import { cpu } from "../src/devices/cpu/index.node.ts";
import { loadModule } from "../src/devices/cpu/load.node.ts";
import { type Tile, tileAt } from "../src/devices/cpu/tiles.ts";
import { tune } from "../src/devices/cpu/tune.ts";
import type { Device } from "../src/devices/device.ts";
import { alexNetLayers, percent, rates } from "./products.ts";
import type { Figure } from "./report.ts";
import { type Contender, median, takeTurns, timed } from "./rounds.ts";
import { Ladder, rungs } from "./rungs.ts";

interface Climber extends Contender {
  readonly multiplyAdds: number;
}

/** Repeats what takes less than 5 ms. */
async function climber(name: string, multiplyAdds: number, run: () => Promise<void>, wake = run): Promise<Climber> {
  const once = await timed(name, run, { wake });
  const repeats = Math.ceil(5 / (await once.round()));
  const all = async () => {
    for (let i = 0; i < repeats; i++) await run();
  };
  return { ...(await timed(name, all, { wake })), multiplyAdds: repeats * multiplyAdds };
}

/** The machine's bound, the rungs and the kernel, on a layer. */
async function climbers(g: Conv2dGeometry, ladder: Ladder, device: Device, tile: Tile): Promise<Climber[]> {
  const rng = new Rng(1);
  const [x, w] = [g.xShape, g.wShape].map((shape) => {
    return Float32Array.from({ length: sizeOf(shape) }, () => rng.uniform(-1, 1));
  });
  const multiplyAdds = sizeOf(g.shape) * (g.c / g.groups) * g.kh * g.kw;
  const steps = 200_000;
  const all = [await climber("bound", 96 * steps, async () => ladder.bound(steps))];
  for (const rung of rungs) {
    let run = () => {};
    const wake = async () => {
      run = ladder.prepare(rung, x, w, g, tile);
      run();
    };
    all.push(await climber(rung, multiplyAdds, async () => run(), wake));
  }
  const [input, weight] = [device.write(x), device.write(w)];
  const kernel = async () => {
    device.free(device.run.conv2d(g.shape, input, weight, null, g));
    await device.sync();
  };
  return [...all, await climber("the kernel", multiplyAdds, kernel)];
}

/** Two layers of AlexNet, an image, one thread: every rung against multiply-adds that never leave the registers. */
export async function ladderTask(rounds: number): Promise<Figure[]> {
  const ladder = new Ladder("relaxed");
  const level = ladder.level;
  const device = await cpu({ threads: 1, simd: level });
  const tile = tune({ module: loadModule(level).module, shared: true }) ?? tileAt(0);
  const figures: Figure[] = [];
  for (const { name, g } of alexNetLayers(1).filter(({ name }) => name === "conv1" || name === "conv3")) {
    const all = await climbers(g, ladder, device, tile);
    const times = await takeTurns(all, rounds);
    const bound = rates(times.get("bound")!, all[0].multiplyAdds);
    for (const { name: rung, multiplyAdds } of all) {
      const own = rates(times.get(rung)!, multiplyAdds);
      const share = median(own.map((rate, round) => rate / bound[round]));
      figures.push({
        what: `${name}, ${rung}`,
        value: `${median(own).toFixed(1)} GFLOP/s, ${percent(share)} of the bound`,
      });
    }
  }
  await device.close();
  return figures;
}
