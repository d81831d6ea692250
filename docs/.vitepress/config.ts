import { defineConfig } from "vitepress";
import { base } from "./base.ts";
import { nav, sidebar } from "./navigation.ts";
import { directivesPlugin } from "./plugins/directives.ts";
import { fonts, preloadFonts } from "./plugins/fonts.ts";
import { formulas } from "./plugins/formulas.ts";
import { library } from "./plugins/library.ts";
import { links } from "./plugins/links.ts";
import { sources, writeSources } from "./plugins/sources.ts";
import { widgets } from "./plugins/widgets.ts";
import { search } from "./search.ts";

/** What shared memory asks of a page, and so of threads: nothing from another origin. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base,
  lang: "en",
  // Else every page would hold the list of all pages.
  metaChunk: true,
  title: "alexgrad",
  description: "Every operator of AlexNet: forward, backward and second order, drawn by the library itself.",
  markdown: {
    config: (md) => void md.use(formulas).use(directivesPlugin).use(links),
  },
  themeConfig: {
    nav,
    sidebar,
    search,
    outline: [2, 3],
    socialLinks: [],
  },
  transformHead: preloadFonts,
  buildEnd: ({ outDir }) => writeSources(outDir),
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith("ag-") } } },
  vite: {
    server: { headers: isolation },
    preview: { headers: isolation },
    plugins: [widgets(), library(), fonts(), sources()],
  },
});
