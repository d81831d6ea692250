/** Work one after the other, in the order in which it was asked for. */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves with what `work` returns, once all before it is done. */
  run<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}
