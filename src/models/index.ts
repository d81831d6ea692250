export { buildModel } from "./build.ts";
export { formatSummary } from "./formatSummary.ts";
export { type ModelName, modelNames, modelTable, type TableOptions } from "./models.ts";
export { type Cost, type LayerSummary, type Summary, summarize } from "./summary.ts";
export type { InputShape, LayerSpec, ModelTable } from "./table.ts";
export * as layers from "./table.ts";
export { alexnetSmall } from "./tables/alexnetSmall.ts";
export { article } from "./tables/article.ts";
export * as variants from "./variants.ts";
