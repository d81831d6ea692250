export { type BuiltinOptions, builtin } from "./builtin.ts";
export { type Dataset, type ImageShape, type Parts, type SplitOptions, select, split, take } from "./dataset.ts";
export { type Batch, Loader, type LoaderOptions } from "./loader.ts";
export { fitSquare, type Image, resize } from "./resize.ts";
export { type ChannelStatistics, channelStatistics, meanImage } from "./statistics.ts";
export {
  centerCrop,
  normalize,
  randomCrop,
  randomFlip,
  subtractImage,
  type Transform,
  type TransformStep,
} from "./transforms.ts";
