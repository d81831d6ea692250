import { messageOf } from "../../../src/core/messageOf.ts";
import type { Parts } from "../../../src/data/dataset.ts";
import { encodeSafetensors } from "../../../src/io/safetensors.ts";
import { nextTurn } from "../../../src/threads/timer.ts";
import type { Choice, Event, Place, Request, State } from "../protocol.ts";
import { classify } from "./classify.ts";
import { readFiles } from "./files.ts";
import { History } from "./history.ts";
import { apart, builtinParts, samplesOf, trainingImages } from "./images.ts";
import { Lane } from "./lane.ts";
import { wrongImages } from "./measure.ts";
import type { Gpu, Opened, Platform } from "./platform.ts";
import { recipeOf } from "./recipe.ts";
import { type Snapshot, Training } from "./training.ts";

/** Milliseconds of training between two turns of the event loop, in which requests arrive. */
const slice = 25;
/** Milliseconds between two snapshots of what lies on a GPU, which may be lost. */
const keepEvery = 1000;
const lookEvery = 1000;

/** A training as a page asks for it. Requests are answered in their order, between two steps; a pause and a reset end the
 *  running at once. */
export class Session {
  readonly #tell: (event: Event) => void;
  readonly #platform: Platform;
  readonly #lane = new Lane();
  #state: State = "empty";
  #own: Parts | null = null;
  #choice: Choice | null = null;
  #training: Training | null = null;
  #history: History;
  /** Where a lost GPU's training is taken up again. */
  #kept: Snapshot | null = null;
  #keptAt = 0;
  #watched: string | null = "conv1";
  #looked = 0;
  #toldData: Parts | null = null;
  #isWanted = false;
  #isLooping = false;

  constructor(tell: (event: Event) => void, platform: Platform) {
    this.#tell = tell;
    this.#platform = platform;
    this.#history = new History(tell);
  }

  /** Resolves when it is answered; what fails is told. */
  async ask(request: Request): Promise<void> {
    if (request.do === "pause" || request.do === "reset") this.#isWanted = false;
    try {
      await this.#lane.run(() => this.#answer(request));
    } catch (error) {
      if (this.#state === "running" && !this.#isWanted) this.#enter("paused");
      this.#tell({ tell: "error", request: request.do, message: messageOf(error) });
    }
  }

  /** Ends the running, and frees the device. */
  async close(): Promise<void> {
    this.#isWanted = false;
    await this.#lane.run(() => this.#training?.close());
  }

  async #answer(request: Request): Promise<void> {
    switch (request.do) {
      case "files":
        return this.#read(request.files);
      case "reset":
        return this.#reset(request.choice);
      case "run":
        return this.#run();
      case "pause":
        return this.#pause();
      case "step":
        return this.#step();
      case "move":
        return this.#move(request.place);
      case "watch":
        this.#watched = request.layer || null;
        return;
      case "classify":
        return this.#tell(await classify(this.#existing, { ...request, rgba: request.pixels }));
      case "export":
        return this.#export();
      case "report":
        return this.#report();
      case "lose":
        return this.#lose();
    }
  }

  get #existing(): Training {
    if (this.#training === null) throw new Error("there is no network yet");
    return this.#training;
  }

