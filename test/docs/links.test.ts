import { expect, it } from "vitest";
import { base, files, pages } from "./site.ts";

const known = new Set(files);
const ids = new Map(
  pages.map(({ path, html }) => [path, new Set([...html.matchAll(/(?:\sid="|<ag-)([^\s">]+)/g)].map(([, id]) => id))]),
);

interface Link {
  readonly from: string;
  readonly href: string;
  /** The file of the site, and where in it. */
  readonly to: string;
  readonly hash: string | undefined;
}

const links: Link[] = pages.flatMap(({ path, html }) =>
  [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)]
    .map(([, href]) => href!.replaceAll("&amp;", "&"))
    .filter((href) => !/^[a-z]+:/.test(href))
    .map((href) => {
      const [address = "", hash] = href.split("#");
      const whole = new URL(address, `http://host${base}${path}`).pathname;
      const file = whole.startsWith(base) ? whole.slice(base.length) : `outside: ${whole}`;
      return { from: path, href, to: file.replace(/(^|\/)$/, "$1index.html"), hash };
    }),
);

/** Behind the name of a drawing comes its state. */
const placeOf = (hash: string) => decodeURIComponent(hash).split("&")[0];

it("every link leads to a page, and to a place in it", () => {
  expect(links.length).toBeGreaterThan(1000);
  const dead = links.filter(({ to, hash }) => {
    if (!known.has(to)) return true;
    return hash !== undefined && hash !== "" && !ids.get(to)?.has(placeOf(hash));
  });
  expect([...new Set(dead.map(({ from, href }) => `${from}: ${href}`))]).toEqual([]);
});

it("every page is reached from the first", () => {
  const reached = new Set(["index.html"]);
  for (const path of reached) for (const { from, to } of links) if (from === path) reached.add(to);
  expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
});
