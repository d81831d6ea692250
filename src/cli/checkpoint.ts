import { Rng } from "../core/rng.ts";
import { tensor } from "../create.ts";
import type { Dataset } from "../data/dataset.ts";
import { MAX_IMAGE_BYTES } from "../data/fileSource.ts";
import { toGrey } from "../data/grey.ts";
import { decodeImage, evalViews, fitSquare, Loader, makeTransform, resize, type ViewName } from "../data/index.node.ts";
import type { Device } from "../devices/device.ts";
import { readWhole } from "../io/open.node.ts";
import { recipeModel } from "../train/build.ts";
import { recipePipeline } from "../train/pipeline.ts";
import { Run } from "../train/run.node.ts";
import { type Flags, readText, UsageError } from "./options.ts";

/** The run that --checkpoint names, its network with the best weights, and how images are made ready for it. */
export async function openCheckpoint(flags: Flags, device: Device) {
  const folder = readText(flags, "checkpoint");
  if (folder === undefined) throw new UsageError("--checkpoint: expected the folder of a training run");
  const run = await Run.open(folder);
  const { config, statistics } = run;
  const { recipe, stored, input, classes, seed } = config;
  const model = recipeModel(recipe, { input, classes: classes.length }, { device, rng: new Rng(seed) });
  await run.loadBest(model);
  model.eval();
  const pipeline = recipePipeline(recipe.pipeline, stored);
  const transforms = (views: ViewName) =>
    evalViews(pipeline, views).map((specs) => specs.map((spec) => makeTransform(spec, statistics)));

  /** A batch of one: cut to the stored images' proportions, resized, and transformed as in training. */
  const readImage = async (file: string) => {
    const [c, h, w] = stored;
    const bytes = await readWhole(file, MAX_IMAGE_BYTES, { followLink: true });
    const decoded = await decodeImage(file, bytes, { orient: flags.orient !== false && config.data.orient !== false });
    const fitted = h === w ? fitSquare(decoded, h) : resize(decoded, h, w);
    const { pixels } = c === 1 ? toGrey(fitted) : fitted;
    const one: Dataset = { name: file, shape: stored, classes, images: pixels, labels: Uint16Array.of(0) };
    const [batch] = [...new Loader(one, { batchSize: 1, transforms: transforms("one")[0]! }).epoch()];
    return tensor(batch!.images, batch!.shape, { device });
  };
  return { config, model, transforms, readImage };
}
