import type { HintKind } from "../../src/gradcheck/diagnose.ts";
import type { Geometry } from "./geometry.ts";

/** What the museum says of a seeded bug. */
export interface Exhibit {
  /** In addresses and links. */
  readonly id: string;
  /** What a person did. */
  readonly did: string;
  /** The smallest geometry tried at which the checker rejects it, with a hint where there is one that gives a hint. */
  readonly shows: Geometry;
  /** The first order at which it does. */
  readonly order: 1 | 2;
  /** What the checker's first hint is about; null where it gives none. */
  readonly hint: HintKind | null;
  /** A geometry at which the bug passes every check, in both orders; null where there is none. */
  readonly hides: Geometry | null;
  /** What hides it, or why nothing does. */
  readonly because: string;
  /** Where such a bug was met. */
  readonly met?: readonly { readonly where: string; readonly url: string }[];
}

/** By the bug's name. */
export type Exhibits = Readonly<Record<string, Exhibit>>;
