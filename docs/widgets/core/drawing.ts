import { drawn, drawnPlain, type Selectable, type Widget } from "./widget.ts";

/** A widget without the type of its state. */
export interface Drawing {
  readonly name: string;
  /** As the page holds it: see `drawn`. */
  draw(state: string, key?: string): string;
  /** The drawing and its sentence alone. */
  plain(state: string): string;
}

export function drawing<S extends Selectable>(widget: Widget<S>): Drawing {
  return {
    name: widget.name,
    draw: (state, key) => drawn(widget, state, key),
    plain: (state) => drawnPlain(widget, state),
  };
}
