import { messageOf } from "../../../src/core/messageOf.ts";
import type { TrainingImages } from "../../../src/train/assemble.ts";
import type { Choice, Place } from "../protocol.ts";
import type { Gpu, Opened, Platform } from "./platform.ts";
import { recipeOf } from "./recipe.ts";
import { type Snapshot, Training } from "./training.ts";

/** Milliseconds between two snapshots of what lies on a GPU, which may be lost. */
const keepEvery = 1000;

/** A training and the device it lives on, from which it moves to others. */
export class Home {
  readonly #platform: Platform;
  #training: Training | null = null;
  /** Where a lost GPU's training is taken up again. */
  #kept: Snapshot | null = null;
  #keptAt = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  get training(): Training {
    if (this.#training === null) throw new Error("there is no network yet");
    return this.#training;
  }

  /** A new training in the place of the old one, which stays where this fails. */
  async begin(choice: Choice, images: TrainingImages): Promise<void> {
    await this.#enter(await begin(recipeOf(choice), images, choice.seed, await this.#open(choice), null));
  }

  /** The device of a choice; the cpu, where it is not here. */
  async #open({ place, bug }: Choice): Promise<Opened> {
    if (bug !== null) return (await import("./bug.ts")).openBug(bug);
    try {
      return await this.#platform.open(place);
    } catch (error) {
      if (place === "cpu") throw error;
      const opened = await this.#platform.open("cpu");
      return { ...opened, note: [messageOf(error), opened.note].filter((text) => text !== null).join("; ") };
    }
  }

  async move(place: Place): Promise<void> {
    await this.#replace(place, await this.training.snapshot());
  }

  async #replace(place: Place, from: Snapshot): Promise<void> {
    const { recipe, images, seed } = this.training;
    await this.#enter(await begin(recipe, images, seed, await this.#platform.open(place), from));
  }

  async #enter(training: Training): Promise<void> {
    const kept = await snapshotOf(training).catch(async (error) => {
      await training.close();
      throw error;
    });
    const before = this.#training;
    this.#training = training;
    this.#keep(kept);
    await before?.close();
  }

  /** Keeps where it stands, if it could be lost. */
  async keep(): Promise<void> {
    this.#keep(await snapshotOf(this.training));
  }

  #keep(kept: Snapshot | null): void {
    this.#kept = kept;
    this.#keptAt = performance.now();
  }

  async keepNowAndThen(): Promise<void> {
    if (performance.now() - this.#keptAt > keepEvery) await this.keep();
  }

  /** Where the GPU was lost, what was kept last goes on on the cpu. @returns why it was lost; null if it was not. */
  async recover(): Promise<string | null> {
    const gpu = this.#training?.opened.gpu ?? null;
    if (gpu === null || !(await isLost(gpu))) return null;
    await this.#replace("cpu", this.#kept!);
    return gpu.lost;
  }

  async close(): Promise<void> {
    await this.#training?.close();
  }
}

/** @throws what the constructor does; the device is closed then. */
async function begin(...[recipe, images, seed, opened, from]: ConstructorParameters<typeof Training>) {
  try {
    return new Training(recipe, images, seed, opened, from);
  } catch (error) {
    await opened.device.close();
    throw error;
  }
}

/** Where a training stands, if that could be lost. */
async function snapshotOf(training: Training): Promise<Snapshot | null> {
  return training.opened.gpu === null ? null : training.snapshot();
}

/** A driver tells of a loss a moment after what fails for it. */
async function isLost(gpu: Gpu): Promise<boolean> {
  for (let i = 0; i < 20 && gpu.lost === ""; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  return gpu.lost !== "";
}
