import { describe, expect, it } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import { parseJson } from "../../src/io/check.ts";
import { checksum } from "../../src/io/checksum.node.ts";

describe("JSON of a file", () => {
  it.each([
    ["", "column 1: it ends too early"],
    ["{", "column 2: it ends too early"],
    ['{"a": "b', "column 9: it ends too early"],
    ['{"a": tru}', 'column 10: unexpected "}"'],
    ['{\n  "a": 1,\n}', 'line 3, column 1: unexpected "}"'],
    ['{"a": 1}\n\n{}', 'line 3, column 1: unexpected "{"'],
    ['["a\nb"]', 'line 1, column 4: unexpected "\\n"'],
    ["[01]", 'column 3: unexpected "1"'],
    ["[1.]", 'column 4: unexpected "]"'],
    ["\0", 'column 1: unexpected "\\u0000"'],
  ])("%j is none from where it says", (json, place) => {
    expect(() => parseJson("a.json", json)).toThrow(FormatError);
    expect(() => parseJson("a.json", json)).toThrow(`a.json: is not JSON (${place})`);
  });
});

it("a checksum is the same in pieces of any size", () => {
  const arrays = [Uint8Array.from({ length: 1000 }, (_, i) => i), Uint16Array.from({ length: 77 }, (_, i) => 300 * i)];
  const whole = checksum(arrays);
  expect(whole).toBe("0b6e1bc8626a0d779122fdea4fe770158b13890d2d2df9c73ab0e0d9fbfab148");
  for (const piece of [1, 7, 999]) expect(checksum(arrays, piece)).toBe(whole);
});
