import { AlexgradError } from "../../../src/core/errors.ts";
import { address, initialState, readState } from "./address.ts";
import type { Fields } from "./fields.ts";
import type { Fill } from "./fill.ts";
import { frame, plainFrame } from "./frame.ts";

/** What every widget's state has. */
export interface Selectable {
  /** The key of the cell that is looked at, or "". */
  readonly select: string;
}

/** What does not belong to the state: where the pointer is, and what came in later. */
export interface Look {
  /** The key of the cell under the pointer. */
  readonly cell?: string | undefined;
  /** The addend under the pointer. */
  readonly term?: string | undefined;
  /** What `later` found. */
  readonly later?: string | undefined;
}

/** The state as code. */
export interface Code {
  readonly typescript: string;
  readonly pytorch: string;
}

/** A drawing that the library computes: a function of its state, in Node while the site is built and in the page. */
export interface Widget<S extends Selectable> {
  /** The element is ag-name, and the address begins with it. */
  readonly name: string;
  readonly title: string;
  readonly fields: Fields<S>;
  /** What is set, above the figure: modes and the few things that matter most. Drawn also for a state that the library
   *  refuses. */
  controls(state: S): string;
  /** The rest, below it. */
  more?(state: S): string;
  /** The drawing. @throws AlexgradError where the library refuses the state. */
  figure(state: S, look: Look): string;
  /** One sentence on what is selected, spoken after each change. */
  says(state: S, look?: Look): string;
  /** The controls, the drawing and its sentence alone. Default: false, steps, editor and code too. */
  readonly isBare?: boolean;
  code?(state: S): Code;
  /** The tensors whose numbers can be changed: the field of each, its shape, its value at a place. */
  editable?(state: S): Readonly<Record<string, Editable<S>>>;
  /** How many steps there are to play; the field `step` counts them. */
  steps?(state: S): number;
  /** What takes longer than a drawing may, as HTML; drawn again with it. */
  later?(state: S): Promise<string> | null;
  /** The same when it is asked for, by a button with `data-run`: HTML of what there is so far, and in the end of all. */
  run?(state: S): AsyncIterable<string>;
}

export interface Editable<S> {
  readonly field: { [K in keyof S]: S[K] extends Fill ? K : never }[keyof S] & string;
  readonly shape: readonly number[];
}

/** Everything inside a widget's element. A state that is refused shows why, over the last good one. */
export function draw<S extends Selectable>(
  widget: Widget<S>,
  state: S,
  {
    look = {},
    good = state,
    figure = widget.figure(good, look),
    message = "",
    undo = false,
    redo = false,
    link = "",
    isFromText = false,
  }: Partial<Shown<S>> = {},
): string {
  return frame(widget, state, { look, good, figure, message, undo, redo, link, isFromText });
}

/** What an element adds to its state. */
export interface Shown<S> {
  readonly look: Look;
  /** The last state that was not refused. */
  readonly good: S;
  readonly figure: string;
  /** Why the state is refused, or what was typed. */
  readonly message: string;
  /** Whether there is something to undo, and to do again. */
  readonly undo: boolean;
  readonly redo: boolean;
  /** The state as an address. */
  readonly link: string;
  /** Whether a sentence of the page led here. */
  readonly isFromText: boolean;
}

/** As a page holds it before any script runs.
 *  @param text the state as an address writes it; "" for the one at the beginning.
 *  @throws AlexgradError where the library refuses the state: a page does not begin with one. */
export function drawn<S extends Selectable>(widget: Widget<S>, text: string, key = widget.name): string {
  const state = readState(widget.fields, text, initialState(widget.fields));
  return draw(widget, state, { link: address(key, widget.fields, state, state) });
}

/** A drawing to read only, such as a worked example. */
export function drawnPlain<S extends Selectable>(widget: Widget<S>, text: string): string {
  const state = readState(widget.fields, text, initialState(widget.fields));
  return plainFrame(widget, state);
}

/** Why the library refuses it; null if it does not. */
export function refusal<T>(run: () => T): string | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof AlexgradError) return error.message;
    throw error;
  }
}
