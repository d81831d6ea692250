import { entry, select, tick } from "../controls.ts";
import { folding } from "../dom.ts";
import { words } from "../words.ts";

export const recipePanel = () =>
  folding(
    words.recipe.title,
    `<div class="fields">${[
      select("optimizer", words.options.optimizer),
      entry("lr"),
      entry("batch"),
      entry("epochs"),
      entry("decay"),
      entry("seed"),
      tick("augment"),
    ].join("")}</div>`,
    "recipe",
  );
