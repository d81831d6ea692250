import { expect, it } from "vitest";
import { toGray } from "../../src/data/gray.ts";

it("toGray keeps every level of gray, and weighs colors as BT.601 does", () => {
  const levels = Uint8Array.from({ length: 256 }, (_, level) => level);
  const pixels = Uint8Array.from([...levels, ...levels, ...levels]);
  expect(toGray({ shape: [3, 16, 16], pixels })).toEqual({ shape: [1, 16, 16], pixels: levels });
  const primaries = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255]);
  expect([...toGray({ shape: [3, 1, 3], pixels: primaries }).pixels]).toEqual([76, 150, 29]);
});
