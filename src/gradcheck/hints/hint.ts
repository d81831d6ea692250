/** What a hint is about, so that programs need not read its text. */
export type HintKind =
  | "not finite"
  | "doubled"
  | "halved"
  | "sign"
  | "missing"
  | "unwanted"
  | "mean"
  | "ratio"
  | "transposed"
  | "shifted"
  | "cross terms"
  | "diagonal"
  | "overlap"
  | "slice"
  | "border"
  | "branch";

/** What the mistake in a gradient may be. */
export interface Hint {
  readonly kind: HintKind;
  /** One sentence. */
  readonly text: string;
}
