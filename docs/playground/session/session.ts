import { messageOf } from "../../../src/core/messageOf.ts";
import type { Parts } from "../../../src/data/dataset.ts";
import { encodeSafetensors } from "../../../src/io/safetensors.ts";
import { nextTurn } from "../../../src/threads/timer.ts";
import type { Choice, Event, Place, Request, State } from "../protocol.ts";
import { classify } from "./classify.ts";
import { readFiles } from "./files.ts";
import { History } from "./history.ts";
import { Home } from "./home.ts";
import { builtinParts, trainingImages } from "./images.ts";
import { Lane } from "./lane.ts";
import { wrongImages } from "./measure.ts";
import type { Platform } from "./platform.ts";
import { recipeOf } from "./recipe.ts";
import { dataEvent, readyEvent } from "./told.ts";

/** Milliseconds of training between two turns of the event loop, in which requests arrive. */
const slice = 25;
/** Milliseconds of a run between two looks. */
const lookEvery = 1000;

/** A training as a page asks for it. Requests are answered in their order, between two steps; a pause and a reset end the
 *  running at once. */
export class Session {
  readonly #tell: (event: Event) => void;
  readonly #platform: Platform;
  readonly #home: Home;
  readonly #lane = new Lane();
  /** Pictures are read beside the training. */
  readonly #reading = new Lane();
  #state: State = "empty";
  #own: Parts | null = null;
  #choice: Choice | null = null;
  #history: History;
  #watched: string | null = "conv1";
  #looked = 0;
  #isWanted = false;
  #isLooping = false;

  constructor(tell: (event: Event) => void, platform: Platform) {
    this.#tell = tell;
    this.#platform = platform;
    this.#home = new Home(platform);
    this.#history = new History(tell);
  }

  /** Resolves when it is answered; what fails is told. */
  async ask(request: Request): Promise<void> {
    if (request.do === "pause" || request.do === "reset") this.#isWanted = false;
    try {
      if (request.do === "files") await this.#reading.run(() => this.#read(request.files));
      else await this.#lane.run(() => this.#answerOrRecover(request));
    } catch (error) {
      if (this.#state === "running" && !this.#isWanted) this.#enter("paused");
      this.#tell({ tell: "error", request: request.do, message: messageOf(error) });
    }
  }

  /** Ends the running, and frees the device. */
  async close(): Promise<void> {
    this.#isWanted = false;
    await this.#lane.run(() => this.#home.close());
  }

  /** What fails because the GPU is lost is done where the training goes on. */
  async #answerOrRecover(request: Exclude<Request, { do: "files" }>): Promise<void> {
    try {
      await this.#answer(request);
    } catch (error) {
      if (!(await this.#recover())) throw error;
      await this.#answer(request);
    }
  }

  async #answer(request: Exclude<Request, { do: "files" }>): Promise<void> {
    switch (request.do) {
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
        return this.#tell(await classify(this.#home.training, { ...request, rgba: request.pixels }));
      case "export":
        return this.#export();
      case "report":
        return this.#report();
      case "lose":
        return this.#lose();
    }
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
    this.#tell(dataEvent("own", parts, skipped));
  }

  async #reset(choice: Choice): Promise<void> {
    const parts = await this.#partsOf(choice);
    const images = trainingImages(recipeOf(choice), parts, choice.seed);
    await this.#home.begin(choice, images);
    this.#choice = choice;
    this.#history = new History(this.#tell);
    this.#looked = 0;
    if (choice.data === "builtin") this.#tell(dataEvent("builtin", parts, []));
    this.#tellPlace();
    this.#tell(readyEvent(choice, this.#home.training));
    this.#enter("ready");
  }

  async #partsOf({ data, bug }: Choice): Promise<Parts> {
    if (data === "builtin") return builtinParts(bug === null ? "usual" : "slow");
    if (this.#own === null) throw new Error("there are no images of your own yet: drop some, a folder for each class");
    return this.#own;
  }

  #tellPlace(): void {
    const { place, threads, note } = this.#home.training.opened;
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
    const isOver = () => this.#history.step > step && !this.#home.training.isEpochOver;
    while (!isOver() && !this.#home.training.isDone) if (!(await this.#advance(true))) return;
    if (!this.#home.training.isDone) await this.#stand("paused");
  }

  async #stand(state: State): Promise<void> {
    this.#isWanted = false;
    this.#history.flush();
    await this.#home.keep();
    this.#enter(state);
  }

  /** A piece of the training. @returns whether it went well; if not, that is told. */
  async #advance(isSingle: boolean): Promise<boolean> {
    const training = this.#home.training;
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
      else await this.#home.keepNowAndThen();
      return true;
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** @returns whether the training goes on. */
  async #fail(error: unknown): Promise<boolean> {
    try {
      if (await this.#recover()) return true;
    } catch (cause) {
      error = cause;
    }
    this.#isWanted = false;
    this.#history.flush();
    this.#enter("paused");
    this.#tell({ tell: "error", request: "training", message: messageOf(error) });
    return false;
  }

  /** Steps that are told already are made again, and not told. @returns whether a GPU was lost. */
  async #recover(): Promise<boolean> {
    const message = await this.#home.recover();
    if (message === null) return false;
    const { place } = this.#home.training.opened;
    this.#tellPlace();
    // The last word: a page says where it computes now, and then why.
    this.#tell({ tell: "lost", place, step: this.#history.step, message });
    return true;
  }

  async #move(place: Place): Promise<void> {
    if (this.#choice?.bug) throw new Error("a bug is on, which only the reference device has");
    await this.#home.move(place);
    this.#tellPlace();
  }

  async #lose(): Promise<void> {
    const { gpu } = this.#home.training.opened;
    if (gpu === null) throw new Error("there is no GPU to lose");
    gpu.lose();
    if (!(await this.#recover())) throw new Error("the GPU is still there");
  }

  async #export(): Promise<void> {
    const weights = await this.#home.training.trainer.weights();
    const name = `alexnet-small-${this.#history.step}.safetensors`;
    this.#tell({ tell: "weights", bytes: encodeSafetensors(weights), name });
  }

  async #report(): Promise<void> {
    const { reportOf } = await import("./report.ts");
    const html = await reportOf(this.#home.training, this.#choice!, this.#history.events);
    this.#tell({ tell: "report", html, name: `alexnet-small-${this.#history.step}.html` });
  }
}
