import type { Kind } from "../kind.ts";
import { dataSets } from "./dataSets.ts";
import { images } from "./images.ts";
import { onnx } from "./onnx.ts";
import { recipes } from "./recipes.ts";
import { runs } from "./runs.ts";
import { weights } from "./weights.ts";

export const kinds: readonly Kind[] = [...images, ...dataSets, ...weights, ...onnx, ...runs, recipes];
