import { OptionError } from "../../../src/core/errors.ts";
import { choice, type Field, type Fields, flag, range, readNumber, text } from "../../widgets/core/fields.ts";
import { defaults, withBug } from "../defaults.ts";
import type { Choice, NetworkChoice, Place, RecipeChoice } from "../protocol.ts";

/** What the address holds: all of a choice but the reader's pictures. */
export interface Settings {
  readonly norm: NetworkChoice["norm"];
  readonly pooling: NetworkChoice["pooling"];
  readonly activation: NetworkChoice["activation"];
  readonly dropout: number;
  readonly width: number;
  readonly optimizer: RecipeChoice["optimizer"];
  readonly lr: number;
  readonly batch: number;
  readonly epochs: number;
  readonly decay: number;
  readonly augment: boolean;
  readonly seed: number;
  /** "" for none. */
  readonly bug: string;
  readonly place: Exclude<Place, "reference">;
}

export type Name = keyof Settings;

const { network, recipe } = defaults;

export const fields: Fields<Settings> = {
  norm: { ...choice("none", "local", "batch"), initial: network.norm },
  pooling: { ...choice("overlapping", "disjoint"), initial: network.pooling },
  activation: { ...choice("relu", "tanh"), initial: network.activation },
  dropout: between(network.dropout, 0, 0.9),
  width: between(network.width, 0.25, 2),
  optimizer: { ...choice("sgd", "adagrad", "adam"), initial: recipe.optimizer },
  lr: between(recipe.lr, 1e-7, 10),
  batch: range(recipe.batch, 2, 256),
  epochs: range(recipe.epochs, 1, 500),
  decay: between(recipe.weightDecay, 0, 1),
  augment: flag(recipe.augment),
  seed: range(defaults.seed, 0, 2 ** 31 - 1),
  bug: text,
  place: choice("cpu", "cpu1", "webgl2", "webgpu"),
};

/** Small enough for the reference device, which alone has bugs. */
export const smallEnough: Pick<Settings, "width" | "batch" | "epochs"> = {
  width: withBug.network.width,
  batch: withBug.recipe.batch,
  epochs: withBug.recipe.epochs,
};

/** A learning rate that each begins well with. */
export const usualRate: Readonly<Record<Settings["optimizer"], number>> = {
  sgd: recipe.lr,
  adagrad: 0.01,
  adam: 0.001,
};

export function choiceOf(settings: Settings, data: Choice["data"]): Choice {
  const { norm, pooling, activation, dropout, width, optimizer, lr, batch, epochs, decay, augment } = settings;
  return {
    data,
    network: { norm, pooling, activation, dropout, width },
    recipe: { optimizer, lr, batch, epochs, weightDecay: decay, augment },
    seed: settings.seed,
    bug: settings.bug || null,
    place: settings.place,
  };
}

function between(initial: number, least: number, most: number): Field<number> {
  return {
    initial,
    read(text) {
      const value = readNumber(text);
      if (!(value >= least && value <= most)) {
        throw new OptionError(`expected a number from ${least} to ${most}; got ${text}`);
      }
      return value;
    },
    write: String,
  };
}
