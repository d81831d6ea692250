import { defaults, type Recipe } from "../../../src/train/recipes/recipe.ts";
import type { Choice } from "../protocol.ts";

/** Of local response normalization: the network's own 1e-4 changes nothing where activations are about 1. */
const alpha = 0.2;
/** How far images are shifted, in pixels. */
const shift = 2;

/** A choice as the library's training takes it. */
export function recipeOf({ network, recipe }: Choice): Recipe {
  const { norm, pooling, activation, dropout, width } = network;
  const { optimizer, lr, batch, epochs, weightDecay, augment } = recipe;
  return {
    ...defaults,
    name: "playground",
    description: "A small AlexNet, trained in a page.",
    norm,
    pooling,
    activation,
    dropout,
    width,
    lrn: { alpha },
    optimizer: { name: optimizer },
    lr,
    batch,
    epochs,
    weightDecay,
    pipeline: { name: "plain", ...(augment && { crop: shift, flip: true }) },
  };
}
