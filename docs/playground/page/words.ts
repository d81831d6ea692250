import type { Place, State } from "../protocol.ts";

const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`;
const places: Readonly<Record<Place, string>> = {
  cpu: "cpu, all threads",
  cpu1: "cpu, one thread",
  webgl2: "GPU by WebGL2",
  webgpu: "GPU by WebGPU",
  reference: "reference, plain loops",
};
const computesOn = (place: Place, threads: number) => {
  if (place === "reference") return "the reference device, in plain loops";
  if (place === "webgl2" || place === "webgpu") return places[place];
  return `cpu, ${threads} thread${threads === 1 ? "" : "s"}`;
};

export const words = {
  percent,
  places,
  computesOn,
  loading: "Loading what trains …",
  run: {
    title: "Run",
    main: {
      empty: "Train",
      ready: "Train",
      running: "Pause",
      paused: "Resume",
      done: "Train anew",
    } satisfies Record<State, string>,
    step: "One step",
    reset: "Reset",
    progress: "Steps done",
    lose: "Lose the GPU",
    ready: (parameters: number, steps: number) =>
      `Ready: ${parameters.toLocaleString("en")} parameters, ${steps.toLocaleString("en")} steps.`,
    running: (where: string) => `Training on ${where}.`,
    paused: (step: number) => `Paused after step ${step}.`,
    done: (error: number | null) =>
      error === null ? "Done." : `Done: ${percent(1 - error)} of the test images are named right.`,
    lost: (message: string, where: string, step: number) =>
      `The GPU was lost (${message}). From step ${step + 1} on, it computes on ${where}.`,
    refused: (message: string) => `The address cannot be read: ${message}. `,
    moved: (where: string, step: number) => `From step ${step + 1} on, it computes on ${where}.`,
    computes: (where: string) => `Computes on ${where}.`,
    alone:
      "This page is not isolated from other origins, so that the cpu has one thread: its server would have to send two headers, as npm run docs does.",
    absent: (place: string) => `${place} (not in this browser)`,
    pending: "What you changed holds from a new training on.",
    anew: "Begin it",
    failed: (message: string) => (message === "" ? "What trains could not be loaded." : message),
  },
  readout: {
    epoch: "epoch",
    step: "step",
    loss: "loss",
    train: "training error",
    test: "test error",
    speed: "images/s",
  },
  fields: {
    norm: "Normalization",
    pooling: "Pooling",
    activation: "Activation",
    dropout: "Dropout",
    width: "Width",
    optimizer: "Optimizer",
    lr: "Learning rate",
    batch: "Images a batch",
    epochs: "Epochs",
    decay: "Weight decay",
    augment: "Random crops and reflections",
    seed: "Seed",
    bug: "Bug",
    place: "Device",
  },
  options: {
    norm: { none: "none", local: "local response (LRN)", batch: "batch" },
    pooling: { overlapping: "3×3, stride 2", disjoint: "2×2, stride 2" },
    activation: { relu: "ReLU", tanh: "tanh" },
    optimizer: { sgd: "SGD with momentum", adagrad: "AdaGrad", adam: "Adam" },
  },
  network: { title: "Network" },
  recipe: { title: "Recipe" },
  data: {
    title: "Images",
    builtin: "built in: ten shapes and textures",
    own: "my own",
    files: "Choose files",
    folder: "Choose a folder",
    drop: "Drop pictures or a folder here: a class a folder, as in cats/1.jpg. Nothing leaves the page.",
    reading: (count: number) => `Reading ${count} file${count === 1 ? "" : "s"} …`,
    counts: (classes: number, train: number, test: number) =>
      `${classes} classes, ${train} images to train with, ${test} to test with.`,
    none: "No files in what was dropped.",
    samples: "Some of the images",
    skipped: (count: number) => `${count} file${count === 1 ? " was" : "s were"} left out`,
    classes: (names: readonly string[]) => names.join(", "),
  },
  bug: {
    title: "Train with a bug",
    none: "none: gradients are right",
    off: "Gradients that are wrong often train all the same, only worse. Switch one of the museum's bugs on and see.",
    on: "Its gradients are wrong, and yet the loss falls: learning is no test of a gradient. With a bug it computes on the reference device, which is slow.",
    museum: "What the checker says of it",
  },
  curves: {
    loss: "Loss",
    error: "Error",
    training: "training",
    test: "test",
    step: "step",
    empty: "The curves come with the first steps.",
  },
  layers: {
    title: "Layers",
    name: "layer",
    gradient: "gradient’s norm",
    dead: "dead units",
    zeros: "outputs ≤ 0",
    update: "update / weight",
    says: "A unit is dead where no image of the batch gets a positive output from it.",
  },
  filters: {
    title: "First filters",
    weights: "Weights",
    gradients: "Their gradients",
    says: (count: number) =>
      `${count} filters of the first convolution, and ∂loss/∂w of each in this step; mid-gray is 0.`,
  },
  maps: {
    title: "Inside a layer",
    layer: "Layer",
    activations: "Activations",
    gradients: "Gradients",
    says: "One image’s maps, and ∂loss/∂ of each; mid-gray is 0.",
  },
  wrong: {
    title: "Most wrong",
    none: "Measured after each epoch.",
    right: "It names all test images right.",
    caption: (label: string, guess: string, probability: number) =>
      `${label}, taken for ${guess} (${percent(probability)})`,
  },
  draw: {
    title: "Draw and classify",
    canvas: "Drawing, 32 by 32 pixels: draw with a finger or the pointer, or take one of the images below by keyboard",
    brush: "Brush",
    ground: "Ground",
    clear: "Clear",
    ask: "Classify",
    samples: "or take one of the images",
    hint: "What the network takes it for, and how surely, comes here.",
    sample: (i: number) => `image ${i + 1}`,
    seen: "What it saw",
    saliency: "Pixels it rests on",
    scores: (name: string, probability: number) => `${name}: ${percent(probability)}`,
  },
  keep: {
    title: "Keep",
    weights: "Export weights",
    report: "Save report",
    link: "Copy the link",
    says: "The address holds all settings: who opens it gets the same training. Your own images are not in it.",
    copied: "The link is copied.",
    notCopied: "The browser did not let this page copy: the link is its address.",
    saved: (name: string) => `Saved ${name}.`,
  },
  later: "Comes with the first step.",
} as const;
