import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { commandsOf } from "../commands.ts";
import { alexgrad } from "./alexgrad.ts";

const read = (page: string) => readFileSync(new URL(`../../docs/${page}`, import.meta.url), "utf8");
const article = read("alexnet/article.md");
const folder = mkdtempSync(join(tmpdir(), "alexgrad-pages-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What makes a study one of seconds, as the page says. */
const trial = /`(--limit [^`]*)`/.exec(article)![1]!.split(" ");
const ofArticle = commandsOf(article).map((args) => (args[0] === "study" ? [...args, ...trial] : args));
const ofDevices = commandsOf(read("guides/devices.md"));

it("commands are found", () => {
  expect(ofArticle.length).toBeGreaterThan(20);
  expect(trial).toContain("--epochs");
  expect(ofDevices.length).toBe(2);
});

const calls = [...ofArticle, ...ofDevices].map((args) => ({ args, text: args.join(" ") }));

// One after the other: some go on with what those before them left.
it.each(calls)("alexgrad $text", { timeout: 180_000 }, async ({ args }) => {
  const { code, out, err } = await alexgrad(args, undefined, [], folder);
  expect(code, err).toBe(0);
  expect(out).not.toBe("");
});
