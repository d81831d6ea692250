import { FormatError } from "../core/errors.ts";
import { Rng } from "../core/rng.ts";
import type { Shape } from "../core/shape.ts";
import { describeReport } from "../core/state.ts";
import { version } from "../core/version.ts";
import type { Statistics } from "../data/index.ts";
import type { Device } from "../devices/device.ts";
import { modelTable } from "../models/index.ts";
import { trace } from "../models/trace.ts";
import { headPath, recipeModel, recipeTable } from "../train/build.ts";
import { findRecipe, type Recipe } from "../train/recipes/index.ts";
import { naming } from "../train/run.node.ts";
import type { RunConfig } from "../train/runConfig.ts";
import { describeMatch } from "./matchTable.ts";
import { readModel } from "./model.ts";
import { type Flags, readText, UsageError } from "./options.ts";
import { note } from "./output.ts";
import { readNamed } from "./weights.ts";

/** ImageNet's mean and deviation, as torchvision has them. */
const imageNet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** A network with weights that no run says anything of: --model says what they are for, the last layer how many classes there
 *  are, and --mean and --std what was done to its images. */
export async function openForeign(flags: Flags, path: string, device: Device) {
  const model = readModel(readText(flags, "model")!);
  const recipe = { ...findRecipe("default"), name: "foreign", model };
  const { input } = modelTable(model);
  const { tensors } = await readNamed(flags, path, note);
  const head = headPath(recipe, { input, classes: 1 });
  const [, features] = trace(recipeTable(recipe, { input, classes: 1 })).find(({ key }) => key === head)!.weights!;
  const count = classCount(tensors.get(`${head}.weight`)?.shape, features);
  const task = { input, classes: count ?? 1 };
  const network = recipeModel(recipe, task, { device, rng: new Rng(0), skipInit: true });
  const report = naming(path, () => network.load(tensors, { strict: false }));
  for (const line of describeMatch(path, report, network, tensors)) note(line);
  if (count === null) {
    throw new FormatError(path, `expected ${head}.weight of shape [classes, ${features}], the last layer of ${model}`);
  }
  if (Object.values(report).some((names) => names.length > 0)) {
    throw new FormatError(
      path,
      `expected the names and shapes of ${model}; ${describeReport(report)}; --map gives them others`,
    );
  }
  const config = foreignConfig(path, recipe, { input, classes: numbered(count) });
  return { config, model: network, table: recipeTable(recipe, task), statistics: readStatistics(flags, input[0]) };
}

/** What a run would say of a network from elsewhere. */
export function foreignConfig(
  path: string,
  recipe: Recipe,
  { input, stored = input, classes }: Pick<RunConfig, "input" | "classes"> & Partial<Pick<RunConfig, "stored">>,
): RunConfig {
  const data = { path, limit: null, holdOut: null, onError: "fail", sha256: "" } as const;
  return { version, recipe, stored, input, classes, seed: 0, data, machine: {} };
}

/** Names for classes that have none. */
export const numbered = (count: number) => Array.from({ length: count }, (_, i) => `class ${i}`);

/** How many classes a last layer's weights are for, also where they are transposed; null if they are no such weights. */
function classCount(shape: Shape | undefined, features: number): number | null {
  if (shape?.length !== 2) return null;
  const [rows, columns] = shape;
  const count = columns === features ? rows : rows === features ? columns : 0;
  return count > 0 ? count : null;
}

export function readStatistics(flags: Flags, channels: number): Statistics {
  const [mean, std] = [readNumbers(flags, "mean", channels), readNumbers(flags, "std", channels)];
  if (std.some((each) => each <= 0)) throw new UsageError(`--std: expected numbers above 0; got ${std.join(",")}`);
  return { mean, std };
}

function readNumbers(flags: Flags, name: keyof typeof imageNet, count: number): readonly number[] {
  const text = readText(flags, name);
  const values =
    text === undefined ? imageNet[name] : text.split(",").map((each) => (each === "" ? Number.NaN : Number(each)));
  if (values.length === count && values.every(Number.isFinite)) return values;
  throw new UsageError(
    `--${name}: expected ${count} numbers such as ${imageNet[name].slice(0, count).join(",")}; got ${text ?? "none"}`,
  );
}
