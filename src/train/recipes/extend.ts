import { OptionError } from "../../core/errors.ts";
import { defaultMilestones } from "../schedule.ts";
import type { Recipe } from "./recipe.ts";

/** The same training with more epochs: one that was begun goes on as if it had had so many from the start.
 *  @throws OptionError if there would be fewer, or its rates would have been others all along. */
export function extendRecipe(recipe: Recipe, epochs: number): Recipe {
  const { schedule } = recipe;
  if (epochs === recipe.epochs) return recipe;
  if (epochs < recipe.epochs) {
    throw new OptionError(`epochs: expected no fewer than the ${recipe.epochs} that the run has; got ${epochs}`);
  }
  if (endsWithEpochs(recipe)) {
    throw new OptionError(
      `epochs: expected ${recipe.epochs}, with which the rates of its schedule (${schedule.name}) end; got ${epochs}`,
    );
  }
  if (schedule.name !== "step") return { ...recipe, epochs };
  return { ...recipe, epochs, schedule: { milestones: defaultMilestones(recipe.epochs), ...schedule } };
}

/** Whether the rates of a recipe follow from how many epochs there are. */
export function endsWithEpochs({ schedule }: Recipe): boolean {
  return schedule.name === "cosine" || schedule.name === "one-cycle";
}
