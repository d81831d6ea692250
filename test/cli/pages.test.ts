import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { commandsOf } from "../commands.ts";
import { alexgrad } from "./alexgrad.ts";

const page = readFileSync(new URL("../../docs/alexnet/article.md", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "alexgrad-pages-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What makes a study one of seconds, as the page says. */
const trial = /`(--limit [^`]*)`/.exec(page)![1]!.split(" ");
const commands = commandsOf(page).map((args) => (args[0] === "study" ? [...args, ...trial] : args));

it("docs/alexnet/article.md: its commands are found", () => {
  expect(commands.length).toBeGreaterThan(20);
  expect(trial).toContain("--epochs");
});

// One after the other: some go on with what those before them left.
it.each(commands.map((args) => ({ args, text: args.join(" ") })))("alexgrad $text", async ({ args }) => {
  const { code, out, err } = await alexgrad(args, undefined, [], folder);
  expect(code, err).toBe(0);
  expect(out).not.toBe("");
});
