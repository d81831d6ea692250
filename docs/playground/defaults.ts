import type { Choice } from "./protocol.ts";

/** What the page begins with: learns the built-in images in seconds. */
export const defaults: Choice = {
  data: "builtin",
  network: { norm: "local", pooling: "overlapping", activation: "relu", dropout: 0, width: 0.5 },
  recipe: { optimizer: "sgd", lr: 0.02, batch: 32, epochs: 10, weightDecay: 0.0005, augment: false },
  seed: 0,
  bug: null,
  place: "cpu",
};

/** With a bug, which is on in plain loops: small enough that the loss falls within a minute all the same. */
export const withBug: Choice = {
  ...defaults,
  network: { ...defaults.network, width: 0.25 },
  recipe: { ...defaults.recipe, batch: 8, epochs: 25 },
  place: "reference",
};
