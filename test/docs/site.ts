import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What `npm run docs:build` made. */
export const dist = fileURLToPath(new URL("../../docs/.vitepress/dist/", import.meta.url));

export interface BuiltPage {
  /** Within the site, such as "ops/conv2d.html". */
  readonly path: string;
  readonly html: string;
  /** The folder that it is of, such as "ops"; "" for those of none. */
  readonly kind: string;
}

export const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("//", "/").slice(dist.length))
  .sort();

export const pages: readonly BuiltPage[] = files
  .filter((path) => path.endsWith(".html") && path !== "404.html")
  .map((path) => ({
    path,
    html: readFileSync(dist + path, "utf8"),
    kind: path.includes("/") ? path.split("/")[0]! : "",
  }));

/** Those that are written: all but the API's and the sources. */
export const book = pages.filter(({ kind }) => kind !== "api" && kind !== "source");

/** The folder in which the site was built to stand, such as "/learn/book/". */
export const base = /href="([^"]*)assets\//.exec(pages.find(({ path }) => path === "index.html")!.html)![1]!;

/** What a page is of, among those that are made alike: a folder of the book, a part of the API, the sources. */
export function kindOf({ path, kind }: BuiltPage): string {
  if (kind !== "api") return kind || "first";
  const folder = path.split("/").at(-2)!;
  return `api ${["functions", "classes"].includes(folder) ? folder : "entries"}`;
}

/** A few pages of each kind. */
export function samples(count: number): BuiltPage[] {
  const kinds = new Map<string, BuiltPage[]>();
  for (const page of pages) kinds.set(kindOf(page), [...(kinds.get(kindOf(page)) ?? []), page]);
  return [...kinds.values()].flatMap((pages) => pages.slice(0, count));
}
