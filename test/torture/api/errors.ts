import * as ag from "../../../src/index.ts";
import { type Calls, make } from "./call.ts";

const { AlexgradError, ArgumentError, ShapeError, OptionError, DTypeError, DeviceError, DisposedError } = ag;
const { GradientError, DivergenceError, AnomalyError, WriteError } = ag;
const plain = { AlexgradError, ArgumentError, ShapeError, OptionError, DTypeError, DeviceError, DisposedError };
const cause = new Error("cause");

/** What may be thrown. */
export const errors: Calls = {
  ...Object.fromEntries(
    Object.entries({ ...plain, GradientError, DivergenceError, AnomalyError, WriteError }).map(([name, type]) => {
      return [name, () => make(type, "who: what", { cause })];
    }),
  ),
  ThreadError: () => make(ag.ThreadError, "who: what", "lost", { cause }),
  FormatError: () => make(ag.FormatError, "file", "reason", { offset: 3, cause }),
};
