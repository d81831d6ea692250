import { initialState, readState } from "./address.ts";
import { drawn, drawnPlain, type Selectable, type Widget } from "./widget.ts";

/** A widget without the type of its state, which is written as the address writes it. */
export interface Drawing {
  readonly name: string;
  /** As the page holds it: see `drawn`. */
  draw(state: string, key?: string): string;
  /** The drawing and its sentence alone. */
  plain(state: string): string;
  /** The drawing alone, of states one over the other. */
  figure(states: readonly string[]): string;
  /** @throws OptionError for a field or a value that there is not. */
  read(state: string): void;
}

export function drawing<S extends Selectable>(widget: Widget<S>): Drawing {
  const { name, fields } = widget;
  return {
    name,
    draw: (state, key) => drawn(widget, state, key),
    plain: (state) => drawnPlain(widget, state),
    figure: (states) =>
      widget.figure(
        states.reduce((state, text) => readState(fields, text, state), initialState(fields)),
        {},
      ),
    read: (state) => void readState(fields, state, initialState(fields)),
  };
}
