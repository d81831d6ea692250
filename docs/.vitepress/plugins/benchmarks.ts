import type { HeadConfig, TransformContext } from "vitepress";
import { readingGuide, toBody } from "../../../bench/report/body.ts";
import { style } from "../../../bench/report/style.ts";
import { escapeHtml } from "../../../src/train/report/escape.ts";
import { storedResults } from "../results.ts";
import { filling } from "./filling.ts";
import type { Plugin } from "./vite.ts";

/** `<bench-guide>` and `<bench-machines>` in a page become how results are read, and all results that are kept. */
export function benchmarks(): Plugin {
  return {
    // While the site is written; built pages have it by `benchmarkStyle`.
    transformIndexHtml: () => [{ tag: "style", children: style, injectTo: "head" }],
    ...filling("benchmarks", (page, isFilled) =>
      page
        .replace(/^<bench-guide><\/bench-guide>$/m, () => `<div v-pre class="bench">${readingGuide()}</div>`)
        .replace(
          /^<bench-machines><\/bench-machines>$/m,
          () => `<div v-pre id="machines">${isFilled ? machines() : ""}</div>`,
        ),
    ),
  };
}

function machines(): string {
  return storedResults()
    .map(
      ({ name, results }) =>
        `<h2 id="${escapeHtml(name)}">${escapeHtml(titleOf(results.machine.processor, results.date))}</h2>${toBody(results, 3)}`,
    )
    .join("");
}

const titleOf = (processor: string, date: string) => `${processor}, ${date.slice(0, 10)}`;

/** In the page itself: the site's one style sheet goes to every page. */
export function benchmarkStyle({ content }: TransformContext): HeadConfig[] {
  return content.includes('class="bench"') ? [["style", { id: "bench-style" }, style]] : [];
}
