import { executable } from "./chromium.ts";

/** Before the tests: "no browser" is never a pass. */
export function setup(): void {
  if (executable === undefined) {
    throw new Error("These tests need Chromium, and there is none: install it, or name one in CHROMIUM.");
  }
}
