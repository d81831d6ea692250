import type { ProductKind, TileName } from "../../../kernels/products/candidates.wgsl.ts";
import type { KernelArguments, KernelName } from "../kernels.ts";
import type { Source } from "./driver.ts";
import { type Buffer, type Driver, type Products, productLevels, type Tiles, type View } from "./driver.ts";
import type { Tiling } from "./tiling.ts";

/** How a kernel of the seam runs: the passes it launches, the last of which makes its output, flat and row-major. What
 *  else a plan launches is freed after it. */
export type Plan<K extends KernelName> = (
  gpu: Launcher,
  size: number,
  ...args: KernelArguments<Buffer>[K]
) => Promise<Buffer>;

export type Plans = { readonly [K in KernelName]: Plan<K> };

export type Constants = Readonly<Record<string, number>>;
type Argument = Buffer | View | number;

/** The most workgroups that a dispatch may have along each dimension. */
export const mostGroups = 65_535;

/** Reads a buffer as x[plane][row][column]. */
export function view(buffer: Buffer, columns: number, rows: number, planes = 1): View {
  return { buffer, dims: [columns, rows, planes] };
}

/** Launches the passes of one call. A buffer given as an argument is read flat. */
export class Launcher {
  readonly #driver: Driver;
  readonly #made = new Set<Buffer>();

  /** How matrix products and convolutions run. */
  readonly products: Products;
  readonly #tiling: Tiling;

  /** @param most what may be used, if the driver can. */
  constructor(driver: Driver, most: Products, tiling: Tiling) {
    this.#driver = driver;
    this.#tiling = tiling;
    this.products = productLevels[Math.min(productLevels.indexOf(most), productLevels.indexOf(driver.products))];
  }

  /** The largest that one buffer may be. */
  get maxBytes(): number {
    return this.#driver.maxBytes;
  }

  tileFor(kind: ProductKind, rows: number, columns: number): Promise<TileName> {
    return this.#tiling.tileFor(kind, rows, columns);
  }

  /** One number from each of `threads` threads. */
  run(kernel: Source, threads: number | Threads, constants: Constants, ...args: readonly Argument[]): Promise<Buffer> {
    return this.#launch(kernel, threads, 1, constants, args);
  }

  /** Four numbers from each thread, next to each other in the output. */
  runVectors(kernel: Source, threads: Threads, constants: Constants, ...args: readonly Argument[]): Promise<Buffer> {
    return this.#launch(kernel, threads, 4, constants, args);
  }

  /** `tiles` in place of the kernel, which computes the same. */
  runTiles(
    kernel: Source,
    tiles: Tiles,
    threads: Threads,
    constants: Constants,
    ...args: readonly Argument[]
  ): Promise<Buffer> {
    return this.#launch(kernel, threads, 1, constants, args, tiles);
  }

  /** Frees all that was launched, but for the result. */
  finish(result: Buffer | null): void {
    for (const buffer of this.#made) if (buffer !== result) this.#driver.free(buffer);
  }

  async #launch(
    kernel: Source,
    threads: number | Threads,
    width: 1 | 4,
    constants: Constants,
    args: readonly Argument[],
    tiles?: Tiles,
  ): Promise<Buffer> {
    const made = await this.#driver.launch({
      kernel,
      threads: typeof threads === "number" ? [threads] : threads,
      width,
      constants,
      args: args.map((arg) => (typeof arg === "number" || "dims" in arg ? arg : view(arg, arg.size, 1))),
      ...(tiles !== undefined && { tiles }),
    });
    this.#made.add(made);
    return made;
  }
}

export type Threads = readonly [number, number, number];
