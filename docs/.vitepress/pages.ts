import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

import { base } from "./base.ts";

/** The repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Page {
  /** Within docs, such as "ops/conv2d.md". */
  readonly path: string;
  readonly title: string;
  /** Within its folder: front matter's `order`; pages without one come last, by name. */
  readonly order: number;
  /** The document of the repository that the page includes: front matter's `from`, such as "CONTRIBUTING.md". */
  readonly from: string | undefined;
  /** Its Markdown, or that of the document that it includes. */
  readonly text: string;
}

/** A file of the repository. */
export const read = (path: string) => readFileSync(join(root, path), "utf8");

function readPage(path: string): Page {
  const whole = read(`docs/${path}`);
  const [, front = ""] = /^---\n(.*?)\n---\n/s.exec(whole) ?? [];
  const field = (name: string) => new RegExp(`^${name}: *"?(.*?)"?$`, "m").exec(front)?.[1];
  const from = field("from");
  const text = from === undefined ? whole : read(from);
  const title = field("title") ?? /^# (.*)/m.exec(text)?.[1] ?? path;
  return { path, title, order: Number(field("order") ?? Number.POSITIVE_INFINITY), from, text };
}

/** Those that are written; not the API's, which are made. */
export const pages: readonly Page[] = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".md") && !/^(\.vitepress|api)\//.test(path))
  .map(readPage)
  .sort((a, b) => a.order - b.order || (a.path < b.path ? -1 : 1));

/** What a folder has, in order. */
export const pagesIn = (folder: string) => pages.filter(({ path }) => posix.dirname(path) === folder);

/** The page's address within the site, such as "/ops/conv2d" or "/ops/". */
export const addressOf = (path: string) => `/${path.replace(/\.md$/, "").replace(/(^|\/)index$/, "$1")}`;

/** The page that shows a document of the repository, such as "kernels/README.md", or a folder of docs. */
export function pageOf(document: string): string | undefined {
  if (document === "README.md") return "index.md";
  const own = [document, `${document}/index.md`];
  return pages.find(({ path, from }) => from === document || own.includes(`docs/${path}`))?.path;
}

/** Where the site shows a source file, such as "src/ops/conv2d.ts": no page of VitePress's, so with the base before it. */
export const sourceAddress = (file: string) => `${base}source/${file}.html`;

/** The files of the repository that pages link to, or take code from. */
export function mentionedFiles(): string[] {
  const files = pages.flatMap(({ path, from, text }) => {
    const folder = dirname(from ?? `docs/${path}`);
    const links = [...text.matchAll(/(@\[\w+\])?(?<=\])\(([^)\s#]+)(?:#[^)]*)?\)/g)];
    return links.map(([, directive, link]) => (directive ? link! : posix.join(folder, link!)));
  });
  return [...new Set(files)].filter(isSource).sort();
}

/** Whether this is a file of the repository that is neither a page nor data. */
export function isSource(file: string): boolean {
  const path = join(root, file);
  return !/^\.\.|\.(json|md)$/.test(file) && existsSync(path) && statSync(path).isFile() && pageOf(file) === undefined;
}
