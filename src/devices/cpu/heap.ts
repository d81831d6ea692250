import { DeviceError } from "../../core/errors.ts";

/** Every buffer begins with a header of its own, whose first word is its status: 0, or the number of the error that it
 *  failed with. It is written with the command that computes the buffer, or by the main thread with the values. */
export const headerBytes = 64;

/** 4 GiB, all that 32-bit addresses reach. Engines may reserve the addresses at once. */
export const maxPages = 2 ** 16;

/** @throws DeviceError if the system does not give the addresses. */
export function newMemory(initial: number, shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial, maximum: maxPages, shared });
  } catch (cause) {
    throw new DeviceError(
      `cpu: the system does not give the addresses for its memory (ulimit -v limits them): ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
}

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

  /** Index of a buffer's status. */
  statusAt(buffer: number): number {
    return this.wordAt(buffer - headerBytes);
  }

  refresh(): void {
    const { buffer } = this.memory;
    this.words = new Int32Array(buffer);
    this.floats = new Float32Array(buffer);
  }
}
