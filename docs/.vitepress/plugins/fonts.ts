import type { HeadConfig, TransformContext } from "vitepress";
import { base } from "../base.ts";
import type { Plugin } from "./vite.ts";

/** KaTeX's style sheet with woff2 alone, which all browsers of today read. */
export function fonts(): Plugin {
  return {
    name: "fonts",
    enforce: "pre",
    transform(code, id) {
      return id.includes("katex.min.css") ? code.replace(/,url\([^)]*\.(woff|ttf)\) format\("\w+"\)/g, "") : null;
    },
  };
}

/** What nearly every formula is set in. */
const faces = ["KaTeX_Main-Regular", "KaTeX_Math-Italic", "KaTeX_Size2-Regular"];

/** Pages with formulas ask for their faces before the style sheet does. */
export function preloadFonts({ assets, content }: TransformContext): HeadConfig[] {
  if (!content.includes('class="katex"')) return [];
  const files = assets.filter((asset) => faces.some((face) => asset.includes(`${face}.`)));
  return files.map((asset) => [
    "link",
    {
      rel: "preload",
      as: "font",
      type: "font/woff2",
      crossorigin: "",
      href: asset.startsWith(base) ? asset : base + asset.slice(1),
    },
  ]);
}
