import { expect } from "vitest";
import { indicesOf } from "../../../docs/widgets/core/fill.ts";
import { show } from "../../../docs/widgets/core/numbers.ts";
import { keyOf, nameOf } from "../../../docs/widgets/core/plane.ts";
import type { Part } from "../../../docs/widgets/core/sums.ts";
import { productOf } from "../../../docs/widgets/core/terms.ts";
import type { Tensor } from "../../../src/index.ts";
import { cellsOf } from "./cells.ts";

/** What each result's contributions add up to is what the library computed; each factor is an element that is shown. */
export function expectContributions(parts: readonly Part[]): void {
  const known = new Map(
    parts.flatMap((part) => indicesOf(part.shape).map((index, i) => [keyOf(part.name, index), part.values[i]])),
  );
  const results = parts.filter(({ terms }) => terms !== undefined);
  expect(results.length).toBeGreaterThan(0);
  for (const part of results) {
    for (const [i, index] of indicesOf(part.shape).entries()) {
      const terms = part.terms!(index);
      const total = terms.reduce((sum, term) => sum + productOf(term), 0);
      expect([nameOf(keyOf(part.name, index)), total]).toEqual([
        nameOf(keyOf(part.name, index)),
        expect.closeTo((part.right ?? part.values)[i], 9),
      ]);
      for (const { key, value } of terms.flatMap(({ factors }) => factors)) {
        if (key.includes(":")) expect([key, known.get(key)]).toEqual([key, value]);
      }
    }
  }
}

/** A drawing's cells of a tensor are these numbers. */
export async function expectCells(html: string, name: string, expected: Tensor): Promise<void> {
  const cells = cellsOf(html);
  const data = await expected.data();
  const shown = indicesOf(expected.shape).map((index) => cells.get(keyOf(name, index)));
  expect([name, shown]).toEqual([name, Array.from(data, show)]);
}
