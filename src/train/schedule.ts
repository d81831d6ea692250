import { number, numbers, record, text } from "../core/kinds.ts";
import { checkArgument, checkChoice, checkOptions, type Kinds } from "../core/options.ts";
import {
  CosineAnnealingLR,
  type HasLr,
  type LRScheduler,
  MultiStepLR,
  OneCycleLR,
  type PlateauState,
  ReduceLROnPlateau,
  type ScheduleState,
} from "../optim/index.ts";
import type { ScheduleChoice } from "./recipes/recipe.ts";

/** When the learning rate changes. */
export interface Schedule {
  /** Called after every step of the optimizer. */
  afterStep(): void;
  /** Called after every epoch with the validation loss, or the training loss where there is no validation. */
  afterEpoch(loss: number): void;
  /** JSON. */
  state(): ScheduleState | PlateauState | null;
  load(state: ReturnType<Schedule["state"]>): void;
}

const named = { name: text };
const choiceKinds: Record<ScheduleChoice["name"], Kinds<object>> = {
  constant: named,
  step: { ...named, milestones: numbers, gamma: number },
  cosine: named,
  "one-cycle": { ...named, pctStart: number, divFactor: number },
  plateau: { ...named, patience: number, factor: number },
};

/** A recipe's schedule: it ends with the last step.
 *  @param choice its name and settings, as a recipe has them.
 *  @param optimizer or whatever has an `lr`.
 *  @param length how many epochs there are, of how many steps.
 *  @returns the schedule, for a `Trainer`.
 *  @throws OptionError for an unknown name, or a setting is out of range.
 *
 *  @example
 *  ```ts
 *  import { makeSchedule } from "alexgrad/train";
 *
 *  const optimizer = { lr: 0.1 };
 *  const schedule = makeSchedule({ name: "step", milestones: [1] }, optimizer, { stepsPerEpoch: 2, epochs: 3 });
 *  for (let step = 0; step < 2; step++) schedule.afterStep();
 *  console.log(optimizer.lr.toFixed(2)); // 0.01
 *  ``` */
export function makeSchedule(
  choice: ScheduleChoice,
  optimizer: HasLr,
  length: { readonly stepsPerEpoch: number; readonly epochs: number },
): Schedule {
  checkArgument("makeSchedule", "choice", choice, record);
  checkChoice("makeSchedule", "name", choice.name, Object.keys(choiceKinds));
  checkOptions<object>("makeSchedule", choice, choiceKinds[choice.name]);
  checkArgument("makeSchedule", "the optimizer", optimizer, record);
  checkOptions("makeSchedule", length, { stepsPerEpoch: number, epochs: number });
  const { stepsPerEpoch, epochs } = length;
  const steps = stepsPerEpoch * epochs;
  const { lr } = optimizer;
  const filled = filledSchedule(choice, epochs);
  switch (filled.name) {
    case "constant":
      return { afterStep() {}, afterEpoch() {}, state: () => null, load() {} };
    case "step": {
      const { milestones, gamma } = filled;
      return stepwise(new MultiStepLR(optimizer, { milestones: milestones.map((e) => e * stepsPerEpoch), gamma }));
    }
    case "cosine":
      return stepwise(new CosineAnnealingLR(optimizer, { tMax: steps }));
    case "one-cycle": {
      const { name: _, ...shape } = filled;
      return stepwise(new OneCycleLR(optimizer, { maxLr: lr, totalSteps: Math.max(2, steps), ...shape }));
    }
    case "plateau": {
      const { patience, factor } = filled;
      const plateau = new ReduceLROnPlateau(optimizer, { patience, factor });
      return {
        afterStep() {},
        afterEpoch: (loss) => plateau.step(loss),
        state: () => plateau.state(),
        load: (state) => plateau.load(state as PlateauState),
      };
    }
  }
}

/** A choice with everything that it leaves to defaults. */
export function filledSchedule(choice: ScheduleChoice, epochs: number) {
  switch (choice.name) {
    case "step":
      return { milestones: defaultMilestones(epochs), gamma: 0.1, ...choice };
    case "one-cycle":
      return { pctStart: 0.3, divFactor: 25, ...choice };
    case "plateau":
      return { patience: 2, factor: 0.1, ...choice };
    default:
      return choice;
  }
}

/** After a third of the epochs, and after two. */
export function defaultMilestones(epochs: number): readonly number[] {
  const third = Math.max(1, Math.floor(epochs / 3));
  return [third, 2 * third];
}

function stepwise(scheduler: LRScheduler): Schedule {
  return {
    afterStep: () => scheduler.step(),
    afterEpoch() {},
    state: () => scheduler.state(),
    load: (state) => scheduler.load(state as ScheduleState),
  };
}
