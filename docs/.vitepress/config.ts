import { defineConfig } from "vitepress";
import { formulas } from "./plugins/formulas.ts";
import { library } from "./plugins/library.ts";
import { widgets } from "./plugins/widgets.ts";

/** Where the site will stand: "/" or "/some/folder/". */
const base = process.env.DOCS_BASE ?? "/";

/** What shared memory asks of a page, and so of threads: nothing from another origin. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base,
  ignoreDeadLinks: true,
  lang: "en",
  title: "alexgrad",
  description: "Every operator of AlexNet: forward, backward and second order, drawn by the library itself.",
  markdown: { config: (md) => void md.use(formulas) },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith("ag-") } } },
  vite: {
    server: { headers: isolation },
    preview: { headers: isolation },
    plugins: [widgets(), library()],
  },
});
