import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pages, root } from "../../../docs/.vitepress/pages.ts";
import { drawings } from "../../../docs/widgets/index.ts";

/** Links that set a widget's state, by page: [text](#name&field=value). */
const views = pages.flatMap(({ path }) => {
  const text = readFileSync(`${root}/docs/${path}`, "utf8");
  return Array.from(text.matchAll(/\]\(#([a-z0-9-]+)&([^)\s]+)\)/g), ([, name, state]) => ({ path, name, state }));
});

/** What a field says of a value that it does not take; a state that the library refuses may be shown on purpose. */
const unreadable = /^expected (one of|a whole number|a number|yes or no)/;

describe("views that pages link to", () => {
  const own = views.flatMap((view) => {
    const drawing = drawings.find(({ name }) => name === view.name);
    return drawing === undefined ? [] : [{ ...view, drawing }];
  });

  it("are there", () => expect(own.length).toBeGreaterThan(100));

  it.each(own)("$path: #$name&$state", ({ drawing, state }) => {
    try {
      expect(drawing.draw(state)).toContain("ag-frame");
    } catch (error) {
      expect(String((error as Error).message)).not.toMatch(unreadable);
    }
  });
});
