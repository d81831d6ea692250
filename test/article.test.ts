import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { drawings } from "../docs/widgets/index.ts";
import { alexgradHere } from "./cli/alexgrad.ts";
import { commandsOf } from "./commands.ts";
import { anchorsOf } from "./docs/anchors.ts";

const page = new URL("../docs/alexnet/article.md", import.meta.url);
const text = readFileSync(page, "utf8");
const sections = text.split(/^(?=## )/m).flatMap((section) => {
  const [, number, anchor, body] = /^## (\d+)\. .* \{#([\w-]+)\}\n(.*)/s.exec(section) ?? [];
  return body === undefined ? [] : [{ number: Number(number), anchor: anchor!, body }];
});

it("has all 23 statements, in order, each with a place of its own", () => {
  expect(sections.map(({ number }) => number)).toEqual(Array.from({ length: 23 }, (_, i) => i + 1));
  expect(new Set(sections.map(({ anchor }) => anchor)).size).toBe(23);
});

describe.each(sections)("statement $number", ({ body }) => {
  it("says what is said, what is so, and how to try it", () => {
    const [said, so, tried, ...more] = body.split(/^(?=\*\*(?!It says)[^*]+\*\*)/gm);
    expect(said).toMatch(/\*\*It says\*\* \(§/);
    expect(so).toMatch(/^\*\*/);
    expect(tried).toMatch(/^\*\*Try\*\*/);
    expect(more).toEqual([]);
    const ways = [commandsOf(body), [...tried!.matchAll(/```ts\n|\]\(\.\.\//g)]].flat();
    expect(ways.length).toBeGreaterThan(0);
  });

  it("links to pages, places and drawings that there are", () => {
    const links = [...body.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
    for (const link of links) {
      if (/^https?:/.test(link)) expect(URL.canParse(link), link).toBe(true);
      else checkPlace(link);
    }
  });
});

/** A page, or a place in it, or a drawing of it in a state that the library does not refuse. */
function checkPlace(link: string): void {
  const [path, hash] = link.split("#");
  const file = path === "" ? page : new URL(path!, page);
  expect(existsSync(file), link).toBe(true);
  if (hash === undefined) return;
  const target = readFileSync(file, "utf8");
  const [name, ...state] = hash.split("&");
  if (state.length === 0 && anchorsOf(target).includes(name!)) return;
  const drawing = drawings.find((candidate) => candidate.name === name);
  const element = new RegExp(`^<ag-${name}(?: state="(.*?)")?>`, "m").exec(target);
  expect(element, link).not.toBeNull();
  expect(drawing?.figure([element![1] ?? "", state.join("&")]), link).toContain("<");
}

const commands = commandsOf(text);
const names = [...new Set(commands.map(([name]) => name!))];

it.each(names)("alexgrad %s: has the options that the page gives it", async (name) => {
  const { out } = await alexgradHere([name, "--help"]);
  const known = new Set([...out.matchAll(/(?<=^ {2})--[\w-]+/gm)].map(([option]) => option));
  expect(known).toContain("--json");
  const given = commands.filter(([command]) => command === name).flat();
  expect(given.filter((each) => each.startsWith("--") && !known.has(each))).toEqual([]);
});
