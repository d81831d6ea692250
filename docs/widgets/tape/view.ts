import type { Box } from "./record.ts";
import { brief } from "./rules.ts";
import type { State } from "./state.ts";
import { type Frame, trace } from "./trace.ts";

/** The frame that is looked at, and what its boxes are called. */
export interface View {
  readonly frames: readonly Frame[];
  readonly at: number;
  readonly frame: Frame;
  /** From 0 on, in the order of the tape, however many steps there were before it. */
  idOf(box: Box): number | null;
  nameOf(box: Box): string;
}

export function viewOf(s: State): View {
  const frames = trace(s);
  const at = Math.min(s.step, frames.length - 1);
  const ids = frames.flatMap(({ all }) => all.flatMap(({ gradFn }) => (gradFn === null ? [] : [gradFn.id])));
  const ranks = new Map([...new Set(ids)].sort((a, b) => a - b).map((id, rank) => [id, rank]));
  const idOf = ({ gradFn }: Box) => (gradFn === null ? null : ranks.get(gradFn.id)!);
  return { frames, at, frame: frames[at], idOf, nameOf: (box) => box.name || `#${idOf(box)}` };
}

/** "2", "[1, 2]", "2×3", or nothing where it is not known. */
export const shownValue = ({ tensor }: Box): string => (tensor === null ? "" : brief(tensor));

/** The box that the frame's event is about. */
export function boxAt({ event }: Frame): Box | null {
  return "box" in event ? event.box : null;
}
