import type { EpochEvent, TrainEvent } from "../../../src/train/train.ts";
import type { Event } from "../protocol.ts";
import type { Progress } from "./training.ts";

/** Milliseconds between two events of steps. */
const tellEvery = 250;

/** What a training told, once: what is repeated behind a lost device is known already. */
export class History {
  readonly events: TrainEvent[] = [];
  readonly #tell: (event: Event) => void;
  #step = 0;
  #epoch = 0;
  #losses: { step: number; loss: number }[] = [];
  #images = 0;
  #milliseconds = 0;
  #told = 0;

  constructor(tell: (event: Event) => void) {
    this.#tell = tell;
  }

  /** The last one. */
  get step(): number {
    return this.#step;
  }

  /** @returns whether it is new. */
  addStep({ event, images, milliseconds, seen }: Progress & { kind: "step" }): boolean {
    const { step, epoch, loss } = event;
    if (step <= this.#step) return false;
    if (seen !== null) this.events.push({ event: "layers", epoch, step, layers: seen.layers });
    this.events.push(event);
    this.#step = step;
    this.#losses.push({ step, loss });
    this.#images += images;
    this.#milliseconds += milliseconds;
    if (performance.now() - this.#told >= tellEvery) this.flush();
    return true;
  }

  /** @returns whether it is new. */
  addEpoch(event: EpochEvent): boolean {
    const { epoch, step, trainLoss, trainTop1, validation, seconds } = event;
    if (epoch <= this.#epoch) return false;
    this.flush();
    this.events.push(event);
    this.#epoch = epoch;
    this.#tell({
      tell: "epoch",
      epoch,
      step,
      train: { loss: trainLoss, error: 1 - trainTop1 },
      test: { loss: validation!.loss, error: 1 - validation!.top1 },
      seconds,
    });
    return true;
  }

  /** Tells the steps that are not told yet. */
  flush(): void {
    if (this.#losses.length === 0) return;
    const last = this.events.at(-1)!;
    const imagesPerSecond = (1000 * this.#images) / this.#milliseconds;
    this.#tell({ tell: "steps", epoch: last.epoch, losses: this.#losses, imagesPerSecond });
    this.#losses = [];
    this.#images = 0;
    this.#milliseconds = 0;
    this.#told = performance.now();
  }
}