  /** @throws unless a training stands still. */
  #checkStanding(): void {
    if (this.#state === "empty") throw new Error("there is no network yet");
    if (this.#state === "running") throw new Error("it is running: pause it first");
    if (this.#state === "done") throw new Error("the training is done: reset it, with more epochs if need be");
  }

  #enter(state: State): void {
    this.#state = state;
    this.#tell({ tell: "state", state });
  }

  async #read(files: (Request & { do: "files" })["files"]): Promise<void> {
    const { parts, skipped } = await readFiles(files, (file, bytes) => this.#platform.decode(file, bytes));
    this.#own = parts;
    this.#tellData(parts, 0, skipped);
  }

  #tellData(parts: Parts, seed: number, skipped: readonly string[] = []): void {
    if (this.#toldData === parts) return;
    this.#toldData = parts;
    const { train, validation } = apart(parts, seed);
    this.#tell({
      tell: "data",
      classes: train.classes,
      train: train.labels.length,
      test: validation.labels.length,
      samples: samplesOf(parts.train),
      skipped,
    });
  }

  async #reset(choice: Choice): Promise<void> {
    const recipe = recipeOf(choice);
    const parts = await this.#partsOf(choice);
    const images = trainingImages(recipe, parts, choice.seed);
    const training = await begin(recipe, images, choice.seed, await this.#open(choice), null);
    await this.#training?.close();
    this.#training = training;
    this.#choice = choice;
    this.#history = new History(this.#tell);
    this.#looked = 0;
    await this.#keep();
    this.#tellData(parts, choice.seed);
    this.#tellPlace();
    const { model, layerNames, epochs, train } = training.options;
    this.#tell({
      tell: "ready",
      choice,
      parameters: model.parameters().reduce((count, { size }) => count + size, 0),
      layers: [...layerNames!.values()],
      steps: epochs * train.length,
      classes: images.train.classes,
    });
    this.#enter("ready");
  }

  async #partsOf({ data, bug }: Choice): Promise<Parts> {
    if (data === "builtin") return builtinParts(bug === null ? "usual" : "slow");
    if (this.#own === null) throw new Error("there are no images of your own yet: drop some, a folder for each class");
    return this.#own;
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

  #tellPlace(): void {
    const { place, threads, note } = this.#existing.opened;
    this.#tell({ tell: "place", place, threads, step: this.#history.step, note });
  }

  async #run(): Promise<void> {
    this.#checkStanding();
    this.#isWanted = true;
    this.#enter("running");
    if (!this.#isLooping) void this.#loop();
  }

  async #loop(): Promise<void> {
    this.#isLooping = true;
    let turned = performance.now();
    while (this.#isWanted) {
      await this.#lane.run(async () => {
        if (this.#isWanted) await this.#advance(false);
      });
      if (performance.now() - turned < slice) continue;
      await nextTurn();
      turned = performance.now();
    }
    this.#isLooping = false;
  }

  async #pause(): Promise<void> {
    if (this.#state !== "running") throw new Error("nothing runs");
    await this.#stand("paused");
  }

  async #step(): Promise<void> {
    this.#checkStanding();
    const { step } = this.#history;
    const isOver = () => this.#history.step > step && !this.#existing.isEpochOver;
    while (!isOver() && !this.#existing.isDone) if (!(await this.#advance(true))) return;
    if (!this.#existing.isDone) await this.#stand("paused");
  }

  async #stand(state: State): Promise<void> {
    this.#isWanted = false;
    this.#history.flush();
    await this.#keep();
    this.#enter(state);
  }

  /** A piece of the training. @returns whether it went well; if not, that is told. */
  async #advance(isSingle: boolean): Promise<boolean> {
    const training = this.#existing;
    const isLookDue = isSingle || performance.now() - this.#looked >= lookEvery;
    try {
      const progress = await training.advance(isLookDue ? this.#watched : null);
      if (progress.kind === "step" && this.#history.addStep(progress) && progress.seen !== null) {
        this.#looked = performance.now();
        this.#tell({ tell: "look", step: progress.event.step, ...progress.seen });
      }
      if (progress.kind === "epoch" && this.#history.addEpoch(progress.event)) {
        this.#tell({ tell: "wrong", images: wrongImages(progress.predictions, training.images.validation) });
      }
      if (training.isDone) await this.#stand("done");
      else if (performance.now() - this.#keptAt > keepEvery) await this.#keep();
      return true;
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** @returns whether the training goes on. */
  async #fail(error: unknown): Promise<boolean> {
    try {
      const { gpu } = this.#existing.opened;
      if (gpu !== null && (await isLost(gpu))) {
        await this.#recover(gpu.lost);
        return true;
      }
    } catch (cause) {
      error = cause;
    }
    this.#isWanted = false;
    this.#history.flush();
    this.#enter("paused");
    this.#tell({ tell: "error", request: "training", message: messageOf(error) });
    return false;
  }

  /** Takes what was kept last over to the cpu. Steps that are told already are made again, and not told. */
  async #recover(message: string): Promise<void> {
    const { place } = await this.#replace("cpu", this.#kept!);
    this.#tell({ tell: "lost", place, step: this.#history.step, message });
    this.#tellPlace();
  }

  async #move(place: Place): Promise<void> {
    if (this.#choice?.bug) throw new Error("a bug is on, which only the reference device has");
    const snapshot = await this.#existing.snapshot();
    await this.#replace(place, snapshot);
    await this.#keep();
    this.#tellPlace();
  }

  async #replace(place: Place, from: Snapshot): Promise<Opened> {
    const before = this.#existing;
    const { recipe, images, seed } = before;
    const opened = await this.#platform.open(place);
    this.#training = await begin(recipe, images, seed, opened, from);
    await before.close();
    return opened;
  }

  /** What lies on a GPU may be lost. */
  async #keep(): Promise<void> {
    if (this.#existing.opened.gpu === null) return;
    this.#kept = await this.#existing.snapshot();
    this.#keptAt = performance.now();
  }

  async #lose(): Promise<void> {
    const { gpu } = this.#existing.opened;
    if (gpu === null) throw new Error("there is no GPU to lose");
    gpu.lose();
    if (!(await isLost(gpu))) throw new Error("the GPU is still there");
    await this.#recover(gpu.lost);
  }

  async #export(): Promise<void> {
    const weights = await this.#existing.trainer.weights();
    const name = `alexnet-small-${this.#history.step}.safetensors`;
    this.#tell({ tell: "weights", bytes: encodeSafetensors(weights), name });
  }

  async #report(): Promise<void> {
    const { reportOf } = await import("./report.ts");
    const html = await reportOf(this.#existing, this.#choice!, this.#history.events);
    this.#tell({ tell: "report", html, name: `alexnet-small-${this.#history.step}.html` });
  }
}

/** @throws what the constructor does; the device is closed then. */
async function begin(
  ...[recipe, images, seed, opened, from]: ConstructorParameters<typeof Training>
): Promise<Training> {
  try {
    return new Training(recipe, images, seed, opened, from);
  } catch (error) {
    await opened.device.close();
    throw error;
  }
}

/** A driver tells of a loss a moment after what fails for it. */
async function isLost(gpu: Gpu): Promise<boolean> {
  for (let i = 0; i < 20 && gpu.lost === ""; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  return gpu.lost !== "";
}
