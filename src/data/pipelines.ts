import type { ImageShape } from "./dataset.ts";
import type { TransformSpec } from "./transforms/spec.ts";

/** What happens to images on their way to the network: in training, and when it is measured. */
export interface Pipeline {
  readonly train: readonly TransformSpec[];
  readonly eval: readonly TransformSpec[];
}

/** The cut that the paper makes of 256×256: 227 (Caffe's number, which fits its layers). In proportion for other sizes, as a
 *  multiple of 4: 28 of 32. */
export function cropSize([, h, w]: ImageShape): number {
  const side = Math.min(h, w);
  return side === 256 ? 227 : Math.max(1, Math.round((side * 227) / 256 / 4) * 4);
}

/** Krizhevsky et al. 2012, section 4.1: random cut, mirrored or not, colours shifted, the mean image subtracted; pixels
 *  stay in the range of bytes, which its small initial weights count on. Where it is measured, the middle. */
export function paperPipeline(stored: ImageShape): Pipeline {
  const size = cropSize(stored);
  const mean = { kind: "subtractMeanImage" } as const;
  const bytes = { kind: "scale", factor: 255 } as const;
  return {
    train: [mean, { kind: "randomCrop", size }, { kind: "randomFlip" }, { kind: "pcaColor" }, bytes],
    eval: [mean, { kind: "centerCrop", size }, bytes],
  };
}

/** Row 13 of the article's statements: pixels in [0, 1] less the mean, cut, rotated, scaled, mirrored. It gives no amounts:
 *  10 degrees and 10 %. */
export function articlePipeline(stored: ImageShape): Pipeline {
  const size = cropSize(stored);
  return {
    train: [
      { kind: "subtractMeanImage" },
      { kind: "randomRotation", degrees: 10 },
      { kind: "randomScale", scale: [0.9, 1.1] },
      { kind: "randomCrop", size },
      { kind: "randomFlip" },
    ],
    eval: [{ kind: "subtractMeanImage" }, { kind: "centerCrop", size }],
  };
}

/** The ten views of section 4.1 that predictions are averaged over: four corners and the middle, each mirrored too. */
export function tenCrop(size: number): TransformSpec[][] {
  const places = ["top-left", "top-right", "bottom-left", "bottom-right", "center"] as const;
  return places.flatMap((place) => {
    const cut: TransformSpec = { kind: "crop", size, place };
    return [[cut], [cut, { kind: "flip" }]];
  });
}
