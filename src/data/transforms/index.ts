export { colorJitter, type PcaColorOptions, pcaColor } from "./color.ts";
export { type CropPlace, centerCrop, crop, randomCrop } from "./crop.ts";
export { flip, randomFlip } from "./flip.ts";
export { normalize, scale, subtractImage } from "./normalize.ts";
export {
  type ProgressiveStage,
  progressiveResize,
  type ResizedCropOptions,
  randomResizedCrop,
  resizeTo,
} from "./resize.ts";
export { makeTransform, type TransformSpec } from "./spec.ts";
export type { Transform, TransformStep } from "./transform.ts";
export { randomRotation, randomScale } from "./warp.ts";
