export { type BuiltinOptions, builtin, builtinAsync } from "./builtin.ts";
export { computeStatistics } from "./computeStatistics.ts";
export {
  type Dataset,
  type ImageShape,
  type Parts,
  type ReadingNotes,
  type SkippedFile,
  type SplitOptions,
  select,
  split,
  splitLast,
  take,
} from "./dataset.ts";
export { type DecodedImage, type DecodeOptions, Decoder } from "./decode.ts";
export { type Batch, type BatchSource, type LastBatch, Loader, type LoaderOptions, lastBatches } from "./loader.ts";
export {
  articlePipeline,
  cropSize,
  evalViews,
  type Pipeline,
  paperPipeline,
  type ViewName,
  viewNames,
} from "./pipelines.ts";
export { fitSquare, type Image, resize } from "./resize.ts";
export {
  type ChannelStatistics,
  channelStatistics,
  colorComponents,
  meanImage,
  type Statistics,
} from "./statistics.ts";
export * from "./transforms/index.ts";
