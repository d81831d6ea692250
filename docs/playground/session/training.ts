import { makeTransform } from "../../../src/data/transforms/spec.ts";
import type { Transform } from "../../../src/data/transforms/transform.ts";
import { assembleTraining, type TrainingImages } from "../../../src/train/assemble.ts";
import { recipePipeline } from "../../../src/train/pipeline.ts";
import { type Prediction, predict } from "../../../src/train/predict.ts";
import type { Recipe } from "../../../src/train/recipes/recipe.ts";
import { type EpochEvent, type StepEvent, type TrainEvent, Trainer } from "../../../src/train/train.ts";
import type { TrainerState } from "../../../src/train/trainerState.ts";
import { Look, type Seen } from "./look.ts";
import { evaluationOf } from "./measure.ts";
import type { Opened } from "./platform.ts";

/** Where a training stands, on no device. */
export interface Snapshot {
  readonly state: TrainerState;
  /** An epoch that is trained and not measured yet. */
  readonly unmeasured: EpochEvent | null;
}

/** What a piece of the training came to. */
export type Progress =
  | {
      readonly kind: "step";
      readonly event: StepEvent;
      readonly images: number;
      readonly milliseconds: number;
      readonly seen: Seen | null;
    }
  | { readonly kind: "measuring" }
  | { readonly kind: "epoch"; readonly event: EpochEvent; readonly predictions: readonly Prediction[] };

/** Milliseconds of measuring between two chances to pause. */
const slice = 25;

/** A network on one device, trained piece by piece. */
export class Training {
  readonly recipe: Recipe;
  readonly images: TrainingImages;
  readonly seed: number;
  readonly opened: Opened;
  readonly trainer: Trainer;
  /** What becomes of an image before the network sees it. */
  readonly transforms: readonly Transform[];
  readonly #assembled: ReturnType<typeof assembleTraining>;
  #course: AsyncGenerator<TrainEvent, void, undefined> | null = null;
  #unmeasured: EpochEvent | null;
  #predicting: AsyncGenerator<Prediction, void, undefined> | null = null;
  #predictions: Prediction[] = [];

  /** @param from where it goes on; null: from the start. */
  constructor(recipe: Recipe, images: TrainingImages, seed: number, opened: Opened, from: Snapshot | null) {
    this.recipe = recipe;
    this.images = images;
    this.seed = seed;
    this.opened = opened;
    const { eval: specs } = recipePipeline(recipe.pipeline, images.train.shape);
    this.transforms = specs.map((spec) => makeTransform(spec, images.statistics));
    const { device } = opened;
    this.#assembled = assembleTraining(recipe, images, { seed, device, skipInit: from !== null });
    // It is measured here, in pieces, so that a pause need not wait for the end.
    this.trainer = new Trainer({ ...this.options, validation: null });
    this.#unmeasured = from?.unmeasured ?? null;
    if (from !== null) this.trainer.load(from.state);
  }

  get options() {
    return this.#assembled.options;
  }

  get input() {
    return this.#assembled.input;
  }

  /** Whether an epoch's images are through and what it learned is not measured. */
  get isEpochOver(): boolean {
    return this.#unmeasured !== null || this.trainer.position.batch >= this.options.train.length;
  }

  get isDone(): boolean {
    return this.#unmeasured === null && this.trainer.position.epoch > this.options.epochs;
  }

  /** The next piece: a step, or some of the measuring after an epoch.
   *  @param watched what to look at in a step; null: at nothing.
   *  @throws what failed in it; the training stands where it stood before. */
  async advance(watched: string | null): Promise<Progress> {
    if (this.#unmeasured !== null) return this.#measure(this.#unmeasured);
    const { images } = this.trainer.position;
    const isStep = this.trainer.position.batch < this.options.train.length;
    const look = isStep && watched !== null ? new Look(this.options, watched) : null;
    const started = performance.now();
    try {
      this.#course ??= this.trainer.run();
      const { value: event, done } = await this.#course.next();
      if (done) throw new Error("the training is done");
      if (event.event === "epoch") this.#unmeasured = event;
      if (event.event !== "step") return { kind: "measuring" };
      const milliseconds = performance.now() - started;
      const seen = (await look?.finish()) ?? null;
      return { kind: "step", event, images: event.images - images, milliseconds, seen };
    } catch (error) {
      this.#course = null;
      throw error;
    } finally {
      look?.dispose();
    }
  }

  async #measure(event: EpochEvent): Promise<Progress> {
    const { model, device } = this.options;
    const until = performance.now() + slice;
    this.#predicting ??= predict(model, this.options.validation!, device);
    try {
      while (performance.now() < until) {
        const { value, done } = await this.#predicting.next();
        if (!done) {
          this.#predictions.push(value);
          continue;
        }
        const predictions = this.#predictions;
        this.#stopMeasuring();
        this.#unmeasured = null;
        return { kind: "epoch", event: { ...event, validation: evaluationOf(predictions) }, predictions };
      }
      return { kind: "measuring" };
    } catch (error) {
      this.#stopMeasuring();
      throw error;
    }
  }

  #stopMeasuring(): void {
    this.#predicting = null;
    this.#predictions = [];
    this.options.model.train();
  }

  async snapshot(): Promise<Snapshot> {
    return { state: await this.trainer.state(), unmeasured: this.#unmeasured };
  }

  /** Frees what is on the device, and closes it. A GPU that was lost may not take leave. */
  async close(): Promise<void> {
    const { opened } = this;
    await this.#course?.return();
    await this.#predicting?.return();
    this.#assembled.dispose();
    await opened.device.close().catch((error: unknown) => {
      if (!opened.gpu?.lost) throw error;
    });
  }
}
