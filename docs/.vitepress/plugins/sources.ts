import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { base } from "../base.ts";
import { isSource, mentionedFiles, read } from "../pages.ts";
import type { Plugin } from "./vite.ts";

/** Plain pages, of a few kilobytes: the site shows whole files, and they must not outweigh it. */
const style = `
:root { color-scheme: light dark; --line: #5f6773; --marked: #fff3d6; --link: #1d4f91; background: #ffffff; color: #1d2430; }
@media (prefers-color-scheme: dark) { :root { --line: #9ca3af; --marked: #4a3a12; --link: #94bdf5; background: #14171c; color: #e4e6ea; } }
a { color: var(--link); }
body { margin: 0 auto; max-width: 130ch; padding: 1rem; font: 14px/1.6 ui-monospace, Menlo, Consolas, monospace; }
h1 { font-size: 1.1rem; overflow-wrap: anywhere; }
pre { overflow-x: auto; font: inherit; }
b { font-weight: normal; display: block; }
b:target { background: var(--marked); }
b::before { content: attr(data-line); display: inline-block; width: 4ch; margin-right: 2ch; text-align: right; color: var(--line); }
@media print { pre { white-space: pre-wrap; } }
`;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function sourcePage(file: string): string {
  const lines = read(file).trimEnd().split("\n");
  const numbered = lines.map((line, i) => `<b id="L${i + 1}" data-line="${i + 1}">${escaped(line)}</b>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${file} | alexgrad</title><link rel="icon" href="${base}icon.svg"><style>${style}</style></head>
<body><main><p><a href="${base}">alexgrad</a></p><h1>${file}</h1>
<pre tabindex="0">${numbered.join("")}</pre></main></body></html>
`;
}

/** The files that pages mention, beside the built pages. */
export function writeSources(folder: string): void {
  for (const file of mentionedFiles()) {
    const path = join(folder, "source", `${file}.html`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, sourcePage(file));
  }
}

/** The same while the site is written. */
export function sources(): Plugin {
  return {
    name: "sources",
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const [, file] = /^\/source\/(.*)\.html$/.exec(request.url ?? "") ?? [];
        if (file === undefined || !isSource(file)) return next();
        response.setHeader("Content-Type", "text/html");
        response.end(sourcePage(file));
      });
    },
  };
}
