import { describe } from "../../core/describe.ts";
import { OptionError } from "../../core/errors.ts";
import { article } from "./article.ts";
import { cifar18pct, cifar26pct } from "./cifar.ts";
import { fast } from "./fast.ts";
import { paper } from "./paper.ts";
import { defaults, type Recipe } from "./recipe.ts";

export type { OptimizerChoice, PipelineChoice, Recipe, ScheduleChoice } from "./recipe.ts";

const recipes: readonly Recipe[] = [defaults, article, paper, cifar26pct, cifar18pct, fast];

/** The names that `findRecipe` knows. */
export const recipeNames = recipes.map(({ name }) => name);

/** A recipe by name.
 *  @param name one of `recipeNames`.
 *  @returns the recipe: plain data, to be changed by a copy.
 *  @throws OptionError for an unknown name.
 *
 *  @example
 *  ```ts
 *  import { findRecipe } from "alexgrad/train";
 *
 *  const recipe = { ...findRecipe("fast"), epochs: 3 };
 *  console.log(recipe.model, recipe.epochs); // cifar-fast 3
 *  ``` */
export function findRecipe(name: string): Recipe {
  const found = recipes.find((recipe) => recipe.name === name);
  if (found === undefined)
    throw new OptionError(
      `no such recipe: ${typeof name === "string" ? name : describe(name)}; there are ${recipeNames.join(", ")}`,
    );
  return found;
}
