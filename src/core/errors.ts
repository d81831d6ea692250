/** Every error of the library says which operator or file spoke, what it expected and what came. */
export class AlexgradError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** A shape, rank, axis, window or index that the operator cannot take. */
export class ShapeError extends AlexgradError {}

/** An option with a value that the operator, layer or optimiser cannot take. */
export class OptionError extends AlexgradError {}

/** An element type that the device or operator cannot take. */
export class DTypeError extends AlexgradError {}

/** A device that failed, was closed, or was mixed with another one. */
export class DeviceError extends AlexgradError {}

/** A tensor used after it was disposed, or a graph used after it was freed. */
export class DisposedError extends AlexgradError {}

/** A gradient that cannot be computed as asked. */
export class GradientError extends AlexgradError {}

/** A non-finite number found by `detectAnomaly`. */
export class AnomalyError extends AlexgradError {}

/** A file that cannot be written, with the system's error as its cause. */
export class WriteError extends AlexgradError {}

/** A file whose bytes are not what its format says, with the offset at which that showed. */
export class FormatError extends AlexgradError {
  readonly file: string;
  /** The message without the file. */
  readonly reason: string;
  readonly offset: number | undefined;

  constructor(file: string, reason: string, options: { offset?: number; cause?: unknown } = {}) {
    const at = options.offset === undefined ? "" : ` (at byte ${options.offset})`;
    super(`${file}: ${reason}${at}`, "cause" in options ? { cause: options.cause } : undefined);
    this.file = file;
    this.reason = `${reason}${at}`;
    this.offset = options.offset;
  }
}
