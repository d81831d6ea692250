import { defineConfig } from "vitepress";
import { base } from "./base.ts";
import { nav, sidebar } from "./navigation.ts";
import { benchmarkStyle, benchmarks } from "./plugins/benchmarks.ts";
import { codeBlocks, colorClasses } from "./plugins/codeBlocks.ts";
import { directivesPlugin } from "./plugins/directives.ts";
import { factModules } from "./plugins/facts.ts";
import { fonts, preloadFonts } from "./plugins/fonts.ts";
import { footnotes } from "./plugins/footnotes.ts";
import { formulas } from "./plugins/formulas.ts";
import { isolation } from "./plugins/isolation.ts";
import { links } from "./plugins/links.ts";
import { placeNavBar } from "./plugins/navBar.ts";
import { sources, writeSources } from "./plugins/sources.ts";
import { studyDrawings } from "./plugins/studies.ts";
import { dropUnused } from "./plugins/unused.ts";
import { widgets } from "./plugins/widgets.ts";
import { workers } from "./plugins/workers.ts";
import { search } from "./search.ts";

export default defineConfig({
  base,
  lang: "en",
  // Else every page would hold the list of all pages.
  metaChunk: true,
  title: "alexgrad",
  description: "Every operator of AlexNet: forward, backward and second order, drawn by the library itself.",
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${base}icon.svg` }]],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (md) =>
      void md.use(colorClasses).use(codeBlocks).use(formulas).use(directivesPlugin).use(links).use(footnotes),
  },
  themeConfig: {
    logo: { src: "/icon.svg", alt: "" },
    nav,
    sidebar,
    search,
    outline: [2, 3],
    socialLinks: [],
  },
  // A reader loads the pages that he opens.
  router: { prefetchLinks: false },
  transformHead: (context) => [...preloadFonts(context), ...benchmarkStyle(context)],
  transformHtml: placeNavBar,
  buildEnd: ({ outDir }) => writeSources(outDir),
  vue: {
    template: {
      compilerOptions: {
        isCustomElement: (tag) => tag.startsWith("ag-") || ["browser-benchmark", "train-playground"].includes(tag),
      },
    },
  },
  vite: {
    css: { postcss: { plugins: [dropUnused] } },
    // A face that few formulas need is no part of the style that all pages load.
    build: { assetsInlineLimit: (file) => (file.endsWith(".woff2") ? false : undefined) },
    // A worker that loads parts of itself when it needs them.
    worker: { format: "es", plugins: () => [workers()] },
    plugins: [isolation(), widgets(), benchmarks(), studyDrawings(), factModules(), fonts(), sources()],
  },
});
