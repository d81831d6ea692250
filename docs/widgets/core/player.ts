const pace = 700;

/** Plays the steps of a drawing; a single one at a time where the reader wants no motion. */
export class Player {
  readonly #step: () => boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param step takes one, and says whether there are more. */
  constructor(step: () => boolean) {
    this.#step = step;
  }

  get isPlaying(): boolean {
    return this.#timer !== undefined;
  }

  play(): void {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.#step();
    else
      this.#timer = setInterval(() => {
        if (!this.#step()) this.stop();
      }, pace);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
