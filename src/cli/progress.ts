import { formatDuration } from "./format.ts";
import { draw, isTerminal, note } from "./output.ts";

const secondsBetweenLines = 5;

/** Progress on standard error: one line that is drawn over on a terminal, a plain line every few seconds elsewhere. */
export class Progress {
  readonly #terminal = isTerminal();
  #started = performance.now();
  #total = Number.NaN;
  #lastShown = this.#started;
  #drawn = false;

  /** Shows where things stand; `done` of `total` gives the bar, and the time left. Another total starts the clock anew.
   *  @param describe asked for only when there is something to show.
   *  @param before what was done when the clock started; default 0. */
  show(describe: string | (() => string), done: number, total: number, before = 0): void {
    const now = performance.now();
    if (total !== this.#total) [this.#total, this.#started] = [total, now];
    const wait = this.#terminal ? 0.05 : secondsBetweenLines;
    if (now - this.#lastShown < wait * 1000) return;
    this.#lastShown = now;
    const elapsed = now - this.#started;
    const left = done > before && elapsed > 0 ? formatDuration((elapsed / (done - before)) * (total - done)) : "–";
    const text = typeof describe === "string" ? describe : describe();
    if (this.#terminal) this.#draw(`${bar(done / total)} ${text}  ETA ${left}`);
    else note(`${text}  ETA ${left}`);
  }

  /** What readers of images call. */
  readonly reading = (done: number, total: number): void => {
    this.show(`reading images ${done}/${total}`, done, total);
  };

  /** Prints a line that stays. */
  line(text: string): void {
    this.clear();
    note(text);
  }

  clear(): void {
    if (this.#drawn) draw("");
    this.#drawn = false;
  }

  #draw(text: string): void {
    draw(text);
    this.#drawn = true;
  }
}

function bar(share: number, width = 12): string {
  const filled = Math.round(Math.min(1, share) * width);
  return "━".repeat(filled) + "╌".repeat(width - filled);
}
