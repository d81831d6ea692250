import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { anchorsOf } from "./anchors.ts";
import { asked } from "./asked.ts";

const docs = new URL("../../docs/", import.meta.url);
const text = readFileSync(new URL("questions.md", docs), "utf8");
const questions = [...text.matchAll(/^- \[(.+?)\]\(([^)#]+)(?:#([^)]+))?\) <small>(.*)<\/small>$/gm)].map(
  ([, question, page, anchor, sources]) => ({ question: question!, page: page!, anchor, sources: sources! }),
);

it("all of the list is read", () => {
  expect(questions.length).toBe([...text.matchAll(/^- /gm)].length);
});

it("all that were asked are there", () => {
  expect(asked.length).toBe(54);
  const missing = asked.flatMap((addresses, i) =>
    addresses.filter((address) => !text.includes(`](${address})`)).map((address) => `${i + 1}: ${address}`),
  );
  expect(missing).toEqual([]);
});

it.each(questions)("$question: has its answer, and where it was asked", ({ page, anchor, sources }) => {
  const file = new URL(page, docs);
  expect(existsSync(file), page).toBe(true);
  if (anchor !== undefined) expect(anchorsOf(readFileSync(file, "utf8"))).toContain(anchor);
  const links = [...sources.matchAll(/\]\((.*?)\)/g)].map(([, link]) => link!);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) expect(URL.canParse(link), link).toBe(true);
});
