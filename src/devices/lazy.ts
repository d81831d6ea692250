import { referenceKernels } from "../../kernels/reference.ts";
import type { Floats } from "./device.ts";
import { Busy, type Executor } from "./executor.ts";
import type { KernelArguments, KernelName } from "./kernels.ts";

/** An executor in float32 that opens with its first step. Until it is there, the queue holds the steps. */
export class LazyExecutor<B> implements Executor<B> {
  readonly dtype = "float32";
  readonly kernels = Object.keys(referenceKernels) as KernelName[];
  readonly #expected: string;
  readonly #open: () => Promise<Executor<B>>;
  #executor: Executor<B> | null = null;
  #opening: Busy | null = null;

  /** @param expected its name until it is open. @param open never rejects. */
  constructor(expected: string, open: () => Promise<Executor<B>>) {
    this.#expected = expected;
    this.#open = open;
  }

  get name(): string {
    return this.#executor?.name ?? this.#expected;
  }

  write(values: Floats, urgent: boolean): B | Promise<B> | Busy {
    return this.#executor === null ? this.#begin() : this.#executor.write(values, urgent);
  }

  run<K extends KernelName>(
    kernel: K,
    size: number,
    into: B | null,
    args: KernelArguments<B>[K],
    urgent: boolean,
  ): B | Promise<B> | Busy {
    return this.#executor === null ? this.#begin() : this.#executor.run(kernel, size, into, args, urgent);
  }

  /** Buffers come from an executor that is open. */
  read(buffer: B): Floats | Promise<Floats> {
    return this.#executor!.read(buffer);
  }

  peek(buffer: B): Floats | null {
    return this.#executor!.peek?.(buffer) ?? null;
  }

  free(buffer: B): void {
    this.#executor!.free(buffer);
  }

  async settle(): Promise<void> {
    await this.#executor?.settle?.();
  }

  async close(): Promise<void> {
    await this.#opening?.until;
    await this.#executor?.close();
  }

  #begin(): Busy {
    const open = async () => {
      this.#executor = await this.#open();
    };
    this.#opening ??= new Busy(open());
    return this.#opening;
  }
}
