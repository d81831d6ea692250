import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";

// Element by element, `toEqual` takes seconds for a few megabytes. Where this is undefined, it compares and explains itself.
expect.addEqualityTesters([
  (a, b) => (ArrayBuffer.isView(a) && ArrayBuffer.isView(b) && isDeepStrictEqual(a, b) ? true : undefined),
]);
