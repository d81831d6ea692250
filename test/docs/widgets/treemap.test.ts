import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { netNames, nets } from "../../../docs/widgets/nets/facts.ts";
import { partsOf, shareOf } from "../../../docs/widgets/treemap/figure.ts";
import { widget } from "../../../docs/widgets/treemap/index.ts";
import { type Rect, squarified } from "../../../docs/widgets/treemap/layout.ts";
import { measures } from "../../../docs/widgets/treemap/state.ts";
import { summarize } from "../../../src/index.ts";

const areaOf = ({ width, height }: Rect) => width * height;

describe("the treemap", () => {
  it("fills its room with rectangles of the shares' sizes, none over another", () => {
    const sizes = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1000, noNaN: true })), {
      maxLength: 24,
    });
    fc.assert(
      fc.property(sizes, (areas) => {
        const room = { x: 5, y: 7, width: 300, height: 200 };
        const total = areas.reduce((sum, area) => sum + area, 0);
        const rects = squarified(areas, room);
        expect(rects).toHaveLength(areas.length);
        for (const [i, rect] of rects.entries()) {
          expect(areaOf(rect)).toBeCloseTo(total === 0 ? 0 : (areas[i]! / total) * areaOf(room), 4);
          expect(rect.x).toBeGreaterThan(room.x - 1e-6);
          expect(rect.y).toBeGreaterThan(room.y - 1e-6);
          expect(rect.x + rect.width).toBeLessThan(room.x + room.width + 1e-6);
          expect(rect.y + rect.height).toBeLessThan(room.y + room.height + 1e-6);
          for (const other of rects.slice(i + 1)) {
            const across = Math.min(rect.x + rect.width, other.x + other.width) - Math.max(rect.x, other.x);
            const down = Math.min(rect.y + rect.height, other.y + other.height) - Math.max(rect.y, other.y);
            expect(Math.min(across, down)).toBeLessThan(1e-6);
          }
        }
      }),
    );
  });

  it.each(netNames)("draws every layer of %s as large as its share, in the same order whatever is measured", (net) => {
    const { layers, totals } = summarize(net);
    for (const measure of measures) {
      const html = drawn(widget, `net=${net}&measure=${measure}`);
      const boxes = html.matchAll(/data-value="([^":]+):\w+"><rect width="([\d.]+)" height="([\d.]+)"/g);
      const areas = new Map(Array.from(boxes, ([, name, width, height]) => [name!, Number(width) * Number(height)]));
      const shown = layers.filter(({ kind }) => kind !== "flatten");
      expect([...areas.keys()]).toEqual(shown.map(({ name }) => name));
      for (const { name, ...layer } of shown) {
        expect(Math.abs(areas.get(name)! / (660 * 300) - layer[measure] / totals[measure])).toBeLessThan(2e-4);
      }
    }
  });

  it("has 96 % of the paper's parameters, and 8 % of its multiplications, in the fully connected part", () => {
    expect(partsOf(nets.paper2012)[1].map(({ name }) => name)[0]).toBe("fc6");
    expect(shareOf(nets.paper2012, 1, "parameters").toFixed(3)).toBe("0.962");
    expect(shareOf(nets.paper2012, 1, "macs").toFixed(3)).toBe("0.081");
    expect(drawn(widget, "")).toContain("96.2 % of it in the fully connected part");
    expect(drawn(widget, "measure=macs")).toContain("8.1 % of it in the fully connected part");
  });

  it("has the same numbers as a grid with one tab stop", () => {
    const html = drawn(widget, "select=fc6:macs");
    expect(html.match(/tabindex="0"[^>]*aria-selected/g)).toHaveLength(1);
    expect(html).toContain("37,752,832 (61.9 %)");
    expect(html).toContain("fc6: 37,748,736 of multiplications, 5.2 % of the network&#39;s.");
  });
});
