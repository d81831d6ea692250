import { Rng } from "../../../src/core/rng.ts";
import type { Shape } from "../../../src/core/shape.ts";
import { type Cost, type InputShape, type LayerSpec, type LayerSummary, summarize } from "../../../src/models/index.ts";
import { modelTable } from "../../../src/models/models.ts";
import { trace } from "../../../src/models/trace.ts";
import { fanInUniform, type Initializer } from "../../../src/nn/init.ts";

export const netNames = ["paper2012", "code2012", "caffe", "torchvision", "article", "article-5.1"] as const;
export type NetName = (typeof netNames)[number];

/** What initial values are drawn from: always the same, N(0, σ²), or U[−bound, bound). */
export type Start = { readonly value: number } | { readonly sigma: number } | { readonly bound: number };

/** Multiplications, parameters and bytes of one image's activations. */
export type Costs = Pick<Cost, "parameters" | "macs" | "activationBytes">;

export interface NetLayer extends Costs {
  readonly name: string;
  /** Its row of the table, without what is no data. */
  readonly spec: LayerSpec;
  /** One image's, [c, h, w] or [features]. */
  readonly output: Shape;
  /** Null for a layer without weights. */
  readonly weights: Start | null;
  /** Null for a layer without a bias. */
  readonly bias: Start | null;
}

export interface Net {
  readonly name: NetName;
  readonly input: InputShape;
  readonly totals: Costs;
  readonly layers: readonly NetLayer[];
}

function netOf(name: NetName): Net {
  const { input, totals, layers } = summarize(name);
  const shapes = trace(modelTable(name)).map(({ weights }) => weights);
  return { name, input, totals: costsOf(totals), layers: layers.map((layer, i) => layerOf(layer, shapes[i])) };
}

function costsOf({ parameters, macs, activationBytes }: Cost): Costs {
  return { parameters, macs, activationBytes };
}

function layerOf(layer: LayerSummary, shape: Shape | null): NetLayer {
  const { name, spec, outputShape: output } = layer;
  const { weightInit, biasInit, ...plain } = { weightInit: undefined, biasInit: undefined, ...spec };
  const hasBias = shape !== null && !("bias" in spec && spec.bias === false);
  const weights = shape && startOf(weightInit ?? fanInUniform(), shape);
  // A layer's own default is the range of its weights.
  const bias = !hasBias ? null : biasInit === undefined ? weights : startOf(biasInit, [shape[0]]);
  return { name, spec: plain as LayerSpec, output, weights, bias, ...costsOf(layer) };
}

/** Answers the first draw with what was asked for. */
class Asked extends Rng {
  asked: Start | null = null;
  override normal(_mean = 0, sigma = 1): number {
    return this.#stop({ sigma });
  }
  override uniform(_low = 0, bound = 1): number {
    return this.#stop({ bound });
  }
  #stop(asked: Start): never {
    this.asked = asked;
    throw this;
  }
}

function startOf(init: Initializer, shape: Shape): Start {
  const rng = new Asked(0);
  try {
    return { value: init(shape, rng)[0] };
  } catch (error) {
    if (error !== rng || rng.asked === null) throw error;
    return rng.asked;
  }
}

/** The networks that the article and its sources describe, as `summarize` counts them. In Node alone: a page takes the result,
 *  which the build puts in place of this file. */
export const nets: Readonly<Record<NetName, Net>> = Object.fromEntries(
  netNames.map((name) => [name, netOf(name)]),
) as Record<NetName, Net>;
