import { kind, listOf, shape, text } from "../core/kinds.ts";
import type { InputShape, LayerSpec, ModelTable } from "./table.ts";

/** Whether a network can take it shows layer by layer. */
export const inputShape = kind("[c, h, w]", (value): value is InputShape => shape.accepts(value) && value.length === 3);
export const tableKind = kind("a network's name or its table", (value): value is ModelTable => {
  if (typeof value !== "object" || value === null || !("input" in value && "layers" in value)) return false;
  if (!("name" in value && text.accepts(value.name))) return false;
  return inputShape.accepts(value.input) && listOf(layerKind).accepts(value.layers);
});
const layerKinds: readonly unknown[] = [
  ...["conv", "linear", "maxPool", "avgPool", "adaptiveAvgPool", "localResponseNorm", "dropout"],
  ...["batchNorm", "relu", "sigmoid", "tanh", "flatten"],
];
export const layerKind = kind("a layer with its kind", (value): value is LayerSpec => {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  if (!layerKinds.includes(value.kind)) return false;
  if ("name" in value && value.name !== undefined && !text.accepts(value.name)) return false;
  return !("groups" in value) || (Number.isSafeInteger(value.groups) && Number(value.groups) >= 1);
});
