import { expect, it } from "vitest";
import { toGrey } from "../../src/data/grey.ts";

it("toGrey keeps every level of grey, and weighs colours as BT.601 does", () => {
  const levels = Uint8Array.from({ length: 256 }, (_, level) => level);
  const pixels = Uint8Array.from([...levels, ...levels, ...levels]);
  expect(toGrey({ shape: [3, 16, 16], pixels })).toEqual({ shape: [1, 16, 16], pixels: levels });
  const primaries = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255]);
  expect([...toGrey({ shape: [3, 1, 3], pixels: primaries }).pixels]).toEqual([76, 150, 29]);
});
