import { select, slider } from "../controls.ts";
import { folding } from "../dom.ts";
import { words } from "../words.ts";

const { norm, pooling, activation } = words.options;

export const networkPanel = () =>
  folding(
    words.network.title,
    `<div class="fields">${[
      select("norm", norm),
      select("pooling", pooling),
      select("activation", activation),
      slider("dropout", { min: 0, max: 0.9, step: 0.1 }),
      slider("width", { min: 0.25, max: 2, step: 0.25 }),
    ].join("")}</div>`,
    "network",
  );
