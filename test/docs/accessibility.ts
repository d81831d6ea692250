import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

interface Result {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** To describe what is as it should be takes twice as long as to find what is not. */
const options = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
  resultTypes: ["violations"],
};

/** What axe has to say of a page, or of what a selector finds there, by WCAG 2.2 A and AA. */
export async function violationsIn(page: Page, within = "html"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const found = await page.evaluate<Result[]>(
    `axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return found.map(({ id, help, nodes }) => {
    const places = nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`);
    return `${id} (${help}): ${places.slice(0, 3).join("; ")}`;
  });
}

/** A theme's colors follow the reader's; a source's style sheet has done so already. */
export async function show(page: Page, width: number, colorScheme: "light" | "dark", follows = true): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  if (follows) await page.locator(colorScheme === "dark" ? "html.dark" : "html:not(.dark)").waitFor();
}
