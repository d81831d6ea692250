import { describe } from "../core/describe.ts";
import { OptionError } from "../core/errors.ts";
import { finite, number } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkOptions, type Kinds } from "../core/options.ts";
import type { InputShape, LayerSpec, ModelTable } from "./table.ts";
import { inputShape, tableKind } from "./tableKind.ts";
import { alexnetBn } from "./tables/alexnetBn.ts";
import { alexnetSmall } from "./tables/alexnetSmall.ts";
import { article, article51 } from "./tables/article.ts";
import { caffe } from "./tables/caffe.ts";
import { cifar18pct, cifar26pct } from "./tables/cifar.ts";
import { cifarFast } from "./tables/cifarFast.ts";
import { code2012 } from "./tables/code2012.ts";
import { lenet5 } from "./tables/lenet5.ts";
import { paper2012 } from "./tables/paper2012.ts";
import { torchvision } from "./tables/torchvision.ts";

/** Tables by name, or functions of the input's shape where layers depend on it. */
const tables = {
  paper2012,
  code2012,
  caffe,
  torchvision,
  article: article(),
  "article-5.1": article51,
  "alexnet-bn": alexnetBn,
  "alexnet-small": alexnetSmall,
  lenet5,
  "cifar-26pct": cifar26pct,
  "cifar-18pct": cifar18pct,
  "cifar-fast": cifarFast,
} satisfies Record<string, ModelTable | ((input?: InputShape) => ModelTable)>;

/** The name of a network that comes with the library. */
export type ModelName = keyof typeof tables;

/** Every network that comes with the library, by name. */
export const modelNames = Object.keys(tables) as readonly ModelName[];

/** What of a network's table to change. */
export interface TableOptions {
  /** The images' shape, [c, h, w]. Default: the table's own. */
  readonly input?: InputShape;
  /** How many scores the last layer makes. Default: the table's own. */
  readonly classes?: number;
  /** Factor for the number of filters and hidden features, rounded so that groups still divide them. Default: 1. */
  readonly width?: number;
  /** The probability in every dropout layer. Default: the table's own. */
  readonly dropout?: number;
}

export const tableOptions: Kinds<TableOptions> = { input: inputShape, classes: number, width: finite, dropout: number };

/** A network's table, with some of it changed.
 *  @param model a network's name, or its table.
 *  @returns a new table; the one given stays as it is.
 *  @throws OptionError if there is no network of that name, or classes or width are out of range; ShapeError if the network of
 *  that name cannot take the input.
 *
 *  @example
 *  ```ts
 *  import { modelTable } from "alexgrad";
 *
 *  const { input, classes, layers } = modelTable("paper2012", { classes: 10 });
 *  console.log(input, classes, layers[0]?.kind); // [ 3, 227, 227 ] 10 conv
 *  ``` */
export function modelTable(model: ModelName | ModelTable, options: TableOptions = {}): ModelTable {
  checkOptions("modelTable", options, tableOptions);
  if (typeof model !== "string") checkArgument("modelTable", "model", model, tableKind);
  const table = typeof model === "string" ? namedTable(model, options.input) : model;
  const { input = table.input, classes = table.classes, width = 1, dropout } = options;
  checkInteger("modelTable", "classes", classes, 1);
  if (!(width > 0)) throw new OptionError(`modelTable: expected width > 0; got ${width}`);
  // Any layer's groups may have to divide the filters of the layer before it too.
  const groups = table.layers.reduce((all, spec) => lcm(all, ("groups" in spec && spec.groups) || 1), 1);
  const scale = (size: number) => (width === 1 ? size : Math.max(1, Math.round((size * width) / groups)) * groups);
  const layers = table.layers.map((spec): LayerSpec => {
    if (spec.kind === "conv") return { ...spec, filters: scale(spec.filters) };
    if (spec.kind === "linear" && spec.features !== "classes") return { ...spec, features: scale(spec.features) };
    if (spec.kind === "dropout" && dropout !== undefined) return { ...spec, p: dropout };
    return spec;
  });
  return { ...table, input, classes, layers };
}

function namedTable(name: ModelName, input: InputShape | undefined): ModelTable {
  if (!Object.hasOwn(tables, name)) {
    throw new OptionError(`modelTable: expected one of ${modelNames.join(", ")}; got ${describe(name)}`);
  }
  const table: ModelTable | ((input?: InputShape) => ModelTable) = tables[name];
  return typeof table === "function" ? table(input) : table;
}

/** Least common multiple. */
function lcm(a: number, b: number): number {
  let multiple = a;
  while (multiple % b !== 0) multiple += a;
  return multiple;
}
