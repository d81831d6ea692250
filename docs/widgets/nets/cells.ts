import { describeKernel, describeWindow } from "../../../src/core/geometry/describeWindow.ts";
import { nets as words } from "../words/en/nets.ts";
import type { NetLayer, Start } from "./facts.ts";

/** A layer in a few words: its options, and what comes out where that changes. */
export function describeLayer({ spec, output }: NetLayer): string {
  const to = `→\u00a0${output.join("×")}`;
  switch (spec.kind) {
    case "conv":
      return `${spec.filters} of ${describeWindow(spec)} ${to}`;
    case "linear":
      return to;
    case "maxPool":
    case "avgPool":
      return `${spec.kind === "maxPool" ? "max" : "avg"} ${describeWindow({ ...spec, stride: spec.stride ?? spec.kernel })} ${to}`;
    case "adaptiveAvgPool":
      return `adaptive avg ${describeKernel(spec.outputSize)} ${to}`;
    case "localResponseNorm": {
      const { size = 5, k = 1, alpha = 1e-4, beta = 0.75, divideAlpha = true, channels = "across" } = spec;
      const window = channels === "within" ? `${size}×${size}` : size;
      return `n\u00a0${window}, k\u00a0${k}, α\u00a0${power(alpha)}${divideAlpha ? `\u00a0/\u00a0${channels === "within" ? size ** 2 : size}` : ""}, β\u00a0${beta}`;
    }
    case "dropout":
      return `p ${spec.p}, ${spec.inverted === false ? words.scaledInEvaluation(1 - spec.p) : words.scaledInTraining(1 / (1 - spec.p))}`;
    default:
      return words.kinds[spec.kind];
  }
}

/** 0.0001 as 1e−4. */
const power = (value: number) => value.toExponential().replace("-", "−");

/** How weights and biases begin. */
export function describeStart({ weights, bias }: NetLayer): string {
  if (weights === null) return "";
  return `${startOf(weights)}, ${bias === null ? words.noBias : `b ${startOf(bias)}`}`;
}

function startOf(start: Start): string {
  if ("value" in start) return String(start.value);
  return "sigma" in start ? `σ ${start.sigma}` : `±${start.bound.toFixed(3)}`;
}

/** Bytes, in the unit that is near. */
export const bytes = (count: number): string =>
  count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(2)} MB`;

export const count = (value: number): string => value.toLocaleString("en-US");
