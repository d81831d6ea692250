import type { LayerStatistics } from "../../src/train/layerStatistics.ts";

/** Where the training computes. "cpu1" is the cpu device on one thread. */
export type Place = "cpu" | "cpu1" | "webgl2" | "webgpu" | "reference";

/** What the network is: alexnet-small with these switches. */
export interface NetworkChoice {
  readonly norm: "none" | "local" | "batch";
  readonly pooling: "overlapping" | "disjoint";
  readonly activation: "relu" | "tanh";
  /** Share of units that dropout puts to zero. */
  readonly dropout: number;
  /** Of the channels of alexnet-small. */
  readonly width: number;
}

/** How it is trained. */
export interface RecipeChoice {
  readonly optimizer: "sgd" | "adagrad" | "adam";
  readonly lr: number;
  readonly batch: number;
  readonly epochs: number;
  readonly weightDecay: number;
  /** Random crops and reflections. */
  readonly augment: boolean;
}

/** All that decides the curve, and the device, which does not. */
export interface Choice {
  readonly data: "builtin" | "own";
  readonly network: NetworkChoice;
  readonly recipe: RecipeChoice;
  readonly seed: number;
  /** Name of a seeded bug of the museum, which is on during training. It runs on the reference device. */
  readonly bug: string | null;
  readonly place: Place;
}

/** What the page asks of the worker. Answers are events; an "error" event names the request that failed. */
export type Request =
  /** Files that were dropped or chosen, with their paths ("cats/1.png"): a class a folder. Answered by "data". */
  | { readonly do: "files"; readonly files: readonly { readonly path: string; readonly file: Blob }[] }
  /** Builds the network of a choice anew, at step 0. Answered by "ready". */
  | { readonly do: "reset"; readonly choice: Choice }
  /** Trains until it is paused or done; from step 0 or from where it was paused. */
  | { readonly do: "run" }
  | { readonly do: "pause" }
  /** One optimizer step. */
  | { readonly do: "step" }
  /** Carries the training over to another device, in the middle. Answered by "place". */
  | { readonly do: "move"; readonly place: Place }
  /** Which layer's activations and gradients are shown, and whether anything is looked at at all. */
  | { readonly do: "watch"; readonly layer: string }
  /** Scores of a drawn picture. Answered by "scores". */
  | { readonly do: "classify"; readonly pixels: Uint8ClampedArray; readonly width: number; readonly height: number }
  /** Answered by "weights". */
  | { readonly do: "export" }
  /** Answered by "report": a page as `alexgrad visualize` writes it. */
  | { readonly do: "report" }
  /** For tests and for the curious: loses the GPU as a driver would. Answered by "lost". */
  | { readonly do: "lose" };

export type State = "empty" | "ready" | "running" | "paused" | "done";

/** A picture in rows of [r, g, b, a]. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** A layer with weights. */
export interface LayerReading extends LayerStatistics {
  /** Share of units whose output was not positive for any image of the batch. */
  readonly dead: number;
}

/** What a chosen layer did with one image, and what came back to it. */
export interface Maps {
  readonly layer: string;
  readonly activations: readonly Picture[];
  readonly gradients: readonly Picture[];
}

export interface WrongImage {
  readonly picture: Picture;
  readonly label: string;
  readonly guess: string;
  readonly probability: number;
}

export interface Measurement {
  readonly loss: number;
  /** Share that the network gets wrong. */
  readonly error: number;
}

/** What the worker tells. */
export type Event =
  | {
      readonly tell: "data";
      readonly of: Choice["data"];
      readonly classes: readonly string[];
      readonly train: number;
      readonly test: number;
      readonly samples: readonly Picture[];
      /** A sentence for each file that was left out, by name. */
      readonly skipped: readonly string[];
    }
  | {
      readonly tell: "ready";
      readonly choice: Choice;
      readonly parameters: number;
      readonly layers: readonly string[];
      readonly steps: number;
      readonly classes: readonly string[];
    }
  /** Where it computes now. `note` says what the reader should know: one thread without isolation, no WebGPU here, … */
  | {
      readonly tell: "place";
      readonly place: Place;
      readonly threads: number;
      readonly step: number;
      readonly note: string | null;
    }
  | { readonly tell: "state"; readonly state: State }
  /** At most four times a second, with all steps since the last one. */
  | {
      readonly tell: "steps";
      readonly epoch: number;
      readonly losses: readonly { readonly step: number; readonly loss: number }[];
      readonly imagesPerSecond: number;
    }
  | {
      readonly tell: "epoch";
      readonly epoch: number;
      readonly step: number;
      readonly train: Measurement;
      readonly test: Measurement;
      readonly seconds: number;
    }
  /** At most once a second while it runs, and after each single step. */
  | {
      readonly tell: "look";
      readonly step: number;
      readonly layers: readonly LayerReading[];
      readonly filters: readonly Picture[];
      /** ∂loss/∂w of the same filters, in this step. */
      readonly filterGradients: readonly Picture[];
      readonly maps: Maps | null;
    }
  | { readonly tell: "wrong"; readonly images: readonly WrongImage[] }
  | {
      readonly tell: "scores";
      readonly classes: readonly { readonly name: string; readonly probability: number }[];
      /** As the network saw it, and |∂score/∂pixel| of the best class. */
      readonly seen: Picture;
      readonly saliency: Picture;
    }
  | { readonly tell: "weights"; readonly bytes: Uint8Array; readonly name: string }
  | { readonly tell: "report"; readonly html: string; readonly name: string }
  /** The device was lost; the training goes on where `place` says. */
  | { readonly tell: "lost"; readonly place: Place; readonly step: number; readonly message: string }
  /** Something failed; what was there stays. */
  | { readonly tell: "error"; readonly request: Request["do"] | "training"; readonly message: string };
