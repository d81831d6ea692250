import type { Dataset } from "../../src/data/dataset.ts";
import { type LastBatch, Loader, lastBatches } from "../../src/data/loader.ts";
import type { Statistics } from "../../src/data/statistics.ts";
import { cropPlaces } from "../../src/data/transforms/crop.ts";
import { makeTransform, type TransformSpec } from "../../src/data/transforms/index.ts";
import type { ScheduleChoice } from "../../src/train/recipes/recipe.ts";
import { filledSchedule, makeSchedule } from "../../src/train/schedule.ts";
import { type Digest, digest } from "./networks.ts";

type Kind = TransformSpec["kind"];
type Options<K extends Kind> = Omit<TransformSpec & { readonly kind: K }, "kind">;

/** Every transform, with options that change what it does. */
const options: { readonly [K in Kind]: readonly Options<K>[] } = {
  normalize: [{}, { mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.4] }],
  subtractMean: [{}],
  subtractMeanImage: [{}],
  scale: [{ factor: 255 }],
  resize: [{ size: 7 }, { size: 12 }, { size: 19 }],
  progressiveResize: [
    {
      stages: [
        { epochs: 1, size: 6 },
        { epochs: 1, size: 9 },
      ],
    },
    { stages: [{ epochs: 3, size: 8 }] },
    { stages: [{ epochs: 1, size: 8 }] },
  ],
  centerCrop: [{ size: 6 }, { size: 7 }, { size: 8 }, { size: 11 }],
  crop: cropPlaces.map((place) => ({ size: 8, place })),
  randomCrop: [{ size: 8 }, { padding: 2 }, { size: 9, padding: 3 }],
  randomResizedCrop: [{ size: 8 }, { size: 9, scale: [0.5, 0.9], ratio: [0.4, 2.5] }, { size: 8, ratio: [5, 6] }],
  flip: [{}],
  randomFlip: [{}],
  randomRotation: [{ degrees: 10 }, { degrees: 180 }],
  randomScale: [{ scale: [0.6, 1.5] }],
  colorJitter: [{}, { brightness: 0.4 }, { brightness: 0.3, contrast: 0.5 }],
  pcaColor: [{}, { std: 0.3 }, { variant: "code", std: 0.2 }],
};

const alone = Object.entries(options).flatMap(([kind, all]) => all.map((each) => [{ kind, ...each } as TransformSpec]));

/** What draws from an image's stream after another goes on where that one stopped. */
const together: readonly TransformSpec[] = [
  { kind: "colorJitter", brightness: 0.2 },
  { kind: "pcaColor" },
  { kind: "randomRotation", degrees: 20 },
  { kind: "randomResizedCrop", size: 9 },
  { kind: "randomFlip" },
  { kind: "normalize" },
];

const schedules: { readonly [N in ScheduleChoice["name"]]: readonly Extract<ScheduleChoice, { name: N }>[] } = {
  constant: [{ name: "constant" }],
  step: [{ name: "step" }, { name: "step", milestones: [1, 2, 5], gamma: 0.5 }],
  cosine: [{ name: "cosine" }],
  "one-cycle": [{ name: "one-cycle" }, { name: "one-cycle", pctStart: 0.1, divFactor: 4 }],
  plateau: [{ name: "plateau" }, { name: "plateau", patience: 0, factor: 0.5 }],
};

const [count, epochs, stepsPerEpoch, batch] = [7, 8, 3, 3];
const shape = [3, 13, 11] as const;
const size = shape[0] * shape[1] * shape[2];

/** What make_recipes.py reads. */
export const cases = {
  shape,
  count,
  batch,
  lastBatches,
  /** Of more than 32 bits. */
  seed: 2 ** 40 + 7,
  epoch: 2,
  lr: 0.1,
  epochs,
  stepsPerEpoch,
  losses: [2, 1.5, 1.6, 1.5, 1.49999, 1.7, 1.4, 1.8],
  statistics: {
    mean: [0.5, 0.45, 0.3],
    std: [0.25, 0.2, 0.3],
    pca: {
      values: [0.2, 0.03, -1e-9],
      vectors: [
        [0.6, 0.8, 0],
        [0.8, -0.6, 0],
        [0, 0, 1],
      ],
    },
  },
  transforms: [...alone, together],
  schedules: Object.values(schedules)
    .flat()
    .map((each) => filledSchedule(each, epochs)),
};

export interface Outcome {
  /** Of the batch that a data set's images make, for each list of transforms. */
  readonly images: readonly { readonly shape: readonly number[]; readonly digest: Digest }[];
  /** For each of `lastBatches`. */
  readonly batches: readonly (readonly (readonly number[])[])[];
  /** Of every step, for each schedule. */
  readonly rates: readonly (readonly number[])[];
}

function ownImages(): Dataset {
  const images = Uint8Array.from({ length: count * size }, (_, i) => (i * i * 31 + i * 17) % 251);
  return { name: "formula", shape, classes: ["any"], images, labels: new Uint16Array(count) };
}

function rates(choice: ScheduleChoice): number[] {
  const optimizer = { lr: cases.lr };
  const schedule = makeSchedule(choice, optimizer, { stepsPerEpoch, epochs });
  return cases.losses.flatMap((loss) => {
    const epoch = Array.from({ length: stepsPerEpoch }, () => {
      const { lr } = optimizer;
      schedule.afterStep();
      return lr;
    });
    schedule.afterEpoch(loss);
    return epoch;
  });
}

/** What this library makes of the cases. */
export function runHere(): Outcome {
  const { seed, epoch } = cases;
  const meanImage = Float32Array.from({ length: size }, (_, i) => (i % 64) / 64);
  const statistics: Statistics = { ...cases.statistics, meanImage };
  const dataset = ownImages();
  const loader = (lastBatch: LastBatch, batchSize: number, specs: readonly TransformSpec[] = []) => {
    const transforms = specs.map((spec) => makeTransform(spec, statistics));
    return new Loader(dataset, { batchSize, lastBatch, seed, shuffle: true, transforms });
  };
  return {
    images: cases.transforms.map((specs) => {
      const { images, shape } = loader("keep", count, specs).build(
        epoch,
        Uint32Array.from({ length: count }, (_, i) => i),
      );
      return { shape, digest: digest(images) };
    }),
    batches: lastBatches.map((lastBatch) =>
      loader(lastBatch, batch)
        .batches(epoch)
        .map((batch) => [...batch]),
    ),
    rates: cases.schedules.map(rates),
  };
}
