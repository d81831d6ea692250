export { type BuiltinOptions, builtin } from "./builtin.ts";
export {
  type Dataset,
  type ImageShape,
  type Parts,
  type SplitOptions,
  select,
  split,
  splitLast,
  take,
} from "./dataset.ts";
export { type Batch, type BatchSource, Loader, type LoaderOptions } from "./loader.ts";
export { fitSquare, type Image, resize } from "./resize.ts";
export { type ChannelStatistics, channelStatistics, meanImage, type Statistics } from "./statistics.ts";
export {
  centerCrop,
  normalize,
  randomCrop,
  randomFlip,
  subtractImage,
  type Transform,
  type TransformStep,
} from "./transforms.ts";
