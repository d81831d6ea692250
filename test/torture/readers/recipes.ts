import { join } from "node:path";
import { chooseRecipe } from "../../../src/cli/recipe.ts";
import { reference } from "../../../src/index.ts";
import { findRecipe, prepareTraining, recipeNames } from "../../../src/train/index.node.ts";
import { digest, type Kind } from "../kind.ts";
import { pick } from "../mutate.ts";
import { mutateJson } from "../mutateJson.ts";
import { Nonsense } from "../outcome.ts";
import { recipe, trainingData } from "../training.ts";

export const file = "recipe.json";
const device = reference();
/** A network that is wider is right, but its steps take longer than a reading may. */
const widest = 1;

/** Small, with choices of every kind. */
const bases = [
  recipe,
  {
    ...recipe,
    optimizer: { name: "adam", betas: [0.9, 0.99] },
    schedule: { name: "step", milestones: [1], gamma: 0.1 },
  },
  { ...recipe, optimizer: { name: "adagrad", eps: 1e-8 }, schedule: { name: "one-cycle", pctStart: 0.3 } },
  {
    ...recipe,
    optimizer: { name: "muon", momentum: 0.9 },
    lrn: { size: 3, alpha: 1e-4, beta: 0.75, k: 1 },
    norm: "local",
  },
  {
    ...recipe,
    pipeline: { name: "custom", train: [{ kind: "randomCrop", size: 8, padding: 1 }], eval: [{ kind: "flip" }] },
  },
  {
    ...recipe,
    init: { weight: "gaussian", std: 0.01 },
    layerDecay: { fc: 0.1 },
    optimizer: { name: "sgd", nesterov: true },
  },
  ...recipeNames.map((name) => ({ lr: findRecipe(name).lr, bias: findRecipe(name).bias, width: 0.05, batch: 4 })),
];

export const recipes: Kind = {
  name: "recipe",
  weight: 6,
  names: [],
  mutate: (rng) => ({ tree: { [file]: mutateJson(JSON.stringify(pick(rng, bases)), rng) } }),
  async read(_, place) {
    const chosen = await chooseRecipe({ recipe: "default", config: join(place(), file) });
    requireFinite(chosen, "");
    if (chosen.width > widest) return digest(JSON.stringify(chosen));
    await using prepared = prepareTraining(chosen, trainingData, { seed: 1, device });
    const losses: number[] = [];
    for await (const event of prepared.trainer.run()) {
      if (event.event !== "step" || losses.push(event.loss) < 2) continue;
      const { tensors, optimizer } = await prepared.trainer.state();
      requireFinite(optimizer, "optimizer");
      // A rate may be so high that the weights overflow: then the next step has to end the training.
      const wrong = Object.entries(tensors).find(([, { data }]) => !data.every(Number.isFinite));
      if (wrong === undefined) break;
      if (losses.length > 2) throw new Nonsense(`${wrong[0]} is not finite, and the training goes on`);
    }
    return digest(JSON.stringify(chosen), losses.join());
  },
};

function requireFinite(value: unknown, path: string): void {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Nonsense(`${path} is ${value}`);
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) requireFinite(child, `${path}.${key}`);
}
