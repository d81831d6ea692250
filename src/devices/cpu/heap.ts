/** Every block begins with a header of its own, whose first word is its status: 0, or the number of the error that it
 *  failed with. It is written with the command that computes the block, or by the main thread with the values. */
export const headerBytes = 64;

/** The device's memory, seen from one thread. */
export class Heap {
  readonly memory: WebAssembly.Memory;
  words!: Int32Array;
  floats!: Float32Array;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.refresh();
  }

  /** Index of the word at an address. A memory that another thread has grown needs new views. */
  wordAt(address: number): number {
    const index = (address >>> 0) / 4;
    while (index >= this.words.length) this.refresh();
    return index;
  }

  /** Index of a block's status. */
  statusAt(block: number): number {
    return this.wordAt(block - headerBytes);
  }

  refresh(): void {
    const { buffer } = this.memory;
    this.words = new Int32Array(buffer);
    this.floats = new Float32Array(buffer);
  }
}
