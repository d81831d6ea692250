import { defineConfig } from "vitepress";
import { nav, sidebar } from "./navigation.ts";
import { lineAnchors } from "./plugins/anchors.ts";
import { directivesPlugin } from "./plugins/directives.ts";
import { formulas } from "./plugins/formulas.ts";
import { library } from "./plugins/library.ts";
import { links } from "./plugins/links.ts";
import { search } from "./search.ts";

/** Where the site will stand: "/" or "/some/folder/". */
const base = process.env.DOCS_BASE ?? "/";

/** What shared memory asks of a page, and so of threads: nothing from another origin. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base,
  lang: "en",
  title: "alexgrad",
  description: "Every operator of AlexNet: forward, backward and second order, drawn by the library itself.",
  markdown: {
    config: (md) => void md.use(formulas).use(directivesPlugin).use(links).use(lineAnchors),
  },
  themeConfig: {
    nav,
    sidebar,
    search,
    outline: [2, 3],
    socialLinks: [],
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith("ag-") } } },
  vite: {
    server: { headers: isolation },
    preview: { headers: isolation },
    plugins: [library()],
  },
});
