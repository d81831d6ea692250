import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, inject, it } from "vitest";
import { book, samples } from "./site.ts";
import { each, open } from "./visit.ts";

interface Result {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
const run = `axe.run({ runOnly: ${JSON.stringify(tags)} }).then(({ violations }) => violations)`;

/** The first of each kind, and all that have widgets. */
const chosen = [...new Set([...samples(1), ...book.filter(({ html }) => html.includes("<ag-"))])];

it("WCAG 2.2 A and AA hold on a page of each kind, in both schemes, on a phone and on a wide screen", async () => {
  const violations: string[] = [];
  await each(
    chosen,
    2,
    async ({ path, kind }, page) => {
      await open(page, inject("isolated") + path);
      await page.evaluate(axe);
      for (const width of [390, 1280]) {
        for (const colorScheme of ["light", "dark"] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          // The theme follows; a source's style sheet has done so already.
          if (kind !== "source") await page.locator(colorScheme === "dark" ? "html.dark" : "html:not(.dark)").waitFor();
          for (const { id, help, nodes } of await page.evaluate<Result[]>(run)) {
            const places = nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`);
            violations.push(`${path}, ${colorScheme}, ${width}: ${id} (${help}): ${places.slice(0, 3).join("; ")}`);
          }
        }
      }
    },
    { reducedMotion: "reduce" },
  );
  expect(violations).toEqual([]);
});
