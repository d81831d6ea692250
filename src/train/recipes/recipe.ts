import type { LastBatch } from "../../data/loader.ts";
import type { ViewName } from "../../data/pipelines.ts";
import type { ProgressiveStage } from "../../data/transforms/resize.ts";
import type { TransformSpec } from "../../data/transforms/spec.ts";
import type { ModelName } from "../../models/index.ts";
import type { InitChoice } from "../../models/variants.ts";
import type { LocalResponseNormOptions } from "../../ops/localResponseNorm.ts";

/** A training as data: what is trained, on what, how. Fields that are left out have the defaults of `defaults`. */
export interface Recipe {
  readonly name: string;
  /** One sentence, with its source. */
  readonly description: string;
  readonly model: ModelName;
  /** Factor for the numbers of filters and hidden units. */
  readonly width: number;
  /** "table": as the network's table has it; see `variants.withNorm` for the others. */
  readonly norm: "table" | "local" | "batch" | "none";
  /** Constants of local response normalization that differ from the table's; null: none do. */
  readonly lrn: LocalResponseNormOptions | null;
  /** "table": the network's own. */
  readonly activation: "table" | "relu" | "tanh" | "sigmoid";
  /** Windows of max pooling; "table": the network's own, else see `variants.withPooling`. */
  readonly pooling: "table" | "overlapping" | "disjoint";
  /** Convolutions and linear layers that are left out, by name. */
  readonly without: readonly string[];
  /** Parts of the network that stay as they start, by the paths of their modules ("features", "classifier.1") or layers'
   *  names ("conv1"): see `Module.freeze`. Default: none. */
  readonly freeze?: readonly string[];
  /** Probability in every dropout layer; null: the table's own. */
  readonly dropout: number | null;
  /** null: the table's own. */
  readonly init: InitChoice | null;
  /** Images are cut and resized to size × size when they are read; null: they stay as they are. */
  readonly size: number | null;
  readonly pipeline: PipelineChoice;
  /** Whose predictions are averaged where the network is measured; see `evalViews`. */
  readonly views: ViewName;
  /** Images per step. */
  readonly batch: number;
  /** What becomes of a last batch that is not full; null: it is kept, but one of a single image, over which batch norm cannot
   *  normalize, joins the batch before it. */
  readonly lastBatch: LastBatch | null;
  /** How many parts each batch is worked through in; their gradients add up: less memory, the same step. */
  readonly accumulate: number;
  readonly epochs: number;
  readonly optimizer: OptimizerChoice;
  readonly lr: number;
  readonly weightDecay: number;
  /** Biases: a factor for their rate, and their own decay; null: the weights' decay. */
  readonly bias: { readonly lrScale: number; readonly weightDecay: number | null };
  /** Weight decay by layer name, where it differs. */
  readonly layerDecay: Readonly<Record<string, number>>;
  readonly schedule: ScheduleChoice;
  readonly labelSmoothing: number;
  /** The largest norm of all gradients together; null: no limit. */
  readonly clipNorm: number | null;
  /** Decay of the weights' moving average, which is then what is measured and kept; null: none. */
  readonly averaging: number | null;
  /** Stops after this many epochs without a better one (see `Best`); null: never. */
  readonly patience: number | null;
}

export interface PipelineChoice {
  /** "plain": normalized per channel. "raw": 0 to 255 less the mean image, as cuda-convnet had it. "article", "paper": see
   *  `articlePipeline` and `paperPipeline`. "custom": the transforms in `train` and `eval`. */
  readonly name: "plain" | "raw" | "article" | "paper" | "custom";
  /** For "plain" and "raw": how far images are shifted at random, in pixels. Default: 0. */
  readonly crop?: number;
  /** For "plain" and "raw": whether half of them are mirrored. Default: false. */
  readonly flip?: boolean;
  /** For "plain" and "raw": the first epochs see smaller images, stage by stage; see `progressiveResize`. Default: none. */
  readonly progressive?: readonly ProgressiveStage[];
  /** For "custom", which needs both: what happens to pixels in [0, 1] in training, and where the network is measured. */
  readonly train?: readonly TransformSpec[];
  readonly eval?: readonly TransformSpec[];
}

export type OptimizerChoice =
  | {
      readonly name: "sgd";
      readonly momentum?: number;
      readonly nesterov?: boolean;
      readonly rule?: "torch" | "paper";
    }
  | { readonly name: "adagrad"; readonly eps?: number; readonly initialAccumulator?: number }
  | { readonly name: "adam" | "adamw"; readonly betas?: readonly [number, number] }
  | { readonly name: "muon"; readonly momentum?: number };

/** Epochs are counted from the start; "cosine" and "one-cycle" change with every step and end with the last. */
export type ScheduleChoice =
  | { readonly name: "constant" }
  | { readonly name: "step"; readonly milestones?: readonly number[]; readonly gamma?: number }
  | { readonly name: "cosine" }
  | { readonly name: "one-cycle"; readonly pctStart?: number; readonly divFactor?: number }
  | { readonly name: "plateau"; readonly patience?: number; readonly factor?: number };

/** What `alexgrad train` does without a recipe. */
export const defaults: Recipe = {
  name: "default",
  description: "SGD with momentum on a small AlexNet.",
  model: "alexnet-small",
  width: 1,
  norm: "table",
  lrn: null,
  activation: "table",
  pooling: "table",
  without: [],
  freeze: [],
  dropout: null,
  init: null,
  size: null,
  pipeline: { name: "plain" },
  views: "one",
  batch: 32,
  lastBatch: null,
  accumulate: 1,
  epochs: 10,
  optimizer: { name: "sgd", momentum: 0.9 },
  lr: 0.01,
  weightDecay: 5e-4,
  bias: { lrScale: 1, weightDecay: null },
  layerDecay: {},
  schedule: { name: "cosine" },
  labelSmoothing: 0,
  clipNorm: null,
  averaging: null,
  patience: null,
};
