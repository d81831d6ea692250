import type { Event, Request } from "../protocol.ts";

/** What a part of the page may do. */
export interface Stage {
  send(request: Request): void;
  /** Tells the reader, and screen readers. */
  say(sentence: string): void;
}

/** A part of the page: an element that follows what the worker tells. */
export interface Part {
  readonly element: HTMLElement;
  hear(event: Event): void;
}
