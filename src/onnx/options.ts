import { boolean, kind, record } from "../core/kinds.ts";
import type { Kinds } from "../core/options.ts";

/** What of a network goes into an ONNX file, and how. */
export interface OnnxOptions {
  /** Images at a time; "dynamic": any number. Default: "dynamic". */
  readonly batch?: number | "dynamic";
  /** Whether scores are turned into probabilities. Default: false. */
  readonly softmax?: boolean;
  /** Whether local response normalization is written in elementary operators, for runtimes that lack it. Windows that ONNX's
   *  own operator does not have (an even size, or within a map) always are. Default: false. */
  readonly decomposeLrn?: boolean;
  /** Texts to keep with it. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const batchKind = kind('a whole number or "dynamic"', (value): value is number | "dynamic" => {
  return value === "dynamic" || typeof value === "number";
});
export const onnxOptions: Kinds<OnnxOptions> = {
  batch: batchKind,
  softmax: boolean,
  decomposeLrn: boolean,
  metadata: kind("a record of strings", (value): value is Record<string, string> => {
    return record.accepts(value) && Object.values(value).every((each) => typeof each === "string");
  }),
};
