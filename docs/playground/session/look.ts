import { noGrad } from "../../../src/core/autograd.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import type { Image } from "../../../src/data/resize.ts";
import { max } from "../../../src/ops/max.ts";
import { LayerObserver } from "../../../src/train/layerStatistics.ts";
import { featureImages, filterImages } from "../../../src/train/report/pictures.ts";
import type { TrainOptions } from "../../../src/train/trainOptions.ts";
import type { LayerReading, Maps, Picture } from "../protocol.ts";
import { toPicture } from "./pictures.ts";

/** What was to be seen in a step. */
export interface Seen {
  readonly layers: readonly LayerReading[];
  readonly filters: readonly Picture[];
  readonly filterGradients: readonly Picture[];
  readonly maps: Maps | null;
}

/** Pictures of one kind that are shown at most. */
const most = 64;

/** Watches one step: make it before the step, call `finish` after it, and `dispose` at the end, however the step ended. */
export class Look {
  readonly #options: Pick<TrainOptions, "model" | "layerNames">;
  readonly #observer: LayerObserver;
  readonly #watched: string;
  readonly #removers: (() => void)[] = [];
  /** The largest output of each unit over the batch, by the layer's name. */
  readonly #largest = new Map<string, Tensor>();
  #activations: Tensor | null = null;
  #gradients: Tensor | null = null;

  /** @param watched the layer whose maps are shown, by its name; there may be none. */
  constructor(options: Pick<TrainOptions, "model" | "layerNames">, watched: string) {
    const { model, layerNames = new Map<string, string>() } = options;
    this.#options = options;
    this.#watched = watched;
    this.#observer = new LayerObserver(model, layerNames);
    const parameters = model.namedParameters();
    for (const [path, module] of model.namedModules()) {
      const name = layerNames.get(path);
      if (name === undefined) continue;
      const remove = module.registerForwardHook((_, __, output) => {
        if (parameters.has(`${path}.weight`)) this.#largest.set(name, largestOfUnits(output));
        if (name === watched) this.#watch(output);
        return undefined;
      });
      this.#removers.push(remove);
    }
  }

  #watch(output: Tensor): void {
    this.#activations = output.detach().keep();
    this.#removers.push(
      output.registerHook((gradient) => {
        this.#gradients = gradient.detach().keep();
      }),
    );
  }

  async finish(): Promise<Seen> {
    const [weight] = this.#options.model.parameters();
    const statistics = await this.#observer.finish();
    const layers = await Promise.all(
      statistics.map(async (each) => ({ ...each, dead: await shareOfDead(this.#largest.get(each.name)) })),
    );
    const pictured = async ({ shape }: Tensor, values: Tensor) =>
      filterImages({ shape, data: await values.data() }, most).map(toPicture);
    const filters = await pictured(weight, weight);
    const filterGradients = weight.grad ? await pictured(weight, weight.grad) : [];
    return { layers, filters, filterGradients, maps: await this.#maps() };
  }

  /** Of the first image of the batch. */
  async #maps(): Promise<Maps | null> {
    const [activations, gradients] = [this.#activations, this.#gradients];
    if (activations === null || gradients === null) return null;
    const shape = mapShape(activations.shape);
    const size = shape[0] * shape[1] * shape[2];
    const first = async (values: Tensor) => (await values.data()).subarray(0, size);
    const aroundZero = { shape: [shape[0], 1, shape[1], shape[2]], data: await first(gradients) };
    const pictures = (images: readonly Image[]) => images.slice(0, most).map(toPicture);
    return {
      layer: this.#watched,
      activations: pictures(featureImages(await first(activations), shape)),
      gradients: pictures(filterImages(aroundZero, most)),
    };
  }

  /** Stops watching, and frees what was kept for it. */
  dispose(): void {
    for (const remove of this.#removers) remove();
    this.#observer.dispose();
    for (const each of [...this.#largest.values(), this.#activations, this.#gradients]) each?.dispose();
  }
}

/** Features that have no place become one row. */
function mapShape([, c, h, w]: readonly number[]): readonly [c: number, h: number, w: number] {
  return h === undefined ? [1, 1, c] : [c, h, w];
}

/** A unit is a feature: a channel wherever it is, or one number. */
function largestOfUnits(output: Tensor): Tensor {
  const axis = output.shape.map((_, i) => i).filter((i) => i !== 1);
  return noGrad(() => max(output.detach(), { axis }).keep());
}

async function shareOfDead(largest: Tensor | undefined): Promise<number> {
  if (largest === undefined) return 0;
  const values = await largest.data();
  return values.filter((value) => !(value > 0)).length / values.length;
}
