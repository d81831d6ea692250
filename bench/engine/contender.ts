/** Where something ran: what a benchmark must be sure of before its times mean anything. */
export interface Facts {
  /** "cpu", "gpu", "reference", or a peer's name and version. */
  readonly device: string;
  readonly threads?: number;
  /** SIMD level of the cpu device. */
  readonly simd?: string;
  /** API of the gpu device. */
  readonly backend?: string;
  readonly adapter?: string;
  /** Calls that another device computed in its place. */
  readonly fallbacks?: number;
  /** Whose clock timed it: "timestamps", the GPU's own, which leaves out what lies between its passes. Left out: the wall's. */
  readonly clock?: "timestamps";
}

/** Something that takes turns with others to be timed. */
export interface Contender {
  readonly name: string;
  /** Does it once, and resolves when it is done.
   *  @returns milliseconds where another clock timed it: a peer's process, a GPU's timestamps. */
  run(): Promise<void> | Promise<number>;
  /** Does it so many times, with one wait at the end. Left out: `run`, as many times.
   *  @returns milliseconds of all of them where another clock timed them. */
  chain?(calls: number): Promise<void> | Promise<number>;
  /** Comes before each turn, untimed. */
  wake?(): Promise<unknown>;
  /** Compares its result with the reference's.
   *  @returns the largest error, as a share of what is allowed.
   *  @throws if that is above 1. */
  check?(): Promise<number>;
  facts(): Facts;
  /** What its tensors took at most, where its device counts that. */
  peakBytes?(): number;
  close?(): Promise<void>;
}
