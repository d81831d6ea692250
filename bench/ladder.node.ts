import { cpu } from "../src/devices/cpu/index.node.ts";
import { loadModule } from "../src/devices/cpu/load.node.ts";
import { tileAt } from "../src/devices/cpu/tiles.ts";
import { tune } from "../src/devices/cpu/tune.ts";
import type { Contender } from "./engine/contender.ts";
import { multiplyAdds } from "./limits/loops.ts";
import { Ladder, rungs } from "./rungs.ts";
import { closingOnFailure, factsOf, type Plan } from "./workloads/lab.ts";
import { alexNetLayers, convolution, drawInputs, jobOn, type Layer } from "./workloads/products.ts";
import { workOf } from "./workloads/work.ts";

const steps = 200_000;

/** Two layers of AlexNet, an image, one thread: every rung from the definition to the kernel. The rungs share a memory, so
 *  that each turn begins with an untimed call: the first one that is timed is no first call. */
export const ladderPlans: readonly Plan[] = alexNetLayers(1)
  .filter(({ name }) => /^conv[13]/.test(name))
  .map(ladderPlan);

function ladderPlan(layer: Layer): Plan {
  const subject = { group: "operator", what: "ladder", size: layer.name, pass: "forward" } as const;
  return {
    ...subject,
    async prepare() {
      const ladder = new Ladder("relaxed");
      const { level } = ladder;
      const product = convolution(layer, "conv2d");
      const { wanted, inputs } = drawInputs(product);
      const tile = tune({ module: loadModule(level).module, shared: true }) ?? tileAt(0);
      const facts = () => ({ device: "cpu", threads: 1, simd: level });
      const climbers = rungs.map((name): Contender => {
        let run = () => new Float32Array();
        const wake = async () => {
          run = ladder.prepare(name, ...inputs(), layer.g, tile);
          run();
        };
        return {
          ...{ name, wake, facts },
          async run() {
            run();
          },
          async check() {
            await wake();
            return wanted(run());
          },
        };
      });
      const device = await cpu({ threads: 1, simd: level });
      const job = await closingOnFailure([device], async () => jobOn(device, product, inputs, wanted));
      const kernel = { ...job, name: "the kernel", facts: () => factsOf(device) };
      return {
        ...{ ...subject, shape: product.shape, work: workOf(product.traffic) },
        contenders: [{ ...kernel, close: () => device.close() }, ...climbers],
        limits: [
          {
            kind: "compute",
            contender: { name: "multiply-adds", run: async () => ladder.bound(steps), facts },
            per: 2 * multiplyAdds(12) * steps,
          },
        ],
      };
    },
  };
}
