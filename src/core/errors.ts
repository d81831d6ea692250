import { describe } from "./describe.ts";
import { oneLine } from "./visible.ts";

/** The base of the library's errors: each says which operator or file spoke, what it expected and what came.
 *
 *  @example
 *  ```ts
 *  import { add, AlexgradError, ones, ShapeError } from "alexgrad";
 *
 *  try {
 *    add(ones([2]), ones([3]));
 *  } catch (error) {
 *    if (!(error instanceof AlexgradError)) throw error;
 *    console.log(error instanceof ShapeError, error.message); // true add: cannot broadcast [2] with [3]
 *  }
 *  ``` */
export class AlexgradError extends Error {
  /** Takes anything: to tell of an error is no error.
   *  @param message what went wrong. Default: "".
   *  @param options.cause what led to it. Default: undefined. */
  constructor(message: string = "", options?: ErrorOptions) {
    super(textOf(message), options);
  }

  override get name(): string {
    return this.constructor.name;
  }
}

// One class for each kind of fault. What is of the wrong type is an argument's or an option's fault, never a shape's; a
// number that is wrong by itself is an option's, and one that does not fit the tensor or image at hand a shape's.

/** An argument of another kind than the function takes: a number where a tensor is wanted, or none at all.
 *  Every function throws it, also where its docblock does not repeat it. */
export class ArgumentError extends AlexgradError {}

/** A shape, rank, axis, window or index that the operator cannot take. */
export class ShapeError extends AlexgradError {}

/** An option that the operator, layer or optimizer does not have, that it needs and did not get, or with a value that it cannot
 *  take. */
export class OptionError extends AlexgradError {}

/** An element type that the device or operator cannot take. */
export class DTypeError extends AlexgradError {}

/** A device that failed, was closed, or was mixed with another one. */
export class DeviceError extends AlexgradError {}

/** A tensor used after it was disposed, or a graph used after it was freed. Every function that takes tensors
 *  throws it, also where its docblock does not repeat it. */
export class DisposedError extends AlexgradError {}

/** A gradient that cannot be computed as asked. */
export class GradientError extends AlexgradError {}

/** A training whose loss is no longer finite. */
export class DivergenceError extends AlexgradError {}

/** A non-finite number found by `detectAnomaly`. */
export class AnomalyError extends AlexgradError {}

/** A task that worker threads did not do: they were lost, it took longer than it may, or they were closed before it was
 *  done. */
export class ThreadError extends AlexgradError {
  /** Why not: the threads were lost, it took longer than it may, or they were closed. */
  readonly reason: "lost" | "limit" | "closed";

  constructor(message: string, reason: ThreadError["reason"], options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** A file that cannot be written, with the system's error as its cause. */
export class WriteError extends AlexgradError {}

/** A file whose bytes are not what its format says, with the offset at which that showed. */
export class FormatError extends AlexgradError {
  /** Its path or name. */
  readonly file: string;
  /** The message without the file. */
  readonly reason: string;
  /** In bytes from the file's start, where it is known. */
  readonly offset: number | undefined;

  constructor(file: string, reason: string, options: { offset?: number; cause?: unknown } = {}) {
    const { offset } = options ?? {};
    const at = offset === undefined ? "" : ` (at byte ${textOf(offset)})`;
    super(oneLine(`${textOf(file)}: ${textOf(reason)}${at}`), options);
    this.file = file;
    this.reason = `${reason}${at}`;
    this.offset = offset;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : describe(value);
}
